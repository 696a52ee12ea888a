package io.jenkins.plugins.cutover;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house as it is drawn in CONTRIBUTING.md: arrows go down only, no door knows another. */
@AnalyzeClasses(packages = "io.jenkins.plugins.cutover", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.cutover.";

    @ArchTest
    static final ArchRule arrowsGoDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.jenkins.plugins.cutover..")
            .withOptionalLayers(true)
            .layer("pipeline")
            .definedBy(ROOT + "pipeline..")
            .layer("controller")
            .definedBy(ROOT + "controller..")
            .layer("cli")
            .definedBy(ROOT + "cli..")
            .layer("operation")
            .definedBy(ROOT + "operation..")
            .layer("doors")
            .definedBy(ROOT + "traffic..", ROOT + "mesos..", ROOT + "eks..", ROOT + "metrics..", ROOT + "notify..")
            .layer("pure")
            .definedBy(ROOT + "judge..", ROOT + "evidence..", ROOT + "translation..", ROOT + "capacity..")
            .layer("journal")
            .definedBy(ROOT + "journal..")
            .layer("http")
            .definedBy(ROOT + "http..")
            .layer("model")
            .definedBy(ROOT + "model..")
            .whereLayer("pipeline")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("controller")
            .mayOnlyBeAccessedByLayers("pipeline")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operation")
            .mayOnlyBeAccessedByLayers("pipeline", "controller", "cli")
            .whereLayer("doors")
            .mayOnlyBeAccessedByLayers("operation")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("operation", "doors")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("operation", "pipeline", "controller", "cli")
            .whereLayer("pure")
            .mayOnlyBeAccessedByLayers("operation", "pipeline", "controller", "cli");

    @ArchTest
    static final ArchRule noRoomOfTheLowerFloorsKnowsAnother = slices().matching(ROOT + "(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(ROOT + "model..", ROOT + "http.."))
            .ignoreDependency(
                    resideInAnyPackage(
                            ROOT + "operation..", ROOT + "cli..", ROOT + "pipeline..", ROOT + "controller.."),
                    DescribedPredicate.alwaysTrue());

    @ArchTest
    static final ArchRule onlyThePipelineAndTheControllerKnowJenkins = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "pipeline..", ROOT + "controller..")
            .and()
            .resideInAPackage("io.jenkins.plugins.cutover..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule theModelKnowsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.jenkins.plugins.cutover..").and(resideOutsideOfPackage(ROOT + "model..")));

    @ArchTest
    static final ArchRule theJudgeHasNoClockAndNoInput = noClasses()
            .that()
            .resideInAPackage(ROOT + "judge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .and()
            .resideInAPackage("io.jenkins.plugins.cutover..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyTheHttpPackageHasAnHttpClient = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "http..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.http.HttpClient")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.HttpURLConnection");
}
