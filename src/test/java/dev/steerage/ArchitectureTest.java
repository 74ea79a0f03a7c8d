package dev.steerage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: the diagram in the README. */
@AnalyzeClasses(packages = "dev.steerage", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule arrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.steerage.cli")
          .layer("report")
          .definedBy("dev.steerage.report")
          .layer("figure")
          .definedBy("dev.steerage.report.figure")
          .layer("page")
          .definedBy("dev.steerage.report.page")
          .layer("metric")
          .definedBy("dev.steerage.metric")
          .layer("evaluation")
          .definedBy("dev.steerage.evaluation")
          .layer("inspect")
          .definedBy("dev.steerage.inspect")
          .layer("llama")
          .definedBy("dev.steerage.llama", "dev.steerage.llama.check", "dev.steerage.llama.oracle")
          .layer("binding")
          .definedBy("dev.steerage.llama.binding")
          .layer("runlog")
          .definedBy("dev.steerage.runlog")
          .layer("likelihood")
          .definedBy("dev.steerage.likelihood")
          .layer("vector")
          .definedBy("dev.steerage.vector")
          .layer("statistics")
          .definedBy("dev.steerage.statistics")
          .layer("dataset")
          .definedBy("dev.steerage.dataset")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("figure", "page", "cli")
          .whereLayer("page")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("figure")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("figure", "page", "report", "cli")
          .whereLayer("inspect")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("evaluation")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("llama")
          .mayOnlyBeAccessedByLayers("evaluation", "cli")
          .whereLayer("binding")
          .mayOnlyBeAccessedByLayers("llama")
          .whereLayer("runlog")
          .mayOnlyBeAccessedByLayers(
              "evaluation", "metric", "figure", "page", "report", "inspect", "cli")
          .whereLayer("vector")
          .mayOnlyBeAccessedByLayers("evaluation", "llama", "inspect", "cli")
          .whereLayer("likelihood")
          .mayOnlyBeAccessedByLayers("evaluation", "runlog", "metric", "figure", "report", "cli")
          .whereLayer("statistics")
          .mayOnlyBeAccessedByLayers("metric", "figure", "report")
          .whereLayer("statistics")
          .mayNotAccessAnyLayer()
          .whereLayer("dataset")
          .mayOnlyBeAccessedByLayers(
              "likelihood", "runlog", "evaluation", "metric", "page", "report", "inspect", "cli");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.steerage.cli.Main")
          .and()
          .resideOutsideOfPackage("dev.steerage.llama.oracle")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule nobodyPrintsPastTheCommandsWriters =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule pickledAndOtherObjectsAreNeverDeserialised =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule nothingOpensTheNetwork =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "javax.net..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.Socket");
}
