package io.jenkins.plugins.cutover.metrics;

import static io.jenkins.plugins.cutover.metrics.FakeApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchTest {
    private AwsStandIn aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theNewestPointIsFoundOnAnyPage() {
        assertThat(read("value(3.5)", AwsStandIn.secret())).isEqualTo(new MetricReading.Value(3.5));
    }

    @Test
    void noPointsIsNoData() {
        assertThat(read("none", AwsStandIn.secret())).isInstanceOf(MetricReading.NoData.class);
    }

    @Test
    void severalSeriesAreNotOneNumber() {
        assertThat(reason("two", AwsStandIn.secret())).isEqualTo("2 series instead of one; sum or filter in the query");
    }

    @ParameterizedTest
    @CsvSource({"partial, PartialData", "partial-at-the-end, PartialData", "cut, Complete", "without-end, Complete"})
    void anIncompleteAnswerIsReportedWithItsMessages(String expression, String status) {
        assertThat(reason(expression, AwsStandIn.secret()))
                .isEqualTo("the answer is not complete: " + status
                        + (expression.equals("without-end")
                                ? " (more than 5 pages)"
                                : " (MaxMetricsExceeded: too many series matched)"));
    }

    @Test
    void partialDataThatTheNextPageCompletesIsComplete() {
        assertThat(read("partial-at-first", AwsStandIn.secret())).isEqualTo(new MetricReading.Value(1));
    }

    @Test
    void aRefusedSignatureIsReportedWithItsCode() {
        assertThat(reason("value(1)", "AKIAIOSFODNN7EXAMPLE:another-secret"))
                .isEqualTo(
                        "CloudWatch in eu-west-1: SignatureDoesNotMatch (403): The request signature we calculated does"
                                + " not match the signature you provided.");
    }

    @Test
    void withoutACredentialTheMachineSigns() {
        assertThat(read("value(1)", "")).isEqualTo(new MetricReading.Value(1));
    }

    @Test
    void aSecretThatIsNotAwsKeysIsRefusedAndNotShown() {
        assertThatThrownBy(() -> read("value(1)", "swordfish"))
                .hasMessageContaining("does not hold AWS keys")
                .hasMessageNotContaining("swordfish");
    }

    private MetricReading read(String expression, String secret) {
        CheckSpec check = FakeApi.check(Source.CLOUDWATCH, null, expression);
        Map<String, String> nothing = Map.of("AWS_CONFIG_FILE", "/nope", "AWS_SHARED_CREDENTIALS_FILE", "/nope");
        return FakeApi.bare(new CloudWatch(aws.clients(nothing)).read(check, secret, NOW));
    }

    private String reason(String expression, String secret) {
        return ((MetricReading.Failed) read(expression, secret)).reason();
    }
}
