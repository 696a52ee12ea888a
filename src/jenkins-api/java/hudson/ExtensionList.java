package hudson;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Without a controller nothing is discovered: a test adds what it needs. */
public class ExtensionList<T> extends AbstractList<T> {
    private static final Map<Class<?>, ExtensionList<?>> LISTS = new ConcurrentHashMap<>();
    private final List<T> all = new CopyOnWriteArrayList<>();

    @SuppressWarnings("unchecked")
    public static <T> ExtensionList<T> lookup(Class<T> type) {
        return (ExtensionList<T>) LISTS.computeIfAbsent(type, t -> new ExtensionList<>());
    }

    public static <U> U lookupSingleton(Class<U> type) {
        List<U> found = lookup(type);
        if (found.size() != 1) {
            throw new IllegalStateException("Expected 1 instance of " + type.getName() + " but got " + found.size());
        }
        return found.get(0);
    }

    @Override
    public T get(int index) {
        return all.get(index);
    }

    @Override
    public boolean add(T t) {
        return all.add(t);
    }

    @Override
    public boolean remove(Object o) {
        return all.remove(o);
    }

    @Override
    public int size() {
        return all.size();
    }
}
