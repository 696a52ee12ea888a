package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bytes below which an answer is far too short, by route and content coding, from Mesos's own answers. Where the two
 * sides do not code alike, only an answer that is nearly empty is too short: at most 1,000 bytes and a tenth of Mesos's.
 * Where the coding is not logged nothing is: EKS may compress what Mesos does not.
 *
 * @param collected bytes of Mesos's answers, until there are enough for a limit
 * @param shortest the limits, in bytes
 * @param eks the routes and codings that have a limit and that EKS has sent too
 */
record SizeLimits(Map<String, List<Long>> collected, Map<String, Double> shortest, Set<String> eks) {
    static final SizeLimits NONE = new SizeLimits(Map.of(), Map.of(), Set.of());

    /** Answers from which the usual size of a route is taken. */
    private static final int SIZES = 31;
    /** Nearly all of Mesos's own answers must be longer than the limit, or the two sides hardly differ there. */
    private static final int SECOND_SMALLEST = 1;

    /** Further routes share limits. */
    private static final int MOST = 16;

    private static final int MOST_OF_OTHERS = 4;
    private static final String OTHERS = "*";

    /** An answer of the same coding that has less than this part of the median is far too short. */
    private static final double SHORT = .7;

    private static final double SHORT_WHEREVER = .1;
    /** Bytes by which the headers of the two sides may differ. */
    private static final long HEADERS = 200;
    /** Bytes of an answer that has little more than a header. */
    private static final double NEARLY_EMPTY = 1000;

    /** With one answer more. */
    SizeLimits with(Answer answer) {
        if (!sized(answer)) {
            return this;
        }
        String key = key(answer);
        if (answer.side() == Side.EKS) {
            return shortest.containsKey(key) && !eks.contains(key) ? withEks(key) : this;
        }
        boolean full = !collected.containsKey(key)
                && collected.size() + shortest.size() >= (of(key, OTHERS) ? MOST + MOST_OF_OTHERS : MOST);
        return full || shortest.containsKey(key) ? this : collected(key, answer);
    }

    private SizeLimits withEks(String key) {
        Set<String> more = new TreeSet<>(eks);
        more.add(key);
        return new SizeLimits(collected, shortest, more);
    }

    private SizeLimits collected(String key, Answer answer) {
        Map<String, List<Long>> sizes = new TreeMap<>(collected);
        List<Long> all = new ArrayList<>(sizes.getOrDefault(key, List.of()));
        all.add(answer.bytes());
        if (all.size() < SIZES) {
            sizes.put(key, all);
            return new SizeLimits(sizes, shortest, eks);
        }
        Collections.sort(all);
        sizes.remove(key);
        Map<String, Double> limits = new TreeMap<>(shortest);
        limits.put(key, limit(all));
        return new SizeLimits(sizes, limits, eks);
    }

    private static double limit(List<Long> sorted) {
        double median = sorted.get(SIZES / 2);
        double usual = Math.min(SHORT * median - HEADERS, sorted.get(SECOND_SMALLEST));
        return Math.max(SHORT_WHEREVER * median, usual);
    }

    boolean tooShort(Answer answer) {
        if (!sized(answer) || shortest.isEmpty()) {
            return false;
        }
        String key = key(answer);
        Double own = shortest.get(key);
        boolean alike = own != null && codedAlike(key);
        OptionalDouble limit = alike ? OptionalDouble.of(own) : nearlyEmpty(route(key));
        return limit.isPresent() && answer.bytes() < limit.getAsDouble();
    }

    /** Whether EKS sends the route's other codings too. If not, answers of this coding may be those that Mesos compresses. */
    private boolean codedAlike(String key) {
        return shortest.keySet().stream().allMatch(k -> k.equals(key) || !of(k, route(key)) || eks.contains(k));
    }

    private OptionalDouble nearlyEmpty(String route) {
        return shortest.entrySet().stream()
                .filter(e -> of(e.getKey(), route))
                .mapToDouble(e -> Math.min(e.getValue() * SHORT_WHEREVER / SHORT, NEARLY_EMPTY))
                .min();
    }

    private static boolean sized(Answer answer) {
        return answer.coding() != null && answer.bytes() >= 0 && answer.status() / 100 == 2;
    }

    private String key(Answer answer) {
        boolean own = collected.size() + shortest.size() < MOST || known(answer.route());
        return (own ? answer.route() : OTHERS) + " " + answer.coding();
    }

    private boolean known(String route) {
        return shortest.keySet().stream().anyMatch(k -> of(k, route))
                || collected.keySet().stream().anyMatch(k -> of(k, route));
    }

    private static boolean of(String key, String route) {
        return key.startsWith(route) && key.lastIndexOf(' ') == route.length();
    }

    private static String route(String key) {
        return key.substring(0, key.lastIndexOf(' '));
    }
}
