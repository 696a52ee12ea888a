package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Stage;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.StageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The progress of the pipeline; its steps report when they begin and end. */
final class Progress {
    static final String HAND_OVER = "hand over";
    static final String RETIRE = "retire";
    /** The form without the Mesos lines. */
    static final String FINAL_FORM = "final form";

    private StageState deploy = StageState.WAITING;
    private StageState rollback;
    private final Map<String, StageState> later = new HashMap<>();
    private final Map<Share, StageState> phases = new LinkedHashMap<>();
    private Share share = Share.NONE;
    private Instant since;

    synchronized void deploying() {
        deploy = StageState.RUNNING;
    }

    synchronized void deployed() {
        deploy = StageState.DONE;
    }

    synchronized void shifting(Share to) {
        phases.put(to, StageState.SHIFTING);
    }

    synchronized void shifted(Share to, Instant at) {
        phases.put(to, StageState.JUDGING);
        share = to;
        since = at;
    }

    synchronized void judged(Verdict verdict) {
        phases.put(share, StageState.of(verdict));
    }

    synchronized void asking(Share next) {
        phases.put(next, StageState.ASKING);
    }

    synchronized void answered(Share next) {
        phases.put(next, StageState.WAITING);
    }

    synchronized void soaking(Instant at) {
        later.put(RETIRE, StageState.SOAKING);
        since = at;
    }

    synchronized void retired() {
        later.put(RETIRE, StageState.DONE);
    }

    synchronized void handingOver(boolean withoutMesos) {
        later.put(withoutMesos ? FINAL_FORM : HAND_OVER, StageState.RUNNING);
    }

    synchronized void handedOver(boolean withoutMesos) {
        later.put(withoutMesos ? FINAL_FORM : HAND_OVER, StageState.DONE);
    }

    synchronized boolean isSoaking() {
        return later.get(RETIRE) == StageState.SOAKING;
    }

    synchronized void rollingBack() {
        later.replaceAll((stage, state) -> state.underWay() ? StageState.FAILED : state);
        phases.replaceAll((phase, state) -> state.underWay() ? StageState.FAILED : state);
        deploy = deploy == StageState.RUNNING ? StageState.FAILED : deploy;
        rollback = StageState.RUNNING;
    }

    synchronized void rolledBack() {
        rollback = StageState.DONE;
    }

    /** The current or the last phase; 0 before the first. */
    synchronized Share share() {
        return share;
    }

    /** When its share was confirmed; null before the first. */
    synchronized Instant since() {
        return since;
    }

    synchronized boolean judging() {
        return phases.get(share) == StageState.JUDGING;
    }

    /** @param after the stages after the last phase */
    synchronized List<Stage> stages(List<Share> wanted, List<String> after) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("deploy", deploy, ""));
        for (Share phase : wanted) {
            StageState absent = rollback == null ? StageState.WAITING : StageState.SKIPPED;
            StageState state = phases.getOrDefault(phase, absent);
            stages.add(new Stage(phase.toString(), state == StageState.WAITING ? absent : state, ""));
        }
        StageState never = rollback == null ? StageState.WAITING : StageState.SKIPPED;
        after.forEach(stage -> stages.add(new Stage(stage, later.getOrDefault(stage, never), "")));
        if (rollback != null) {
            stages.add(new Stage("roll back", rollback, ""));
        }
        return stages;
    }
}
