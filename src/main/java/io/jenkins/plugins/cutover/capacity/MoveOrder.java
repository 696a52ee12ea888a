package io.jenkins.plugins.cutover.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which services move: each after those that it depends on, fewest dependencies and least risk first. */
public final class MoveOrder {
    private MoveOrder() {}

    /**
     * A service that has to move.
     *
     * @param id an app id
     * @param dependsOn ids of apps or groups; those that are not among the candidates do not count
     * @param risk the higher, the later
     */
    public record Candidate(String id, List<String> dependsOn, int risk) {
        public Candidate {
            dependsOn = List.copyOf(dependsOn);
        }

        boolean needs(Candidate other) {
            return dependsOn.stream()
                    .anyMatch(d -> !other.id.equals(id)
                            && (d.equals("/") || other.id.equals(d) || other.id.startsWith(d + "/")));
        }
    }

    /**
     * @param needs the candidates that it depends on
     * @param early those of them that move later all the same, since they depend on it too
     */
    public record Move(Candidate candidate, List<String> needs, List<String> early) {}

    public static List<Move> of(List<Candidate> candidates) {
        Map<Candidate, List<Candidate>> needs = new LinkedHashMap<>();
        candidates.forEach(
                c -> needs.put(c, candidates.stream().filter(c::needs).toList()));
        Map<Candidate, List<Candidate>> open = new HashMap<>();
        needs.forEach((c, on) -> open.put(c, new ArrayList<>(on)));
        List<Move> moves = new ArrayList<>();
        while (!open.isEmpty()) {
            boolean stuck = open.values().stream().noneMatch(List::isEmpty);
            Candidate next = open.keySet().stream()
                    .filter(c -> !stuck || reaches(c, c, open, new HashSet<>()))
                    .min(Comparator.<Candidate>comparingInt(c -> open.get(c).size())
                            .thenComparingInt(c -> needs.get(c).size())
                            .thenComparingInt(Candidate::risk)
                            .thenComparing(Candidate::id))
                    .orElseThrow();
            moves.add(new Move(next, ids(needs.get(next)), ids(open.remove(next))));
            open.values().forEach(left -> left.remove(next));
        }
        return moves;
    }

    /** Whether it depends on the target, directly or not: a service that depends on itself is in a cycle. */
    private static boolean reaches(
            Candidate from, Candidate target, Map<Candidate, List<Candidate>> needs, Set<Candidate> seen) {
        return needs.get(from).stream()
                .anyMatch(next -> next.equals(target) || seen.add(next) && reaches(next, target, needs, seen));
    }

    /** How many candidates depend on each, and fail with it. */
    public static Map<String, Integer> dependents(List<Candidate> candidates) {
        Map<String, Integer> dependents = new HashMap<>();
        candidates.forEach(c -> dependents.put(c.id(), (int)
                candidates.stream().filter(other -> other.needs(c)).count()));
        return dependents;
    }

    private static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }
}
