package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "backoffSeconds; 5; INFO",
                "backoffFactor; 2; INFO",
                "maxLaunchDelaySeconds; 60; INFO",
                "killSelection; 'OLDEST_FIRST'; INFO",
                "dependencies; ['/db']; REVIEW",
                "executor; '/opt/x'; REVIEW",
                "residency; {'taskLostBehavior':'WAIT_FOREVER'}; REVIEW",
                "check; {'tcp':{}}; REVIEW",
                "user; 'www'; REVIEW",
                "role; 'web'; REVIEW",
                "acceptedResourceRoles; ['slave_public']; REVIEW",
                "acceptedResourceRoles; ['*']; INFO",
                "versionInfo; {'lastScalingAt':'x'}; INFO",
                "somethingNew; 1; REVIEW",
                "instances; 0; REVIEW"
            })
    void aFieldWithoutCounterpartIsReported(String field, String value, String severity) {
        assertThat(Sample.image("'" + field + "':" + value).losses(field)).startsWith(severity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "backoffSeconds; 1",
                "backoffFactor; 1.15",
                "maxLaunchDelaySeconds; 3600",
                "killSelection; 'YOUNGEST_FIRST'",
                "executor; ''",
                "dependencies; []",
                "user; '1000'"
            })
    void aDefaultValueIsNotReported(String field, String value) {
        assertThat(Sample.image("'" + field + "':" + value).losses(field)).isEmpty();
    }

    @Test
    void theGracePeriodIsTranslated() {
        assertThat(Sample.image("'taskKillGracePeriodSeconds':12").pod().getTerminationGracePeriodSeconds())
                .isEqualTo(12);
        assertThat(Sample.image("").losses("taskKillGracePeriodSeconds")).startsWith("INFO 30 s");
    }

    @Test
    void anUnreachableNodeIsToleratedForTheSameTime() {
        Sample sample = Sample.image("'unreachableStrategy':{'inactiveAfterSeconds':60,'expungeAfterSeconds':120}");
        assertThat(sample.pod().getTolerations().get(0).getTolerationSeconds()).isEqualTo(60);
        assertThat(sample.losses("unreachableStrategy.expungeAfterSeconds")).startsWith("INFO");
        assertThat(Sample.image("'unreachableStrategy':'disabled'")
                        .pod()
                        .getTolerations()
                        .get(0)
                        .getTolerationSeconds())
                .isNull();
    }
}
