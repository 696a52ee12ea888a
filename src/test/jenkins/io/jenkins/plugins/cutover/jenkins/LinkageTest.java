package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ordinary build compiles against hand-written Jenkins types: here every use of one in its class files is looked up
 * in the real artifacts, with the exact types that the virtual machine will look for.
 */
@Tag("jenkins")
class LinkageTest {
    private static final Path FILE =
            Path.of(System.getProperty("cutover.basedir", "."), "target", "phased-cutover.hpi");
    private static final List<String> FOREIGN =
            List.of("hudson.", "jenkins.", "org.jenkinsci.", "com.cloudbees.", "org.kohsuke.", "org.springframework.");

    /** With the optional plugin that the other tests do without. */
    private static final ClassLoader ALL = all();

    @TempDir
    Path folder;

    private static ClassLoader all() {
        try {
            URL metrics = Path.of(System.getProperty("cutover.metrics.jar")).toUri().toURL();
            return new URLClassLoader(new URL[] {metrics}, LinkageTest.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void ordinaryBuild() {
        if (!Files.exists(FILE)) {
            System.out.println("LinkageTest: skipped, " + FILE + " is not there; run the ordinary build first");
        }
        assumeTrue(Files.exists(FILE));
    }

    @Test
    void everyUseOfAJenkinsTypeIsThereInTheRealOne() throws Exception {
        List<JavaAccess<?>> uses = classes().stream()
                .flatMap(c -> c.getAccessesFromSelf().stream())
                .filter(a -> FOREIGN.stream().anyMatch(a.getTargetOwner().getName()::startsWith))
                .toList();
        assertThat(uses).hasSizeGreaterThan(50);
        assertThat(uses.stream().filter(a -> !exists(a)).map(JavaAccess::getDescription)).isEmpty();
    }

    @Test
    void everySupertypeIsARealOne() throws Exception {
        Stream<JavaClass> supertypes = classes().stream()
                .flatMap(c -> Stream.concat(c.getRawSuperclass().stream(), c.getRawInterfaces().stream()))
                .filter(c -> FOREIGN.stream().anyMatch(c.getName()::startsWith));
        assertThat(supertypes.distinct().toList()).isNotEmpty().allSatisfy(c -> Class.forName(c.getName(), false, ALL));
    }

    private JavaClasses classes() throws Exception {
        Path jar = folder.resolve("phased-cutover.jar");
        try (JarFile hpi = new JarFile(FILE.toFile())) {
            Files.copy(hpi.getInputStream(hpi.getEntry("WEB-INF/lib/phased-cutover.jar")), jar);
        }
        try (JarFile plugin = new JarFile(jar.toFile())) {
            return new ClassFileImporter().importJar(plugin);
        }
    }

    private static boolean exists(JavaAccess<?> access) {
        try {
            Class<?> owner = Class.forName(access.getTargetOwner().getName(), false, ALL);
            return access instanceof JavaCodeUnitAccess<?> call
                    ? callable(owner, call.getTarget())
                    : hierarchy(owner).anyMatch(c -> Stream.of(c.getDeclaredFields())
                            .anyMatch(f -> f.getName().equals(access.getName())));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean callable(Class<?> owner, CodeUnitAccessTarget target) {
        List<String> wanted =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        if (target.getName().equals("<init>")) {
            return Stream.of(owner.getDeclaredConstructors())
                    .anyMatch(c -> names(c.getParameterTypes()).equals(wanted));
        }
        return hierarchy(owner)
                .flatMap(c -> Stream.of(c.getDeclaredMethods()))
                .anyMatch(m -> m.getName().equals(target.getName())
                        && names(m.getParameterTypes()).equals(wanted)
                        && m.getReturnType().getName().equals(target.getRawReturnType().getName()));
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        Stream<Class<?>> above = Stream.concat(
                Stream.ofNullable(type.getSuperclass()).flatMap(LinkageTest::hierarchy),
                Stream.of(type.getInterfaces()).flatMap(LinkageTest::hierarchy));
        return Stream.concat(Stream.of(type), above);
    }

    private static List<String> names(Class<?>[] types) {
        return Stream.of(types).map(Class::getName).toList();
    }
}
