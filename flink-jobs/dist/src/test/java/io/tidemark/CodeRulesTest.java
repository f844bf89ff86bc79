package io.tidemark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.StartCheck;
import io.tidemark.job.fence.StartDecision;
import io.tidemark.job.fence.StartState;
import io.tidemark.lake.catalog.WriterLease;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.CatalogLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What no code of either module does, and what only some of it may. */
class CodeRulesTest {
    private static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(new MainCode()).importPackages("io.tidemark");

    /** Where the clock on the wall and chance are let in. */
    private static final String[] IN_THE_WORLD = {
        "io.tidemark.cli..",
        "io.tidemark.collector.main..",
        "io.tidemark.ops.embedded..",
        "io.tidemark.ops.feed..",
        "io.tidemark.bench..",
        "io.tidemark.ops.drill.."
    };

    private static final String TRAFFIC = "io.tidemark.ops.traffic..";

    @Test
    void bothModulesAreLookedAt() {
        assertThat(ALL)
                .extracting(JavaClass::getName)
                .contains("io.tidemark.lake.catalog.Lake", "io.tidemark.rules.intake.Intake");
    }

    @Test
    void noRuleDependsOnTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(IN_THE_WORLD)
                .and()
                // The entry on a cluster hands the clock in, as the command does.
                .doNotHaveFullyQualifiedName("io.tidemark.job.topology.IngestMain")
                .and()
                // Engines make it by its name, and hand nothing in but properties.
                .doNotHaveFullyQualifiedName("io.tidemark.lake.catalog.GuardedCatalog")
                .and()
                // It is made on a worker, and has to know how old its knowledge of the topic is.
                .doNotHaveFullyQualifiedName("io.tidemark.config.topic.ConfigTopicFollower")
                .should()
                .accessTargetWhere(describe("the clock is asked", CodeRulesTest::asksTheClock))
                .check(ALL);
    }

    @Test
    void noRuleDependsOnChance() {
        noClasses()
                .that(resideOutsideOfPackages(IN_THE_WORLD).and(resideOutsideOfPackage(TRAFFIC)))
                .should()
                .dependOnClassesThat(assignableTo(RandomGenerator.class))
                .orShould()
                .callMethod(Math.class, "random")
                .check(ALL);
    }

    @Test
    void theTrafficIsMadeFromItsSeedAlone() {
        noClasses()
                .that()
                .resideInAPackage(TRAFFIC)
                .should()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .dependOnClassesThat(assignableTo(Random.class))
                .orShould()
                .callMethod(Math.class, "random")
                .check(ALL);
    }

    @Test
    void gzipIsReadToItsTrueEnd() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(GZIPInputStream.class))
                .because("it takes a pause behind a member for the end of the stream; GzipStream does not")
                .check(ALL);
    }

    @Test
    void idsAreDerivedAndNeverDrawn() {
        noClasses()
                .that()
                // An event that its client gave no id gets one, before it is sent for the first time.
                .resideOutsideOfPackage("io.tidemark.collector.main..")
                .should()
                .callMethod(UUID.class, "randomUUID")
                .check(ALL);
    }

    @Test
    void onlyTheLakeOpensACatalog() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.lake.catalog..")
                .and()
                // It is what the guard cannot stop: an engine that goes round it, on a lake that the drill itself made.
                .doNotHaveFullyQualifiedName("io.tidemark.ops.drill.UnguardedCatalog")
                .should()
                .accessClassesThat()
                .areAssignableTo(CatalogUtil.class)
                .orShould()
                .accessTargetWhere(describe("a catalog is made", CodeRulesTest::makesACatalog))
                .because("whatever guards the catalog is put round it in one place")
                .check(ALL);
    }

    @Test
    void onlyTheFenceLetsAJobStart() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tidemark.job.fence..", WriterLease.class.getPackageName())
                .should()
                .accessTargetWhere(describe("a start is made, or the tables are claimed", CodeRulesTest::makesAStart))
                .because("StartCheck.decide is the one way to a start")
                .check(ALL);
    }

    @Test
    void everyPackageSaysWhatItHidesAndWhatMayBeNull() {
        for (String root : new String[] {
            "io.tidemark.rules",
            "io.tidemark.job",
            "io.tidemark.ops",
            "io.tidemark.cli",
            "io.tidemark.bench",
            "io.tidemark.lake"
        }) {
            for (JavaPackage found : ALL.getPackage(root).getSubpackagesInTree()) {
                if (!found.getClasses().isEmpty()) {
                    assertThat(found.isAnnotatedWith(NullMarked.class))
                            .as("%s has a package-info with @NullMarked", found.getName())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void onlyTheCommandTalksToThePersonAndEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tidemark.cli..",
                        "io.tidemark.bench..",
                        "io.tidemark.ops.drill..",
                        "io.tidemark.collector.main..")
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(ALL);
    }

    @Test
    void exceptionsAndLogsAreOurs() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(ALL);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ALL);
    }

    @Test
    void noStaticStateChanges() {
        fields().that().areStatic().should().beFinal().check(ALL);
    }

    @Test
    void noFieldIsAnOptional() {
        noFields().should().haveRawType(Optional.class).check(ALL);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(ALL);
        noMethods()
                .that(describe("are of our own naming", CodeRulesTest::isOfOurOwnNaming))
                .should()
                .haveNameMatching("get[A-Z].*")
                .check(ALL);
    }

    private static boolean asksTheClock(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        return (owner.isEquivalentTo(System.class)
                        && Set.of("currentTimeMillis", "nanoTime").contains(name))
                || (owner.getPackageName().equals("java.time") && name.equals("now"))
                || (owner.isAssignableTo(InstantSource.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(Date.class) && name.equals("<init>"));
    }

    private static boolean makesACatalog(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean constructed = owner.isAssignableTo(Catalog.class)
                && access.getTarget().getName().equals("<init>");
        boolean loaderMade = owner.isEquivalentTo(CatalogLoader.class)
                && Set.of("hadoop", "hive", "rest", "custom")
                        .contains(access.getTarget().getName());
        return constructed || loaderMade;
    }

    private static boolean makesAStart(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean value = owner.isAssignableTo(StartDecision.class)
                || Stream.of(StartState.class, StartCheck.Found.class, LakeAtStart.class)
                        .anyMatch(owner::isEquivalentTo);
        return owner.isEquivalentTo(WriterLease.class)
                || (value && access.getTarget().getName().equals("<init>"));
    }

    private static boolean isOfOurOwnNaming(JavaMethod method) {
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .flatMap(type -> type.getMethods().stream())
                .noneMatch(other -> isOverridden(other, method));
    }

    /** Whether a method is a supertype's; where that is generic, its parameters are wider. */
    private static boolean isOverridden(JavaMethod other, JavaMethod method) {
        List<JavaClass> wide = other.getRawParameterTypes();
        List<JavaClass> narrow = method.getRawParameterTypes();
        return other.getName().equals(method.getName())
                && wide.size() == narrow.size()
                && IntStream.range(0, wide.size())
                        .allMatch(n -> narrow.get(n).isAssignableTo(wide.get(n).getName()));
    }
}
