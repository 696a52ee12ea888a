package io.jenkins.plugins.cutover.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.java.sezpoz.impl.SerAnnotatedElement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into the plugin file as a controller would. */
class PluginFileIT {
    private static final Path FILE =
            Path.of(System.getProperty("cutover.basedir", "."), "target", "phased-cutover.hpi");

    @TempDir
    static Path folder;

    private static List<String> names;
    private static Path pluginJar;

    @BeforeAll
    static void open() throws IOException {
        try (JarFile hpi = new JarFile(FILE.toFile())) {
            names = hpi.stream()
                    .map(e -> e.getName())
                    .filter(n -> !n.endsWith("/"))
                    .toList();
            pluginJar = folder.resolve("phased-cutover.jar");
            Files.copy(hpi.getInputStream(hpi.getEntry("WEB-INF/lib/phased-cutover.jar")), pluginJar);
        }
    }

    @Test
    void theManifestSaysWhatAControllerNeeds() throws IOException {
        try (JarFile hpi = new JarFile(FILE.toFile())) {
            Attributes manifest = hpi.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Short-Name")).isEqualTo("phased-cutover");
            assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.541.3");
            assertThat(manifest.getValue("Plugin-Version")).isNotBlank();
            assertThat(manifest.getValue("Plugin-Dependencies").split(","))
                    .allMatch(d -> d.matches("[a-z0-9-]+:[^:;]+(;resolution:=optional)?"))
                    .anyMatch(d -> d.startsWith("workflow-step-api:"))
                    .anyMatch(d -> d.startsWith("kubernetes-client-api:"))
                    .anyMatch(d -> d.startsWith("aws-java-sdk2-core:"));
        }
    }

    /** Without it core refuses to store what our classes hold: the configuration, a build's tab. */
    @Test
    void thePluginsOwnJarSaysThatItIsAPlugins() throws IOException {
        try (JarFile jar = new JarFile(pluginJar.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Short-Name"))
                    .isEqualTo("phased-cutover");
        }
    }

    @Test
    void onlyLibrariesThatNoPluginSuppliesAreBundled() {
        assertThat(names.stream().filter(n -> n.startsWith("WEB-INF/lib/")))
                .allMatch(
                        n -> n.matches(
                                "WEB-INF/lib/(phased-cutover|(commons-numbers-[a-z]+|eks|url-connection-client)-[0-9.]+)\\.jar"))
                .hasSize(6);
    }

    @Test
    void noJenkinsTypeAndNoCommandLineIsInside() throws IOException {
        try (JarFile jar = new JarFile(pluginJar.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(n -> n.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(n -> n.startsWith("io/jenkins/plugins/cutover/"))
                    .noneMatch(n -> n.startsWith("io/jenkins/plugins/cutover/cli/"));
            assertThat(jar.getEntry("index.jelly")).isNotNull();
        }
    }

    /** The class loader answers for what the index needs to be read; the file is what sezpoz wrote. */
    @Test
    void everyExtensionIsInTheIndex() throws Exception {
        TreeMap<String, SerAnnotatedElement> found = new TreeMap<>();
        try (JarFile jar = new JarFile(pluginJar.toFile())) {
            byte[] index = jar.getInputStream(jar.getEntry("META-INF/annotations/hudson.Extension"))
                    .readAllBytes();
            try (var in = new java.io.ObjectInputStream(new ByteArrayInputStream(index))) {
                for (Object next = in.readObject(); next != null; next = in.readObject()) {
                    SerAnnotatedElement element = (SerAnnotatedElement) next;
                    found.put(field(element, "className"), element);
                }
            }
        }
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(annotated("hudson.Extension"));
    }

    @Test
    void everySymbolIsInTheIndex() throws Exception {
        try (JarFile jar = new JarFile(pluginJar.toFile())) {
            String index = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/annotations/org.jenkinsci.Symbol"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(index.lines()).containsExactlyInAnyOrderElementsOf(annotated("org.jenkinsci.Symbol"));
        }
    }

    /** Without it the permissions are unknown when a controller reads who may do what. */
    @Test
    void everyInitializerIsInTheIndex() throws Exception {
        try (JarFile jar = new JarFile(pluginJar.toFile());
                URLClassLoader loader = loader()) {
            String index = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/annotations/hudson.init.Initializer"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            Class<?> permissions = loader.loadClass("io.jenkins.plugins.cutover.controller.CutoverPermissions");
            assertThat(index.lines()).containsExactly(permissions.getName());
            assertThat(permissions.getMethod("register").getAnnotations())
                    .anyMatch(a -> a.annotationType().getName().equals("hudson.init.Initializer"));
        }
    }

    @Test
    void parameterNamesAreKept() throws Exception {
        try (URLClassLoader loader = loader()) {
            Class<?> step = loader.loadClass("io.jenkins.plugins.cutover.pipeline.ShiftTrafficStep");
            assertThat(step.getConstructors()[0].getParameters()[1].getName()).isEqualTo("percent");
        }
    }

    @Test
    void everyStepHasItsFormAndEveryFieldItsHelp() throws Exception {
        try (URLClassLoader loader = loader()) {
            for (String descriptor : annotated("hudson.Extension")) {
                if (descriptor.endsWith("Step$DescriptorImpl")) {
                    Class<?> step = loader.loadClass(descriptor).getEnclosingClass();
                    assertThat(view(loader, step, "config.jelly"))
                            .as("%s", step)
                            .isNotNull();
                    assertThat(view(loader, step, "help.html")).as("%s", step).isNotNull();
                    for (String field : fields(step)) {
                        assertThat(view(loader, step, "help-" + field + ".html"))
                                .as("%s %s", step.getSimpleName(), field)
                                .isNotNull();
                    }
                }
            }
        }
    }

    /** Jenkins looks for a view with the class and then with those that it extends; null when there is none. */
    private static URL view(URLClassLoader loader, Class<?> type, String name) {
        URL own = loader.findResource(type.getName().replace('.', '/') + "/" + name);
        boolean more = type.getSuperclass() != null && type.getSuperclass().getClassLoader() == loader;
        return own != null || !more ? own : view(loader, type.getSuperclass(), name);
    }

    /** Of what an administrator configures. */
    @Test
    void everySettingHasItsHelp() throws Exception {
        try (URLClassLoader loader = loader()) {
            for (String name : List.of("Environment", "FleetSettings", "MarathonSettings", "ClusterSettings")) {
                Class<?> type = loader.loadClass("io.jenkins.plugins.cutover.controller." + name);
                String views = type.getName().replace('.', '/') + "/";
                assertThat(loader.findResource(views + "config.jelly")).isNotNull();
                assertThat(fields(type)).isNotEmpty().allSatisfy(field -> assertThat(
                                loader.findResource(views + "help-" + field + ".html"))
                        .as("%s %s", name, field)
                        .isNotNull());
            }
        }
    }

    private static List<String> fields(Class<?> step) {
        Stream<String> optional = Stream.of(step.getMethods())
                .filter(m -> Stream.of(m.getAnnotations())
                        .anyMatch(a -> a.annotationType().getSimpleName().equals("DataBoundSetter")))
                .map(Method::getName)
                .map(n -> Character.toLowerCase(n.charAt(3)) + n.substring(4));
        Stream<String> mandatory =
                Stream.of(step.getConstructors()[0].getParameters()).map(p -> p.getName());
        return Stream.concat(mandatory, optional).toList();
    }

    private static List<String> annotated(String annotation) throws IOException {
        try (JarFile jar = new JarFile(pluginJar.toFile());
                URLClassLoader loader = loader()) {
            return jar.stream()
                    .map(e -> e.getName())
                    .filter(n -> n.startsWith("io/") && n.endsWith(".class"))
                    .map(n -> n.substring(0, n.length() - 6).replace('/', '.'))
                    .filter(n -> bears(loader, n, annotation))
                    .toList();
        }
    }

    private static boolean bears(ClassLoader loader, String name, String annotation) {
        try {
            return Stream.of(Class.forName(name, false, loader).getAnnotations())
                    .anyMatch(a -> a.annotationType().getName().equals(annotation));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URLClassLoader loader() throws IOException {
        URL[] urls = Stream.concat(
                        Stream.of(pluginJar.toUri().toURL()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(PluginFileIT::url))
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(SerAnnotatedElement element, String name) throws ReflectiveOperationException {
        var field = SerAnnotatedElement.class.getDeclaredField(name);
        field.setAccessible(true);
        return (String) field.get(element);
    }
}
