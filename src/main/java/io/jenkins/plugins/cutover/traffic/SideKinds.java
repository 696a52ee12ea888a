package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.HarmKind;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the requests to one side ended.
 *
 * @param requests that ended, in whatever way; each of {@code kinds} is a part of them
 * @param kinds requests by the way in which they ended badly; a kind that did not occur is not in it
 */
public record SideKinds(long requests, Map<HarmKind, Long> kinds) implements Serializable {
    /** No requests. */
    public static final SideKinds NONE = new SideKinds(0, Map.of());

    public SideKinds {
        EnumMap<HarmKind, Long> occurred = new EnumMap<>(HarmKind.class);
        kinds.forEach((kind, count) -> {
            if (count > 0) {
                occurred.put(kind, count);
            }
        });
        kinds = Map.copyOf(occurred);
    }

    /** Requests of that kind, 0 to {@link #requests}. */
    public long of(HarmKind kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    /** The sum of both. */
    public SideKinds plus(SideKinds other) {
        Map<HarmKind, Long> sum = new EnumMap<>(HarmKind.class);
        sum.putAll(kinds);
        other.kinds.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return new SideKinds(requests + other.requests, sum);
    }
}
