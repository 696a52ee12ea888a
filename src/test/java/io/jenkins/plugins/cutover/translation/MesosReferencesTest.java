package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MesosReferencesTest {
    @Test
    void referencesThatTheKubeletWouldExpandAreEscaped() {
        assertThat(MesosReferences.escape("$PORT0 ${HOME} $(date) $$ $$$(x)"))
                .isEqualTo("$PORT0 ${HOME} $$(date) $$$$ $$$$$$(x)");
    }

    @Property(tries = 2000)
    void theContainerSeesExactlyTheTextOfTheApp(
            @ForAll @StringLength(max = 12) @Chars({'$', '(', ')'}) @CharRange(from = 'A', to = 'B') String text) {
        assertThat(kubelet(MesosReferences.escape(text))).isEqualTo(text);
    }

    /** Kubernetes' third_party/forked/golang/expansion, where every variable is known and is the text "EXPANDED". */
    private static String kubelet(String input) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c != '$' || i + 1 == input.length()) {
                out.append(c);
                continue;
            }
            char next = input.charAt(++i);
            int end = input.indexOf(')', i);
            if (next == '$') {
                out.append('$');
            } else if (next == '(' && end >= 0) {
                out.append("EXPANDED");
                i = end;
            } else if (next == '(') {
                out.append("$(");
            } else {
                out.append('$').append(next);
            }
        }
        return out.toString();
    }
}
