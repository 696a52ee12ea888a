package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

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
}
