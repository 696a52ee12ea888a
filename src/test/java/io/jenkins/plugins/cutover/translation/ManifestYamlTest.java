package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class ManifestYamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "No",
                "on",
                "true",
                "null",
                "~",
                "1",
                "1.0",
                "0x1f",
                "0777",
                "1e3",
                "12:30:45",
                "2001-01-01",
                ".inf",
                "",
                " x",
                "a: b",
                "a #b",
                "- a",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "a\nb\n",
                "=",
                "<<",
                "y"
            })
    void aTextThatLooksLikeAnotherTypeIsQuoted(String value) {
        assertThat(read(value)).isEqualTo(value);
    }

    @Property(tries = 500)
    void everyTextIsReadBackUnchanged(@ForAll String value) {
        String printable = value.replaceAll("[^\\x20-\\x7e\\n\\u00a0-\\u00ff]", "");
        assertThat(read(printable)).isEqualTo(printable);
    }

    @Test
    void plainWordsHaveNoQuotesAndTheNameComesFirst() {
        String yaml = Sample.image("'env':{'MODE':'fast'}").translation().yaml();
        assertThat(yaml).contains("value: fast").contains("- name: orders\n        image: orders:1\n");
    }

    /** By a reader of YAML 1.1, as kubectl's is. */
    private static Object read(String value) {
        String yaml = ManifestYaml.of(
                List.of(new ConfigMapBuilder().addToData("key", value).build()));
        Map<String, Map<String, Object>> map = new Yaml().load(yaml);
        return map.get("data").get("key");
    }
}
