package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Every view is escaped, speaks the reader's language and needs no inline script, as a strict CSP wants. */
@Isolated(PipelineRunner.ONE_JENKINS)
class ViewsTest {
    private static final Path RESOURCES = Path.of(System.getProperty("cutover.basedir", "."), "src/main/resources/io");
    private static final Set<String> TEXTS = Set.of("title", "progress", "add", "message", "description", "alt");

    static Stream<Path> views() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(f -> f.toString().endsWith(".jelly")).toList().stream();
        }
    }

    @Test
    void thereAreViews() throws IOException {
        assertThat(views()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("views")
    void isEscapedTranslatableAndFreeOfScript(Path view) throws Exception {
        assertThat(Files.readString(view)).startsWith("<?jelly escape-by-default='true'?>");
        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(view.toFile());
        List<String> faults = new ArrayList<>();
        check(parsed.getDocumentElement(), faults);
        assertThat(faults).isEmpty();
    }

    private static void check(Element element, List<String> faults) {
        if (Set.of("script", "style").contains(element.getTagName())) {
            faults.add("<" + element.getTagName() + ">");
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            String name = attribute.getNodeName();
            boolean literal = TEXTS.contains(name) && says(attribute.getNodeValue());
            if (literal || name.equals("style") || name.startsWith("on")) {
                faults.add(attribute.toString());
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                check(inner, faults);
            } else if (child.getNodeType() == Node.TEXT_NODE && says(child.getNodeValue())) {
                faults.add(child.getNodeValue().trim());
            }
        }
    }

    /** Whether a text has words of its own, beside what it asks for. */
    private static boolean says(String text) {
        return text.replaceAll("\\$\\{[^}]*}", "").chars().anyMatch(Character::isLetter);
    }
}
