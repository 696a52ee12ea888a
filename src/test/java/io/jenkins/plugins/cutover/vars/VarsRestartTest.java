package io.jenkins.plugins.cutover.vars;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.groovy.cps.Outcome;
import io.jenkins.plugins.cutover.vars.CpsScript.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarsRestartTest {
    private static final String CALL =
            "call(service: 'orders', config: 'orders.yaml', gates: [5, '100'], approvers: ['alice', 'ops'])";
    private static final List<String> ALL = List.of(
            "deployToEks",
            "input",
            "recordApproval",
            "echo",
            "shiftTraffic",
            "verifyStability",
            "input",
            "recordApproval",
            "echo",
            "shiftTraffic",
            "verifyStability",
            "echo");

    private static final List<String> LOSSES = List.of(
            "BLOCKER container.volumes[0]: the data stays behind",
            "REVIEW constraints[0]: required pod anti-affinity",
            "INFO cpus: request and limit 500m");

    private static Object answer(Call call) {
        return switch (call.step()) {
            case "deployToEks" ->
                new HashMap<>(Map.of(
                        "phases",
                        new ArrayList<>(List.of(phase("5"), phase("100"))),
                        "losses",
                        new ArrayList<>(LOSSES)));
            case "verifyStability" -> new HashMap<>(Map.of("verdict", "HEALTHY"));
            case "rollbackToMesos" -> new HashMap<>(Map.of("outcome", "ROLLED_BACK"));
            case "input" -> "alice";
            default -> null;
        };
    }

    private static HashMap<String, Object> phase(String percent) {
        return new HashMap<>(Map.of("percent", percent, "bake", "5s", "gate", false));
    }

    @Test
    void everyStepOfAGoodCutoverSurvivesARestart() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", CALL);
        Outcome outcome = script.run((call, number) -> answer(call));
        assertThat(script.steps).isEqualTo(ALL);
        assertThat(outcome.getNormal())
                .isEqualTo(Map.of(
                        "service",
                        "orders",
                        "outcome",
                        "COMPLETED",
                        "share",
                        "100",
                        "verdict",
                        "HEALTHY",
                        "reason",
                        "",
                        "losses",
                        LOSSES));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whereverItFailsTheServiceGoesBackAndTheReasonIsKept(int failing) throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", CALL);
        Outcome outcome = script.run((call, number) -> {
            if (number == failing) {
                throw new IllegalStateException("step " + failing);
            }
            return answer(call);
        });
        assertThat(outcome.getAbnormal()).hasMessage("step " + failing);
        assertThat(script.steps).hasSize(failing + 3).endsWith("rollbackToMesos", "echo");
    }

    @Test
    void aFailedRollbackStillTellsWhyItWasNeeded() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", CALL);
        List<Object> echoes = new ArrayList<>();
        Outcome outcome = script.run((call, number) -> {
            if (call.step().equals("echo")) {
                echoes.add(call.argument());
            }
            if (call.step().equals("shiftTraffic") || call.step().equals("rollbackToMesos")) {
                throw new IllegalStateException(call.step() + " refused");
            }
            return answer(call);
        });
        assertThat(outcome.getAbnormal()).hasMessage("shiftTraffic refused");
        assertThat(echoes.get(echoes.size() - 1).toString())
                .endsWith("shiftTraffic refused; the rollback failed: rollbackToMesos refused");
    }

    @Test
    void theUsersChecksAreTheBodyOfTheJudge() throws Exception {
        RestartedScript script = RestartedScript.of(
                "phasedCutover", "call(service: 'orders', gates: [], checks: { echo 'looks well' })");
        script.run((call, number) ->
                call.step().startsWith("verifyStability") ? new HashMap<>(Map.of("verdict", "HEALTHY")) : answer(call));
        assertThat(script.steps).containsSubsequence("shiftTraffic", "verifyStabilityWith", "shiftTraffic");
    }

    @Test
    void whatNeitherHelpsNorHarmsIsAPersonsChoice() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [])");
        script.run((call, number) -> call.step().equals("verifyStability")
                ? new HashMap<>(Map.of("verdict", "INCONCLUSIVE", "ask", true))
                : answer(call));
        assertThat(script.steps)
                .containsSubsequence("verifyStability", "input", "shiftTraffic", "verifyStability", "input");
    }

    @Test
    void aGateShowsWhatTheTranslationCouldNotKeep() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [100])");
        List<Object> asked = new ArrayList<>();
        script.run((call, number) -> {
            if (call.step().equals("input")) {
                asked.add(((Map<?, ?>) call.argument()).get("message"));
            }
            return answer(call);
        });
        assertThat(asked).singleElement().isEqualTo("""
                Send 100 % of orders to EKS? Last verdict: HEALTHY.
                Not as on Marathon (2):
                - BLOCKER container.volumes[0]: the data stays behind (accepted)
                - REVIEW constraints[0]: required pod anti-affinity""");
    }

    @Test
    void aGateWarnsOfWhatAReloadWouldDo() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [100])");
        List<Object> asked = new ArrayList<>();
        script.run((call, number) -> {
            if (call.step().equals("input")) {
                asked.add(((Map<?, ?>) call.argument()).get("message"));
            }
            return call.step().equals("verifyStability")
                    ? new HashMap<>(Map.of("verdict", "HEALTHY", "warning", "a reload would send 100% to Mesos"))
                    : answer(call);
        });
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("Send 100 % of orders to EKS? Last verdict: HEALTHY."
                        + " Warning: a reload would send 100% to Mesos.");
    }

    @Test
    void aGateWritesDownWhoPassedItAndWhatTheyWereShown() throws Exception {
        RestartedScript script = RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [100])");
        List<Object> written = new ArrayList<>();
        script.run((call, number) -> {
            if (call.step().equals("recordApproval")) {
                written.add(call.argument());
            }
            return answer(call);
        });
        assertThat(written)
                .containsExactly(Map.of(
                        "service",
                        "orders",
                        "approver",
                        "alice",
                        "question",
                        "Send 100 % of orders to EKS?",
                        "verdict",
                        "HEALTHY"));
    }

    @Test
    void anUnansweredGateAsksOthersToo() throws Exception {
        RestartedScript gate = RestartedScript.of(
                "approvalGate", "call(service: 'orders', approvers: ['alice'], escalateTo: 'ops', escalateAfter: 0)");
        List<Object> asked = new ArrayList<>();
        Outcome outcome = gate.run((call, number) -> {
            if (call.step().equals("input")) {
                asked.add(((Map<?, ?>) call.argument()).get("submitter"));
                if (asked.size() == 1) {
                    throw new IllegalStateException("the time is over");
                }
            }
            return answer(call);
        });
        assertThat(asked).hasToString("[alice, alice,ops]");
        assertThat(outcome.getNormal()).isEqualTo("alice");
    }

    @Test
    void aRefusalIsNotEscalated() throws Exception {
        RestartedScript gate = RestartedScript.of("approvalGate", "call(service: 'orders', escalateTo: 'ops')");
        Outcome outcome = gate.run((call, number) -> {
            throw new IllegalStateException("refused");
        });
        assertThat(outcome.getAbnormal()).hasMessage("refused");
        assertThat(gate.steps).containsExactly("input");
    }

    @Test
    void escalationGoesThroughTheWholeCutover() throws Exception {
        RestartedScript script = RestartedScript.of(
                "phasedCutover",
                "call(service: 'orders', gates: [5], escalateTo: ['ops'], escalateAfter: 0, gateMinutes: 10)");
        script.run((call, number) -> {
            if (call.step().equals("input") && script.steps.indexOf("input") == number) {
                throw new IllegalStateException("the time is over");
            }
            return answer(call);
        });
        assertThat(script.steps)
                .startsWith("deployToEks", "input", "echo", "input", "recordApproval", "echo", "shiftTraffic");
    }

    @Test
    void anOldApprovalIsHeldAgainstTheNumbersOfNow() throws Exception {
        RestartedScript script =
                RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [100], recheckAfter: 0)");
        script.run((call, number) -> answer(call));
        assertThat(script.steps)
                .containsSubsequence(
                        "shiftTraffic",
                        "verifyStability",
                        "input",
                        "recordApproval",
                        "echo",
                        "verifyStability",
                        "shiftTraffic")
                .containsOnlyOnce("input");
    }

    @Test
    void aVerdictThatChangedWhileAPersonThoughtIsAskedAboutAgain() throws Exception {
        RestartedScript script =
                RestartedScript.of("phasedCutover", "call(service: 'orders', gates: [100], recheckAfter: 0)");
        List<Object> questions = new ArrayList<>();
        script.run((call, number) -> {
            if (call.step().equals("input")) {
                questions.add(((Map<?, ?>) call.argument()).get("message").toString());
            }
            boolean recheck = call.step().equals("verifyStability") && questions.size() == 1;
            return recheck ? new HashMap<>(Map.of("verdict", "INCONCLUSIVE")) : answer(call);
        });
        assertThat(questions).hasSize(3);
        assertThat(questions.get(1).toString())
                .contains("The verdict has changed since the question was asked.")
                .contains("Last verdict: INCONCLUSIVE.");
    }
}
