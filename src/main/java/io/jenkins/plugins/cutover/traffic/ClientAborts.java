package io.jenkins.plugins.cutover.traffic;

import java.io.Serializable;

/**
 * Counts the requests of one side whose clients gave up before the answer. HAProxy has no counter for them: such a
 * request (with {@code option abortonclose}) leaves {@code stot} and {@code cli_abrt} and no {@code hrsp_*}, and {@code
 * cli_abrt} also counts clients that leave in the middle of an answer. Measured on 2.6.12. Without that option HAProxy
 * waits for the server, and its time-out is counted in {@code eresp} as ever.
 *
 * <p>The count is a lower bound. Unanswered attempts since the start that are not open any more have ended without an
 * answer; some of the open ones may be within an answer. Since a bound never falls, the highest one so far is kept.
 *
 * @param unanswered since the HAProxy process started, as {@link Counters#unanswered}
 * @param aborts since the HAProxy process started, as {@link Counters#aborts}
 * @param open requests open at this reading
 * @param unansweredBefore {@code unanswered} at the first reading
 * @param abortsBefore {@code aborts} at the first reading
 * @param openBefore {@code open} at the first reading; 0 in records of older versions
 * @param counted given up between the first reading and this one
 */
public record ClientAborts(
        long unanswered,
        long aborts,
        long open,
        long unansweredBefore,
        long abortsBefore,
        long openBefore,
        long counted)
        implements Serializable {
    /** By how much the bounds may differ. Constants of this project: below them a comparison finds no harm. */
    private static final double CLOSE = 1.25;

    private static final long FEW = 5;

    /** The first reading. */
    static ClientAborts first(Counters now, long open) {
        return new ClientAborts(now.unanswered(), now.aborts(), open, now.unanswered(), now.aborts(), open, 0);
    }

    /** This reading, counted from the first reading of an earlier one. The first one begins again after a counter fell. */
    ClientAborts since(ClientAborts earlier) {
        if (aborts < earlier.aborts) {
            return this;
        }
        long ended = unanswered - earlier.unansweredBefore - open;
        long bound = Math.min(ended, aborts - earlier.abortsBefore);
        return new ClientAborts(
                unanswered,
                aborts,
                open,
                earlier.unansweredBefore,
                earlier.abortsBefore,
                earlier.openBefore,
                Math.max(earlier.counted, bound));
    }

    /**
     * Whether the count is close to the number that really gave up. It is not while answered requests stay open, such as
     * WebSockets: any of them may stand for one that was given up.
     */
    boolean isClose() {
        long most = Math.min(aborts - abortsBefore, unanswered - unansweredBefore + openBefore);
        return most <= CLOSE * counted + FEW;
    }
}
