package io.tidemark.lake;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Who may import what inside the lake. */
class LakeImportsTest {
    private final JavaClasses lake = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.lake");

    @Test
    void theAuditStandsOnTheCatalogAndTheCatalogOnTheTables() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("table")
                .definedBy("io.tidemark.lake.table")
                .layer("catalog")
                .definedBy("io.tidemark.lake.catalog")
                .layer("audit")
                .definedBy("io.tidemark.lake.audit")
                .whereLayer("audit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("catalog")
                .mayOnlyBeAccessedByLayers("audit")
                .check(lake);
        SlicesRuleDefinition.slices()
                .matching("io.tidemark.lake.(*)..")
                .should()
                .beFreeOfCycles()
                .check(lake);
    }

    @Test
    void theLakeKnowsNoFlinkNoKafkaAndNoClock() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "io.tidemark.job..")
                .check(lake);
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.time.Clock.class, java.util.Random.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(lake);
    }

    @Test
    void onlyTheLakeMakesACatalog() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.tidemark.lake.catalog.Lake")
                .should()
                .callMethod(
                        org.apache.iceberg.CatalogUtil.class,
                        "buildIcebergCatalog",
                        String.class,
                        java.util.Map.class,
                        Object.class)
                .check(lake);
    }
}
