package io.jenkins.plugins.cutover.eks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.http.UnendingServer;
import io.jenkins.plugins.cutover.http.UnendingServer.Answer;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwsHttpTest {
    private final AwsHttp http = new AwsHttp(Duration.ofSeconds(2));

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"HEADERS_ONLY", "TRICKLE"})
    void anAnswerThatDoesNotEndFailsAtTheDeadline(Answer answer) {
        assertThatGetting(answer)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.unavailable()).isTrue())
                .hasMessage("role deployer: 127.0.0.1: no complete answer within 2s");
    }

    @Test
    void anEndlessAnswerFailsAtTheSizeLimit() {
        assertThatGetting(Answer.ENDLESS)
                .hasMessage("role deployer: 127.0.0.1: the answer of 127.0.0.1 is larger than 1 MiB");
    }

    @Test
    void aTokenWithALineBreakIsRefusedWithoutShowingIt() {
        try (UnendingServer server = new UnendingServer(Answer.SILENCE)) {
            Map<String, String> headers = Map.of("Authorization", "secret\n");
            assertThatThrownBy(() -> http.get("keys", server.uri(), headers))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("header Authorization")
                    .hasMessageNotContaining("secret");
        }
    }

    private AbstractThrowableAssert<?, ?> assertThatGetting(Answer answer) {
        try (UnendingServer server = new UnendingServer(answer)) {
            return assertThatThrownBy(() -> http.get("role deployer", server.uri(), Map.of()));
        }
    }
}
