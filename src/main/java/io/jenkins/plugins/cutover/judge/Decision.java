package io.jenkins.plugins.cutover.judge;

import io.jenkins.plugins.cutover.model.Verdict;

/**
 * What follows from a {@link Judgement}.
 *
 * @param action to take
 * @param verdict that the action rests on; with WAIT, what it would be if the phase had to end now
 * @param unstable whether a ROLL_BACK is for lack of proof and not for harm
 * @param sentence why, with numbers
 */
public record Decision(Action action, Verdict verdict, boolean unstable, String sentence) {

    public enum Action {
        /** Continue to poll at this share. */
        WAIT,
        /** Continue to poll, and do not raise the share even after the bake time. */
        HOLD,
        /** The phase's time was doubled: remember it and continue to poll. */
        EXTEND,
        /** Too little traffic for a proof, and no sign of harm: a person decides. */
        ASK,
        /** The phase passed. */
        PASS,
        /** Traffic back to Mesos. */
        ROLL_BACK
    }
}
