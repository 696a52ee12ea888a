package org.jvnet.hudson.test.injected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.ExtensionList;
import io.jenkins.plugins.cutover.controller.CutoversPage;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The checks of every Jenkins plugin, which its own build tools write as InjectedTest: views parse and are escaped, texts
 * are well-formed, the command line's help works. They stand in this package for the one that is ours to replace: here
 * plugins are just jars, none of which a plugin manager could call active. {@code RealControllerIT} sees that it is.
 */
@Tag("jenkins")
class CutoverInjectedTest extends InjectedTestBase {
    private static final String METRICS = "io.jenkins.plugins.cutover.controller.CutoverMetrics";

    CutoverInjectedTest() {
        super("io.jenkins.plugins", "phased-cutover", "0.1.0", classes().toString(), true, true);
    }

    private static Path classes() {
        try {
            return Path.of(CutoversPage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @Test
    void testPluginActive() {
        // Instead: everyExtensionIsThere
    }

    /** What it has for the optional metrics plugin, which is not here, is left out. */
    @Test
    void everyExtensionIsThere() throws Exception {
        assertThatThrownBy(() -> Class.forName(METRICS)).isInstanceOf(NoClassDefFoundError.class);
        List<String> names = Files.readAllLines(classes().resolve("META-INF/annotations/hudson.Extension.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("\\{.*", ""))
                .filter(name -> !name.equals(METRICS))
                .toList();
        assertThat(names).hasSizeGreaterThan(10);
        for (String name : names) {
            assertThat(ExtensionList.lookup(Class.forName(name))).as(name).hasSize(1);
        }
    }
}
