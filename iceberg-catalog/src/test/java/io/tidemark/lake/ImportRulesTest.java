package io.tidemark.lake;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tidemark.rules.event.LogPosition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.Test;

/** Who in the lake may import what: nothing else, and no cycles. */
class ImportRulesTest {
    private static final String ROOT = "io.tidemark.lake.";
    private static final JavaClasses LAKE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.lake");

    /** A package's name, and the packages of the lake that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("table", Set.of()),
            entry("log", Set.of()),
            entry("io", Set.of()),
            entry("guard", Set.of("table")),
            entry("catalog", Set.of("io", "guard", "table")),
            entry("snapshot", Set.of("catalog", "guard", "table")),
            entry("read", Set.of("io", "snapshot", "catalog", "guard", "table")),
            entry("audit", Set.of("read", "snapshot", "log", "catalog", "guard", "table")),
            entry("input", Set.of("read", "catalog", "guard", "table")),
            entry("overrides", Set.of("input", "read", "catalog", "guard", "table")),
            entry("service", Set.of("input", "catalog", "guard", "table")),
            entry("mark", Set.of("audit", "read", "snapshot", "log", "catalog", "guard", "table")),
            entry("upgrade", Set.of("restore", "catalog", "guard", "table")),
            entry("restore", Set.of("mark", "audit", "snapshot", "log", "catalog", "guard", "table")),
            entry("care", Set.of("restore", "mark", "audit", "read", "snapshot", "log", "catalog", "guard", "table")),
            entry(
                    "status",
                    Set.of("care", "restore", "mark", "audit", "snapshot", "log", "catalog", "guard", "table")));

    @Test
    void everyPackageHasItsRules() {
        assertThat(LAKE.stream().map(ImportRulesTest::packageOf).collect(Collectors.toSet()))
                .isSubsetOf(MAY_IMPORT.keySet());
    }

    @Test
    void aPackageImportsWhatItsRulesSayAndNothingElse() {
        MAY_IMPORT.forEach((name, allowed) -> noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.tidemark..")
                        .and(resideOutsideOfPackage(ROOT + name + ".."))
                        .and(resideOutsideOfPackages(
                                allowed.stream().map(other -> ROOT + other).toArray(String[]::new)))
                        .and(not(ofTheLog(name, allowed))))
                .because("it may import " + allowed + " of ours and nothing else")
                .allowEmptyShould(true)
                .check(LAKE));
    }

    @Test
    void noPackagesImportEachOther() {
        slices().matching("io.tidemark.lake.(*)..").should().beFreeOfCycles().check(LAKE);
    }

    @Test
    void theLakeKnowsNeitherFlinkNorKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.iceberg.flink..")
                .check(LAKE);
    }

    @Test
    void theCatalogHasOneDoor() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.tidemark.lake.catalog.Lake")
                .and()
                // It makes itself round a catalog, and nothing else.
                .doNotHaveFullyQualifiedName("io.tidemark.lake.catalog.GuardedCatalog")
                .should()
                .accessClassesThat()
                .areAssignableTo(CatalogUtil.class)
                .orShould()
                .callConstructorWhere(targetOwner(assignableTo(Catalog.class)))
                .because("whatever guards the catalog is put round it in one place")
                .check(LAKE);
    }

    @Test
    void theTablesAreValuesThatKnowNoStorage() {
        classes()
                .that()
                .resideInAPackage(ROOT + "table")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "table", "java.lang..", "java.util..", "org.apache.iceberg..", "org.jspecify..")
                .check(LAKE);
    }

    /** The place of a record, which is of the rules, is known where the log is; nothing else of the rules is. */
    private static DescribedPredicate<JavaClass> ofTheLog(String name, Set<String> allowed) {
        return name.equals("log") || allowed.contains("log") ? type(LogPosition.class) : alwaysFalse();
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }
}
