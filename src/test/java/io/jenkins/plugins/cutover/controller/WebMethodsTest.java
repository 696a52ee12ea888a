package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.kohsuke.stapler.verb.POST;

/** What Stapler serves keeps the rules that the Jenkins project's CodeQL queries look for. */
@Isolated(PipelineRunner.ONE_JENKINS)
class WebMethodsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.cutover.controller", "io.jenkins.plugins.cutover.pipeline");

    /** They change nothing and are opened by a link. */
    private static final Set<String> READ_BY_LINK = Set.of("CutoverAction.doReport", "CutoversPage.doSchema");
    /** Constants, and what is guarded by the page that Stapler came through: the build's. */
    private static final Set<String> NOTHING_TO_GUARD = Set.of(
            "CutoverAction.doReport",
            "CutoversPage.doSchema",
            "MarathonSettings$DescriptorImpl.doFillAuthItems",
            "RetireMesosStep$DescriptorImpl.doFillTargetItems",
            "RollbackToMesosStep$DescriptorImpl.doFillTargetItems");

    private static List<JavaMethod> webMethods() {
        return CLASSES.stream()
                .flatMap(c -> c.getMethods().stream())
                .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(m -> m.getName().matches("do[A-Z].*|js[A-Z].*"))
                .toList();
    }

    private static String name(JavaMethod method) {
        String owner = method.getOwner().getName();
        return owner.substring(owner.lastIndexOf('.') + 1) + "." + method.getName();
    }

    @Test
    void whateverIsNotOnlyReadNeedsAPostAndWithItACrumb() {
        assertThat(webMethods()).hasSizeGreaterThan(10);
        assertThat(webMethods().stream()
                        .filter(m -> !m.isAnnotatedWith(POST.class))
                        .map(WebMethodsTest::name))
                .containsExactlyInAnyOrderElementsOf(READ_BY_LINK);
    }

    @Test
    void whateverAnswersMoreThanConstantsAsksWhoTheReaderIs() {
        assertThat(webMethods().stream().filter(m -> !asks(m, 2)).map(WebMethodsTest::name))
                .containsExactlyInAnyOrderElementsOf(NOTHING_TO_GUARD);
    }

    /** Itself, or in what it calls of ours. */
    private static boolean asks(JavaMethod method, int depth) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> {
            boolean here = Set.of("checkPermission", "hasPermission").contains(call.getName());
            return here
                    || depth > 0
                            && call.getTarget()
                                    .resolveMember()
                                    .filter(m -> m.getOwner().getPackageName().startsWith("io.jenkins"))
                                    .filter(m -> asks(m, depth - 1))
                                    .isPresent();
        });
    }

    /** No query of theirs looks at records of ours: what holds a secret is a credential's id, and says so. */
    @Test
    void noSettingHoldsASecret() {
        Stream<String> suspicious = CLASSES.stream()
                .filter(c -> c.isAssignableTo("hudson.model.Describable"))
                .flatMap(c -> c.getFields().stream())
                .filter(f -> f.getRawType().isEquivalentTo(String.class))
                .filter(f -> !f.getModifiers().contains(JavaModifier.STATIC))
                .map(f -> f.getName())
                .filter(n -> n.matches("(?i).*(pass|pwd|token|key|access|credential).*"))
                .filter(n -> !n.equals("credentialsId"));
        assertThat(suspicious).isEmpty();
    }
}
