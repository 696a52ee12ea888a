package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The pages that are made from the program itself are what it makes of them now. */
class GeneratedPagesTest {
    private static final String COMMAND = "mvn -Dquick test -Dtest=GeneratedPagesTest -Dcutover.docs=write";

    @TestFactory
    Stream<DynamicTest> everyGeneratedPageIsCurrent() throws IOException {
        return pages().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> check(page.getKey(), page.getValue())));
    }

    private static Map<String, String> pages() throws IOException {
        return Map.of(
                "docs/service-file.md", ServiceFilePage.text(),
                "docs/command-line.md", CommandLinePage.text());
    }

    private static void check(String name, String text) throws IOException {
        if (System.getProperty("cutover.docs", "").equals("write")) {
            Files.writeString(Markdown.ROOT.resolve(name), text);
        }
        assertThat(Files.readString(Markdown.ROOT.resolve(name)))
                .as(name + " is stale; write it again with: " + COMMAND)
                .isEqualTo(text);
    }
}
