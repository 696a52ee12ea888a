package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
    @Test
    void aPlainValueStaysInPlaceAndIsEscaped() {
        assertThat(Sample.image("'env':{'A':'x $(B) $$'}").env("A").getValue()).isEqualTo("x $$(B) $$$$");
    }

    @Test
    void aLikelySecretIsInNoManifestAndNoLoss() {
        Sample sample = Sample.image("'env':{'DB_PASSWORD':'hidden','URL':'amqp://u:hidden@h/','PLAIN':'x'}");
        assertThat(sample.translation().yaml()).doesNotContain("hidden").contains("PLAIN");
        assertThat(sample.translation().losses().toString()).doesNotContain("hidden");
        assertThat(sample.translation().toString()).doesNotContain("hidden");
        assertThat(sample.translation().secret().getStringData()).containsOnlyKeys("DB_PASSWORD", "URL");
        assertThat(sample.env("DB_PASSWORD").getValueFrom().getSecretKeyRef().getName())
                .isEqualTo("orders-env");
        assertThat(sample.losses("env.DB_PASSWORD")).startsWith("REVIEW");
    }

    @Test
    void aLongValueIsInTheConfigMapAndItsChangeRestartsThePods() {
        Sample one = Sample.image("'env':{'LONG':'" + "a b ".repeat(100) + "'}");
        Sample two = Sample.image("'env':{'LONG':'" + "a c ".repeat(100) + "'}");
        assertThat(one.the(ConfigMap.class).getData()).containsKey("LONG");
        assertThat(one.env("LONG").getValueFrom().getConfigMapKeyRef().getKey()).isEqualTo("LONG");
        assertThat(hash(one)).isNotBlank().isNotEqualTo(hash(two));
    }

    @Test
    void aDcosSecretIsAReferenceToASecretThatMustBeProvided() {
        Sample sample = Sample.image("'env':{'KEY':{'secret':'s0'}},'secrets':{'s0':{'source':'team/api-key'}}");
        assertThat(sample.env("KEY").getValueFrom().getSecretKeyRef().getName()).isEqualTo("team-api-key");
        assertThat(sample.losses("secrets.s0.source")).startsWith("BLOCKER the Secret team-api-key");
    }

    @Test
    void aNameThatKubernetesRefusesIsLeftOutAndReported() {
        Sample sample = Sample.image("'env':{'BAD NAME':'x','1ST':'y'}");
        assertThat(sample.env("BAD NAME")).isNull();
        assertThat(sample.losses("env[\"BAD NAME\"]")).startsWith("REVIEW left out");
        assertThat(sample.losses("env.1ST")).startsWith("REVIEW left out");
    }

    @Test
    void aNumberBecomesText() {
        Sample sample = Sample.image("'env':{'N':1.50,'B':true}");
        assertThat(sample.env("B").getValue()).isEqualTo("true");
        assertThat(sample.losses("env.N")).startsWith("INFO");
    }

    @Test
    void marathonsOwnVariablesAreSetUnlessTheAppSetsThem() {
        Sample sample = Sample.image("'env':{'PORT':'7'},'ports':[0]");
        assertThat(sample.env("MARATHON_APP_ID").getValue()).isEqualTo("/orders");
        assertThat(sample.env("HOST").getValueFrom().getFieldRef().getFieldPath())
                .isEqualTo("status.podIP");
        assertThat(sample.env("PORT").getValue()).isEqualTo("7");
        assertThat(sample.pod().getEnableServiceLinks()).isFalse();
    }

    @Test
    void aVariableThatOnlyMesosProvidesIsReportedWhereItIsUsed() {
        Sample sample = Sample.of("'cmd':'join $MESOS_TASK_ID','env':{'DB':'db.marathon.mesos:5432','H':'$HOST'}");
        assertThat(sample.losses("cmd")).contains("MESOS_TASK_ID");
        assertThat(sample.losses("env.DB")).contains("db.marathon.mesos");
        assertThat(sample.losses("env.H")).contains("pod's address");
    }

    private static String hash(Sample sample) {
        return sample.the(Deployment.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("phased-cutover.jenkins.io/env-hash");
    }
}
