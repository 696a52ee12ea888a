/**
 * Stores the records of cutovers, and the locks.
 *
 * <p>A <em>decision</em> (share, state, verdict, owner, approval, intention, every event) is durable before it is acted
 * on. An <em>observation</em> (what a poll read of the traffic, and the judge's state after it) is not a decision:
 * {@link io.jenkins.plugins.cutover.journal.BufferedJournal} stores it every 10 s in files and every 60 s in a cluster.
 *
 * <p>Why the judge's guarantee survives the loss of observations in a crash: the judge's state, the counters that it was
 * computed from and the position in the log of requests are stored in one write. The next process continues from all three.
 * HAProxy's counters only grow, so its first poll covers the lost time as one interval, and each request is counted once.
 * The judge's evidence is a test supermartingale: a bet is chosen from the state before the requests that it is on. The
 * stored state was computed without the lost requests, so they are new to it. No decision was made from the lost states,
 * since a decision would have stored its state. The false rollback probability therefore holds as if these polls had
 * not been made. What can be lost is detail: latencies of requests that the log of requests no longer has, and points
 * of the chart, which become one.
 */
package io.jenkins.plugins.cutover.journal;
