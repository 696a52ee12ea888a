package io.jenkins.plugins.cutover;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.jenkins.plugins.cutover.Layer.ROOT;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

/** The layout that CONTRIBUTING.md describes: {@link Layer} lists the layers and who may use them. */
@AnalyzeClasses(packages = "io.jenkins.plugins.cutover", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule dependenciesPointDownOnly = layers();

    @ArchTest
    static final ArchRule packagesOfALowerLayerDoNotKnowEachOther = slices().matching(ROOT + "(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage(Layer.patternsOf(Layer.AWS, Layer.HTTP, Layer.MODEL)))
            .ignoreDependency(
                    resideInAnyPackage(Layer.patternsOf(Layer.PIPELINE, Layer.CONTROLLER, Layer.CLI, Layer.OPERATION)),
                    alwaysTrue());

    @ArchTest
    static final ArchRule subPackagesOfOperationHaveNoCycle =
            slices().matching(ROOT + "operation.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule subPackagesOfTrafficHaveNoCycle =
            slices().matching(ROOT + "traffic.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule subPackagesOfEksHaveNoCycle =
            slices().matching(ROOT + "eks.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aClassNameOccursInOnePackageOnly = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .resideOutsideOfPackage(ROOT + "operation") // former names that running builds contain
            .should(new UniqueNameCondition());

    @ArchTest
    static final ArchRule nothingUsesAFormerName = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "operation")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "operation");

    @ArchTest
    static final ArchRule onlyThePipelineAndTheControllerKnowJenkins = noClasses()
            .that()
            .resideOutsideOfPackages(Layer.patternsOf(Layer.PIPELINE, Layer.CONTROLLER))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule theModelDependsOnNoOtherPackageOfOurs = noClasses()
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

    private static LayeredArchitecture layers() {
        LayeredArchitecture rule = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.jenkins.plugins.cutover..")
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture();
        for (Layer layer : Layer.values()) {
            rule = rule.layer(layer.name()).definedBy(layer.patterns());
        }
        for (Layer layer : Layer.values()) {
            String[] users = layer.users().stream().map(Layer::name).toArray(String[]::new);
            rule = users.length == 0
                    ? rule.whereLayer(layer.name()).mayNotBeAccessedByAnyLayer()
                    : rule.whereLayer(layer.name()).mayOnlyBeAccessedByLayers(users);
        }
        return rule;
    }
}
