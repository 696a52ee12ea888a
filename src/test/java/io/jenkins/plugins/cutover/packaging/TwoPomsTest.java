package io.jenkins.plugins.cutover.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** pom.xml and pom-jenkins.xml build one plugin: what both name is equal. */
class TwoPomsTest {
    private final Document ours = read("pom.xml");
    private final Document jenkins = read("pom-jenkins.xml");

    @ParameterizedTest
    @ValueSource(strings = {"groupId", "artifactId", "version", "name", "description", "licenses"})
    void bothDescribeTheSameProject(String element) {
        assertThat(text(jenkins, element)).isNotBlank().isEqualTo(text(ours, element));
    }

    @Test
    void bothNeedTheSameJenkins() {
        assertThat(properties(jenkins).get("jenkins.version"))
                .isEqualTo(properties(ours).get("jenkins.version"));
    }

    @Test
    void bothUseTheSameVersionsOfTheirDependencies() {
        Map<String, String> own = properties(ours);
        elements(jenkins, "dependency").forEach(dependency -> {
            String artifact = text(dependency, "artifactId");
            String version = text(dependency, "version");
            String property = own.get(artifact.replaceAll("-gamma$", "") + ".version");
            // What a BOM manages has a property of another name.
            assertThat(property == null ? own.values() : List.of(property))
                    .as("version of " + artifact + " in pom.xml")
                    .contains(version);
        });
        assertThat(elements(jenkins, "dependency")).isNotEmpty();
    }

    private static Document read(String file) {
        try {
            Path path = Path.of(System.getProperty("cutover.basedir", "."), file);
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(path.toFile());
        } catch (Exception e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> properties(Document pom) {
        Map<String, String> properties = new TreeMap<>();
        children(children(pom.getDocumentElement()).stream()
                        .filter(element -> element.getTagName().equals("properties"))
                        .findFirst()
                        .orElseThrow())
                .forEach(property -> properties.put(property.getTagName(), property.getTextContent()));
        return properties;
    }

    private static String text(Document pom, String element) {
        return text(pom.getDocumentElement(), element);
    }

    private static String text(Element parent, String element) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(element))
                .map(child -> child.getTextContent().replaceAll("\\s+", " ").trim())
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter((Node node) -> node instanceof Element)
                .map(Element.class::cast)
                .toList();
    }

    private static List<Element> elements(Document pom, String name) {
        return IntStream.range(0, pom.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) pom.getElementsByTagName(name).item(i))
                .toList();
    }
}
