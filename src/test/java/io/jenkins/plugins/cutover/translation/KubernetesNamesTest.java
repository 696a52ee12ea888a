package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KubernetesNamesTest {
    @Test
    void segmentsAndDotsAreJoinedByHyphens() {
        assertThat(KubernetesNames.ofId("/shop/orders.v2", 63)).isEqualTo("shop-orders-v2");
    }

    @Test
    void aServiceNameBeginsWithALetter() {
        assertThat(KubernetesNames.ofId("/1.2/web", 63)).isEqualTo("app-1-2-web");
    }

    @Test
    void aLongNameIsCutAndEndsInAHashOfTheId() {
        String a = KubernetesNames.ofId("/" + "a".repeat(80), 63);
        String b = KubernetesNames.ofId("/" + "a".repeat(81), 63);
        assertThat(a).hasSize(63).isNotEqualTo(b);
    }

    @Property(tries = 500)
    void everyTextBecomesADnsLabel(@ForAll @StringLength(max = 100) String text) {
        assertThat(KubernetesNames.ofId(text, 63)).matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    }

    @Property(tries = 500)
    void everyTextBecomesAUniquePortName(@ForAll @StringLength(max = 30) String text) {
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            assertThat(KubernetesNames.port(text, used))
                    .hasSizeLessThanOrEqualTo(15)
                    .matches("[a-z0-9]+(-[a-z0-9]+)*")
                    .containsPattern("[a-z]");
        }
        assertThat(used).hasSize(12);
    }

    @Test
    void twoIdsWithOneNameGetDifferentNames() {
        List<String> names = Translator.translateAll(
                        Corpus.json("[{'id':'/a/b-c','cmd':'x'},{'id':'/a-b/c','cmd':'x'},{'id':'/d','cmd':'x'}]"),
                        Corpus.SETTINGS)
                .stream()
                .map(Translation::name)
                .toList();
        assertThat(names.get(0)).startsWith("a-b-c-").isNotEqualTo(names.get(1));
        assertThat(names.get(1)).startsWith("a-b-c-");
        assertThat(names.get(2)).isEqualTo("d");
    }
}
