package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskingTest {
    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD, x",
        "MYSQL_PWD, x",
        "API_KEY, x",
        "AWS_SECRET_ACCESS_KEY, x",
        "GITHUB_TOKEN, x",
        "SSH_KEY, x",
        "URL, postgres://u:p@h/db",
        "X, ENC[NACL;abc]",
        "X, -----BEGIN RSA PRIVATE KEY-----",
        "OPTS, --password=hunter2"
    })
    void secretsAreDetectedByNameOrValue(String name, String value) {
        assertThat(SecretMasking.isSecret(name, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MODE, fast", "URL, http://h:8080/x", "KEYSPACE, orders", "DB_HOST, db", "OPTS, --password=$PW"})
    void plainSettingsAreNotSecrets(String name, String value) {
        assertThat(SecretMasking.isSecret(name, value)).isFalse();
    }

    @Test
    void longValuesAreCutToOneLine() {
        assertThat(SecretMasking.value("labels.x", TextNode.valueOf("a\n".repeat(500))))
                .hasSize(120)
                .doesNotContain("\n");
    }
}
