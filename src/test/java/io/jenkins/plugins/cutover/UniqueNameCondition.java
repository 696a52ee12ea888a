package io.jenkins.plugins.cutover;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two classes with one simple name make a reader open both: each name belongs to one package. */
final class UniqueNameCondition extends ArchCondition<JavaClass> {
    private final Map<String, List<JavaClass>> named = new TreeMap<>();

    UniqueNameCondition() {
        super("have a simple name that no other package uses");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!type.getSimpleName().equals("package-info")) {
            named.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                    .add(type);
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        named.forEach((name, types) -> {
            boolean unique = types.size() == 1;
            List<String> packages =
                    types.stream().map(JavaClass::getPackageName).sorted().toList();
            events.add(
                    new SimpleConditionEvent(types.get(0), unique, name + " is in " + String.join(" and ", packages)));
        });
        named.clear();
    }
}
