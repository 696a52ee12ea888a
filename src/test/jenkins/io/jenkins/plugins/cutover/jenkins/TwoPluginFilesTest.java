package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The plugin file of the ordinary build holds what the Jenkins project's own tools would make of the same sources;
 * {@code dev/hpi} has them make it.
 */
@Tag("jenkins")
class TwoPluginFilesTest {
    private static final Path TARGET = Path.of(System.getProperty("cutover.basedir", "."), "target");
    private static final Path OURS = TARGET.resolve("phased-cutover.hpi");
    private static final Path THEIRS = TARGET.resolve("hpi-plugin/target/phased-cutover.hpi");

    @BeforeEach
    void both() throws IOException {
        String why = missing();
        if (!why.isEmpty()) {
            System.out.println("TwoPluginFilesTest: skipped, " + why);
        }
        assumeTrue(why.isEmpty());
    }

    private static String missing() throws IOException {
        if (!upToDate(OURS)) {
            return OURS + " is not there or older than its sources; run the ordinary build first";
        }
        return upToDate(THEIRS) ? "" : THEIRS + " is not there or older than its sources; run dev/hpi";
    }

    private static boolean upToDate(Path hpi) throws IOException {
        if (!Files.exists(hpi)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(hpi);
        try (Stream<Path> sources = Files.walk(TARGET.resolveSibling("src/main"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(source).compareTo(built) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void theSameClassesAndResources() throws IOException {
        assertThat(jar(OURS).keySet()).hasSizeGreaterThan(300).isEqualTo(jar(THEIRS).keySet());
    }

    @Test
    void theSameTextsViewsAndScripts() throws IOException {
        TreeMap<String, byte[]> theirs = jar(THEIRS);
        assertThat(jar(OURS).entrySet())
                .filteredOn(e -> e.getKey().matches(".*\\.(jelly|html|properties|css|js|groovy|txt|json)"))
                .filteredOn(e -> !e.getKey().startsWith("META-INF/"))
                .hasSizeGreaterThan(80)
                .allSatisfy(e -> assertThat(theirs.get(e.getKey())).as(e.getKey()).isEqualTo(e.getValue()));
    }

    @Test
    void theSameIndexesOfSymbolsAndTheLike() throws IOException {
        TreeMap<String, byte[]> theirs = jar(THEIRS);
        assertThat(jar(OURS).entrySet())
                .filteredOn(e -> e.getKey().startsWith("META-INF/services/annotations/"))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(lines(e.getValue())).isEqualTo(lines(theirs.get(e.getKey()))));
    }

    @Test
    void theSameExtensions() throws IOException {
        String index = "META-INF/annotations/hudson.Extension.txt";
        assertThat(lines(jar(OURS).get(index))).isEqualTo(lines(jar(THEIRS).get(index)));
    }

    @Test
    void theSameLibrariesAndDependencies() throws IOException {
        assertThat(entries(OURS)).isEqualTo(entries(THEIRS));
        assertThat(dependencies(OURS)).isEqualTo(dependencies(THEIRS));
    }

    private static Set<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> entries(Path hpi) throws IOException {
        try (JarFile file = new JarFile(hpi.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.endsWith(".jar"))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> dependencies(Path hpi) throws IOException {
        try (JarFile file = new JarFile(hpi.toFile())) {
            String value = file.getManifest().getMainAttributes().getValue("Plugin-Dependencies");
            return Stream.of(value.split(",")).collect(Collectors.toSet());
        }
    }

    /**
     * By name, without what only one build tool writes about itself, and without Stapler's lists of parameter names,
     * which the class files hold as well.
     */
    private static TreeMap<String, byte[]> jar(Path hpi) throws IOException {
        TreeMap<String, byte[]> content = new TreeMap<>();
        try (JarFile file = new JarFile(hpi.toFile());
                InputStream in = file.getInputStream(file.getEntry("WEB-INF/lib/phased-cutover.jar"));
                JarInputStream jar = new JarInputStream(in)) {
            for (ZipEntry e = jar.getNextEntry(); e != null; e = jar.getNextEntry()) {
                if (!e.isDirectory() && !e.getName().matches("META-INF/maven/.*|.*\\.stapler")) {
                    content.put(e.getName(), jar.readAllBytes());
                }
            }
        }
        return content;
    }
}
