package hudson;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public class ExtensionList<T> extends AbstractList<T> {
    private static final Map<Class<?>, Object> SINGLETONS = new ConcurrentHashMap<>();
    private final List<T> all;

    private ExtensionList(List<T> all) {
        this.all = all;
    }

    public static <T> ExtensionList<T> lookup(Class<T> type) {
        Object found = SINGLETONS.get(type);
        return new ExtensionList<>(found == null ? List.of() : List.of(type.cast(found)));
    }

    public static <U> U lookupSingleton(Class<U> type) {
        return type.cast(SINGLETONS.computeIfAbsent(type, ExtensionList::create));
    }

    private static Object create(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public T get(int index) {
        return all.get(index);
    }

    @Override
    public int size() {
        return all.size();
    }
}
