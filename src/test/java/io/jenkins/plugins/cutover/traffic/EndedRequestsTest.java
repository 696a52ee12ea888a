package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndedRequestsTest {
    /** The columns of ten such requests, as HAProxy counted one of each. */
    private static Counters counters(
            int stot,
            int interim,
            int ok,
            int clientErrors,
            int failed,
            int econ,
            int eresp,
            int srvAbrt,
            int retries) {
        long answers = interim + ok + clientErrors + failed;
        return new Counters(
                answers,
                failed + eresp + econ,
                retries,
                stot,
                stot - answers - retries - eresp - econ,
                0,
                new Statuses(ok, 0, clientErrors, failed, 0),
                new Columns(interim, econ, eresp, srvAbrt));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "answered,                          10, 0, 10, 0, 0, 0, 0, 0, 0,  10, 0",
        "answered 500,                      10, 0, 0, 0, 10, 0, 0, 0, 0,  10, 10",
        "answered after 103,                10, 20, 10, 0, 0, 0, 0, 0, 0, 10, 0",
        "half 500 after 103,                10, 20, 5, 0, 5, 0, 0, 0, 0,  10, 5",
        "refused after 3 retries,           40, 0, 0, 0, 0, 10, 0, 0, 30, 10, 10",
        "no answer in time,                 10, 0, 0, 0, 0, 0, 10, 0, 0,  10, 10",
        "reset before the answer,           10, 0, 0, 0, 0, 0, 20, 0, 0,  10, 10",
        "closed before the answer on 2.6,   10, 0, 0, 0, 0, 0, 10, 0, 0,  10, 10",
        "closed before the answer on 3.2,   10, 0, 0, 0, 0, 0, 20, 0, 0,  10, 10",
        "half reset,                        20, 0, 10, 0, 0, 0, 20, 0, 0, 20, 10",
        "cut off,                           10, 0, 10, 0, 0, 0, 10, 10, 0, 10, 10",
        "stalled,                           10, 0, 10, 0, 0, 0, 0, 10, 0, 10, 10",
        "half stalled half without answer,  20, 0, 10, 0, 0, 0, 10, 10, 0, 20, 20",
        "half cut off half closed on 3.2,   20, 0, 10, 0, 0, 0, 30, 10, 0, 20, 20",
        "upload not read on 2.6,            10, 0, 0, 0, 0, 0, 0, 10, 0,  10, 10",
        "WebSockets,                        10, 10, 0, 0, 0, 0, 0, 0, 0,  10, 0",
        "WebSockets that were reset,        10, 10, 0, 0, 0, 0, 10, 10, 0, 10, 10",
        "sent again and then answered,      20, 0, 10, 0, 0, 0, 10, 0, 20, 10, 0",
        "sent again and never answered,     40, 0, 0, 0, 0, 0, 50, 0, 60, 10, 10",
        "given up before the answer,        10, 0, 0, 0, 0, 0, 0, 0, 0,   0, 0"
    })
    void eachRequestIsCountedOnce(
            String how,
            int stot,
            int interim,
            int ok,
            int clientErrors,
            int failed,
            int econ,
            int eresp,
            int srvAbrt,
            int retries,
            long requests,
            long errors) {
        Counters ended =
                EndedRequests.of(counters(stot, interim, ok, clientErrors, failed, econ, eresp, srvAbrt, retries), 0);
        assertThat(ended.requests()).isEqualTo(requests);
        assertThat(ended.errors()).isEqualTo(errors);
        assertThat(ended.errors()).isLessThanOrEqualTo(ended.requests());
    }

    @Test
    void requestsThatAreStillOpenAreNoFailures() {
        Counters ended = EndedRequests.of(counters(60, 0, 10, 0, 0, 0, 2, 0, 0), 48);
        assertThat(ended.errors()).isEqualTo(2);
        assertThat(ended.requests()).isEqualTo(12);
    }

    @Test
    void requestsThatWereOpenAtTheFirstReadingAreCountedWhenTheyFail() {
        Counters ended = EndedRequests.of(counters(0, 0, 0, 0, 0, 0, 10, 0, 0), -10);
        assertThat(ended.errors()).isEqualTo(10);
    }

    @Test
    void openWebSocketsHideNoFailure() {
        Counters ended = EndedRequests.of(counters(12, 10, 0, 0, 0, 0, 2, 0, 0), 10);
        assertThat(ended.requests()).isEqualTo(12);
        assertThat(ended.errors()).isEqualTo(2);
    }

    @Test
    void aReadingOfAnOlderVersionHasNoColumnsAndStaysAsItIs() {
        Counters older = new Counters(100, 3, 0, 100, 0, 0, null, null);
        Counters now = counters(120, 0, 115, 0, 0, 0, 5, 1, 0);
        assertThat(EndedRequests.of(now.minus(older), 0).errors()).isEqualTo(2);
        assertThat(now.minus(older).columns()).isNull();
    }

    @Test
    void connectionsThatAreSilentForTooLongAreNoFailuresInTcpMode() {
        Counters tcp = new Counters(44, 12, 30, 44, 0, 0, null, new Columns(0, 10, 2, 7));
        Counters ended = EndedRequests.of(tcp, 0);
        assertThat(ended.requests()).isEqualTo(14);
        assertThat(ended.errors()).isEqualTo(12);
    }
}
