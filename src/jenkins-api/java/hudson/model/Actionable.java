package hudson.model;

import java.util.ArrayList;
import java.util.List;

public abstract class Actionable {
    private final List<Action> actions = new ArrayList<>();

    public void addAction(Action a) {
        actions.add(a);
    }

    public void addOrReplaceAction(Action a) {
        actions.removeIf(old -> old.getClass() == a.getClass());
        actions.add(a);
    }

    public void replaceAction(Action a) {
        addOrReplaceAction(a);
    }

    public <T extends Action> T getAction(Class<T> type) {
        return actions.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
