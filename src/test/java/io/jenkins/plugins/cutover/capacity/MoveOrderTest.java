package io.jenkins.plugins.cutover.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.capacity.MoveOrder.Candidate;
import io.jenkins.plugins.cutover.capacity.MoveOrder.Move;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MoveOrderTest {
    @Test
    void serviceMovesAfterItsDependencies() {
        assertThat(order(c("/web", 0, "/api"), c("/api", 5, "/db"), c("/db", 9)))
                .containsExactly("/db", "/api", "/web");
    }

    @Test
    void lowerRiskMovesFirst() {
        assertThat(order(c("/b", 2), c("/a", 7), c("/c", 1))).containsExactly("/c", "/b", "/a");
    }

    @Test
    void dependencyOnAGroupIncludesAllItsApps() {
        assertThat(order(c("/web", 0, "/data"), c("/data/db", 3), c("/data/queue", 2), c("/database", 9)))
                .containsExactly("/data/queue", "/data/db", "/database", "/web");
    }

    @Test
    void cycleIsBrokenAtItsLeastRiskAndReported() {
        List<Move> moves = MoveOrder.of(List.of(c("/a", 5, "/b"), c("/b", 1, "/a"), c("/c", 0, "/a")));
        assertThat(moves).extracting(m -> m.candidate().id()).containsExactly("/b", "/a", "/c");
        assertThat(moves.get(0).early()).containsExactly("/a");
        assertThat(moves.get(1).early()).isEmpty();
    }

    @Test
    void unknownDependencyIsIgnored() {
        assertThat(MoveOrder.of(List.of(c("/a", 0, "/elsewhere"))).get(0).needs())
                .isEmpty();
    }

    @Test
    void dependentsAreCounted() {
        assertThat(MoveOrder.dependents(List.of(c("/db", 0), c("/a", 0, "/db"), c("/b", 0, "/db"))))
                .containsEntry("/db", 2)
                .containsEntry("/a", 0);
    }

    private static List<String> order(Candidate... candidates) {
        return MoveOrder.of(Stream.of(candidates).toList()).stream()
                .map(m -> m.candidate().id())
                .toList();
    }

    private static Candidate c(String id, int risk, String... dependsOn) {
        return new Candidate(id, List.of(dependsOn), risk);
    }
}
