package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.judge.BaselineHistory;
import io.jenkins.plugins.cutover.judge.Endings;
import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Mode;
import io.jenkins.plugins.cutover.judge.OpenRequests;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Parameter;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a poll costs with every metric in use.
 *
 * @param microseconds one poll in the slower mode, taken in and judged, its sentence included; processor time, mean of the best of five rounds
 * @param stateBytes the largest state as JSON
 */
record JudgeCost(double microseconds, int stateBytes) {
    private static final int POLLS = 20_000;
    private static final int ROUTES = 8;

    static JudgeCost measured() throws JsonProcessingException {
        List<Poll> polls = polls();
        double slowest = 0;
        int largest = 0;
        for (Mode mode : Mode.values()) {
            Judge judge = new Judge(
                    JudgeSettings.defaults().with(mode).with(Parameter.SLO, .05).with(Parameter.RETRY_WEIGHT, .2));
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                best = Math.min(best, round(judge, polls));
            }
            slowest = Math.max(slowest, best);
            largest = Math.max(largest, largest(judge, polls));
        }
        return new JudgeCost(slowest, largest);
    }

    private static double round(Judge judge, List<Poll> polls) {
        JudgeState state = judge.start(0, 1000, 4, BaselineHistory.NONE);
        long characters = 0;
        long began = cpuNanos();
        for (Poll poll : polls) {
            state = judge.observe(state, poll);
            characters += judge.judge(state).sentence().length();
        }
        double micros = (cpuNanos() - began) / 1e3 / polls.size();
        if (characters == 0) {
            throw new IllegalStateException("the judge said nothing");
        }
        return micros;
    }

    /** Of this thread, so that a busy machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static int largest(Judge judge, List<Poll> polls) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        JudgeState state = judge.start(1.7e9, 1000, 4, BaselineHistory.NONE);
        int largest = 0;
        for (Poll poll : polls.subList(0, 2000)) {
            state = judge.observe(state, poll);
            largest = Math.max(largest, json.writeValueAsBytes(state).length);
        }
        return largest;
    }

    /** Every kind occurs, on each of eight routes too. */
    private static List<Endings> endings(Pair traffic) {
        List<Endings> all = new ArrayList<>();
        for (int route = 0; route <= ROUTES; route++) {
            long part = route == 0 ? 1 : ROUTES;
            long canary = traffic.canary().requests() / part;
            long baseline = traffic.baseline().requests() / part;
            Map<HarmKind, Endings.Split> kinds = new EnumMap<>(HarmKind.class);
            for (HarmKind kind : HarmKind.values()) {
                kinds.put(kind, new Endings.Split(canary / 50, baseline / 50));
            }
            all.add(new Endings(route == 0 ? "" : "route" + route, canary, baseline, kinds));
        }
        return all;
    }

    /** Both sides at 2 %, 2,000 requests a second: failures in every poll, and neither side is worse. */
    private static List<Poll> polls() {
        Scenario scenario = Scenario.nulls().stream()
                .filter(s -> s.name().startsWith("both"))
                .findFirst()
                .orElseThrow();
        Traffic traffic = new Traffic(scenario, new Traffic.Load(2000, .1, 1), 1);
        List<Poll> polls = new ArrayList<>();
        for (int i = 0; i < POLLS; i++) {
            Poll poll = traffic.next();
            Pair slow = poll.traffic();
            polls.add(poll.withRetries(slow)
                    .withLatency(List.of(slow, slow, slow))
                    .withTotals(List.of(slow, slow, slow))
                    .withKinds(endings(slow))
                    .withOpen(new OpenRequests(
                            2, 18, slow.canary().requests(), slow.baseline().requests())));
        }
        return polls;
    }
}
