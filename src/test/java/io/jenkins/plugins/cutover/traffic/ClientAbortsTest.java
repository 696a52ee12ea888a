package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The readings are those of HAProxy 2.6.12 with {@code option abortonclose}. */
class ClientAbortsTest {
    private static Counters counters(long unanswered, long aborts) {
        return new Counters(0, 0, 0, 0, unanswered, aborts);
    }

    private final ClientAborts start = ClientAborts.first(counters(4, 7), 4);

    @Test
    void clientsThatGiveUpBeforeTheAnswerAreCountedOnce() {
        ClientAborts waiting = ClientAborts.first(counters(14, 7), 14).since(start);
        assertThat(waiting.counted()).isZero();
        ClientAborts gone = ClientAborts.first(counters(14, 17), 0).since(waiting);
        assertThat(gone.counted()).isEqualTo(10);
        assertThat(ClientAborts.first(counters(14, 17), 0).since(gone).counted())
                .isEqualTo(10);
    }

    @Test
    void clientsThatLeaveWithinAnAnswerAreNotCounted() {
        ClientAborts gone = ClientAborts.first(counters(0, 17), 0).since(start);
        assertThat(gone.counted()).isZero();
    }

    @Test
    void requestsWithoutAnAnswerAreNotCountedUnlessClientsGaveUp() {
        assertThat(ClientAborts.first(counters(14, 7), 0).since(start).counted())
                .isZero();
    }

    @Test
    void countedRequestsStayCountedWhileMoreRequestsAreOpen() {
        ClientAborts gone = ClientAborts.first(counters(14, 17), 0).since(start);
        ClientAborts busy = ClientAborts.first(counters(34, 17), 20).since(gone);
        assertThat(busy.counted()).isEqualTo(10);
    }

    /** Before, EKS alone was blamed for requests that clients cancel on both sides: 50 of 1,000 against none. */
    @Test
    void requestsToEksAreNotCountedWhileOpenWebSocketsHideThoseToMesos() {
        CounterSnapshot first = snapshot(counters(0, 0), 5_000, counters(0, 0), 0);
        CounterSnapshot later =
                snapshot(counters(500, 500), 5_000, counters(50, 50), 0).continuing(first);
        CounterSnapshot.Delta delta = later.since(first);
        assertThat(delta.mesosAborts()).isZero();
        assertThat(delta.eksAborts()).isZero();
    }

    @Test
    void requestsOfBothSidesAreCountedWhileFewAreOpen() {
        CounterSnapshot first = snapshot(counters(20, 0), 20, counters(0, 0), 0);
        CounterSnapshot later =
                snapshot(counters(510, 500), 20, counters(50, 50), 0).continuing(first);
        CounterSnapshot.Delta delta = later.since(first);
        assertThat(delta.mesosAborts()).isEqualTo(470);
        assertThat(delta.eksAborts()).isEqualTo(50);
    }

    @Test
    void requestsToEksAreCountedWhileNoneToMesosIsGivenUp() {
        CounterSnapshot first = snapshot(counters(0, 0), 5_000, counters(0, 0), 0);
        CounterSnapshot later =
                snapshot(counters(30, 0), 5_000, counters(50, 50), 0).continuing(first);
        assertThat(later.since(first).eksAborts()).isEqualTo(50);
    }

    private static CounterSnapshot snapshot(Counters mesos, long mesosOpen, Counters eks, long eksOpen) {
        return new CounterSnapshot(Map.of(
                "unix:/orders/lb1",
                new CounterSnapshot.OfInstance(
                        new Identity(1, 1),
                        mesos,
                        eks,
                        mesosOpen + eksOpen,
                        Counters.ZERO,
                        0L,
                        ClientAborts.first(mesos, mesosOpen),
                        ClientAborts.first(eks, eksOpen),
                        InFlight.NONE)));
    }
}
