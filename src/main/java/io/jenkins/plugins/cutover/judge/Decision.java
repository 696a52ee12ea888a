package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.Verdict;

/**
 * What to do now.
 *
 * @param action to take
 * @param verdict that the action rests on; with WAIT, what it would be if the phase had to end now
 * @param unstable whether a GO_BACK is for want of proof and not for harm
 * @param sentence why, with numbers
 */
public record Decision(Action action, Verdict verdict, boolean unstable, String sentence) {

    public enum Action {
        /** Go on polling at this share. */
        WAIT,
        /** Go on polling, and do not raise the share whatever the bake time says. */
        HOLD,
        /** The phase's time was doubled: remember it and go on polling. */
        EXTEND,
        /** The phase passed. */
        PASS,
        /** Traffic back to Mesos. */
        GO_BACK
    }
}
