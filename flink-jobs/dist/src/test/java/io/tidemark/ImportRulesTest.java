package io.tidemark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.rules.service.Bounds;
import io.tidemark.rules.service.Zones;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import what in the jobs: nothing else, and no cycles. */
class ImportRulesTest {
    private static final String JOB = "io.tidemark.[rules|job|ops].";
    private static final JavaClasses JOBS = new ClassFileImporter()
            .withImportOption(new MainCode())
            .importPackages(
                    "io.tidemark.rules",
                    "io.tidemark.config",
                    "io.tidemark.job",
                    "io.tidemark.collector",
                    "io.tidemark.ops",
                    "io.tidemark.cli",
                    "io.tidemark.bench");

    /** The modules that are one package in these rules. */
    private static final Set<String> WHOLE = Set.of("config", "collector", "cli", "bench");

    private static final Set<String> ANY_OF_THE_LAKE = Set.of(
            "lake.table",
            "lake.log",
            "lake.io",
            "lake.guard",
            "lake.catalog",
            "lake.snapshot",
            "lake.read",
            "lake.audit",
            "lake.input",
            "lake.overrides",
            "lake.service",
            "lake.mark",
            "lake.restore",
            "lake.care",
            "lake.status",
            "lake.upgrade");

    /** A package's name, and the packages of ours that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("event", Set.of()),
            entry("identity", Set.of("event")),
            entry("intake", Set.of("service", "identity", "codec", "event")),
            entry("codec", Set.of("event")),
            // The service configuration: values that the command, the job, the collector and the audit share.
            entry("service", Set.of("codec", "event")),
            entry("fence", with("event")),
            entry("shuffle", Set.of()),
            entry(
                    "kafka",
                    Set.of("shuffle", "service", "event", "codec", "config", "lake.catalog", "lake.log", "lake.guard")),
            entry(
                    "tables",
                    Set.of(
                            "fence",
                            "config",
                            "lake.table",
                            "lake.guard",
                            "lake.catalog",
                            "lake.snapshot",
                            "lake.read")),
            entry("state", Set.of("tables", "config", "intake", "identity", "event", "lake.catalog", "lake.log")),
            entry("ingest", Set.of("state", "fence", "service", "codec", "intake", "identity", "event", "lake.log")),
            entry("config", Set.of("service")),
            // From HTTP to the log: neither the job nor the lake.
            entry("collector", Set.of("config", "service", "intake", "codec", "event")),
            // The devices' state, computed from the tables with the operator's own code.
            entry("bootstrap", with("ingest", "fence", "state", "service", "intake", "identity", "event")),
            entry(
                    "restore",
                    with(
                            "service",
                            "configure",
                            "flink",
                            "setup",
                            "bootstrap",
                            "embedded",
                            "topology",
                            "replay",
                            "fence",
                            "state",
                            "tables",
                            "kafka",
                            "config")),
            entry("drill", with("feed", "embedded", "configure", "setup", "service", "tables", "kafka", "config")),
            entry("replay", with("tables", "kafka", "config", "codec", "event")),
            entry(
                    "topology",
                    with(
                            "service",
                            "replay",
                            "ingest",
                            "fence",
                            "tables",
                            "kafka",
                            "config",
                            "intake",
                            "identity",
                            "event")),
            entry("bulk", with("shuffle", "topology", "ingest", "tables", "config", "intake", "identity", "event")),
            entry(
                    "embedded",
                    with(
                            "service",
                            "configure",
                            "setup",
                            "topology",
                            "replay",
                            "fence",
                            "state",
                            "tables",
                            "kafka",
                            "config")),
            // What sends records into a pipeline.
            entry("feed", with("archive", "input", "embedded", "kafka", "config", "codec", "traffic")),
            entry(
                    "audit",
                    with(
                            "sql",
                            "configure",
                            "embedded",
                            "topology",
                            "tables",
                            "config",
                            "service",
                            "intake",
                            "codec",
                            "event")),
            entry("status", with("restore", "configure", "flink", "service", "kafka", "config")),
            // A Flink cluster through its REST interface.
            entry("flink", with("fence", "config")),
            entry("marks", with("embedded", "topology", "tables", "kafka", "config")),
            entry("setup", with("service", "tables", "kafka", "config")),
            entry("configure", with("service", "intake", "codec", "event", "kafka", "config")),
            entry("rebuild", with("bulk", "embedded", "topology", "fence", "tables", "config")),
            entry("upgrade", with("embedded", "fence", "config")),
            entry("traffic", Set.of()),
            entry("question", Set.of("service", "config", "lake.table")),
            // The functions of SQL, which users load into engines of their own.
            entry("query", Set.of()),
            entry("sql", with("query", "question", "embedded", "tables", "config")),
            // A download's format, and what fills it from the lake.
            entry("input", Set.of("codec")),
            entry("archive", Set.of("input", "event", "codec", "lake.table", "lake.log")),
            entry("export", with("archive", "event")),
            entry(
                    "bench",
                    with( // To add its command to the command line.
                            "cli",
                            "rebuild",
                            "restore",
                            "configure",
                            "service",
                            "question",
                            "bootstrap",
                            "embedded",
                            "topology",
                            "ingest",
                            "fence",
                            "tables",
                            "kafka",
                            "config",
                            "codec",
                            "intake",
                            "identity",
                            "event",
                            "traffic")),
            entry(
                    "cli",
                    with(
                            "collector",
                            "audit",
                            "status",
                            "flink",
                            "marks",
                            "setup",
                            "configure",
                            "service",
                            "rebuild",
                            "upgrade",
                            "restore",
                            "drill",
                            "feed",
                            "export",
                            "input",
                            "sql",
                            "question",
                            "embedded",
                            "topology",
                            "fence",
                            "state",
                            "tables",
                            "kafka",
                            "config",
                            "identity")));

    @Test
    void everyPackageHasItsRules() {
        Set<String> packages = JOBS.stream()
                .map(type -> type.getPackageName().replaceFirst("^io\\.tidemark\\.((rules|job|ops)\\.)?", ""))
                .map(name -> name.split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(MAY_IMPORT.keySet()).containsAll(packages);
    }

    @Test
    void aPackageImportsWhatItsRulesSayAndNothingElse() {
        MAY_IMPORT.forEach((name, allowed) -> noClasses()
                .that()
                .resideInAPackage(named(name) + "..")
                .should()
                .dependOnClassesThat(ours().and(outside(named(name)))
                        .and(JavaClass.Predicates.resideOutsideOfPackages(globs(allowed))))
                .because("it may import " + new TreeSet<>(allowed) + " of ours and nothing else")
                .allowEmptyShould(true)
                .check(JOBS));
    }

    @Test
    void noPackagesImportEachOther() {
        slices().matching(JOB + "(*)..").should().beFreeOfCycles().check(JOBS);
    }

    @Test
    void noPackagesOfTheCollectorImportEachOther() {
        slices().matching("io.tidemark.collector.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(JOBS);
    }

    @Test
    void noPackagesOfTheCommandImportEachOther() {
        slices().matching("io.tidemark.cli.(*)..").should().beFreeOfCycles().check(JOBS);
        noClasses()
                .that()
                .resideInAnyPackage("io.tidemark.cli.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tidemark.cli")
                .check(JOBS);
    }

    @Test
    void theEndsOfThePipelineTakeFromTheOperatorOnlyTheTypeOfARecord() {
        noClasses()
                .that()
                .resideInAPackage(JOB + "kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOB + "ingest..", JOB + "state..", JOB + "tables..", "org.apache.iceberg..")
                .check(JOBS);
        noClasses()
                .that()
                .resideInAPackage(JOB + "tables..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOB + "ingest..", JOB + "state..", JOB + "kafka..", "org.apache.kafka..")
                .check(JOBS);
    }

    @Test
    void whatDecidesKnowsValuesAlone() {
        classes()
                .that()
                .resideInAnyPackage(JOB + "event..", JOB + "identity..", JOB + "intake..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "io.tidemark.rules..",
                                "java.lang..",
                                "java.util",
                                "java.util.function",
                                "java.util.stream",
                                "java.math",
                                "java.nio",
                                "java.nio.charset",
                                "java.security",
                                "org.jspecify..")
                        .or(describe("arrays and Serializable", ImportRulesTest::arrayOrSerializable)))
                .because("a decision depends on the log alone: no Flink, no Iceberg, no Kafka, no JSON library, no I/O")
                .check(JOBS);
    }

    @Test
    void theDecoderAndTheTrafficKnowJavaAlone() {
        classes()
                .that()
                .resideInAnyPackage(JOB + "codec..", JOB + "traffic..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tidemark.[rules|ops]..", "", "java..", "org.jspecify..")
                .check(JOBS);
    }

    @Test
    void theConfigurationFileIsReadWithYamlAlone() {
        classes()
                .that()
                .resideInAPackage("io.tidemark.config")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "io.tidemark.config", "", "java..", "org.jspecify..", "org.snakeyaml.engine..")
                        // What the service configuration bounds in the same way.
                        .or(belongToAnyOf(Bounds.class, Zones.class)))
                .check(JOBS);
    }

    @Test
    void theOperatorKnowsFlinkAndNeitherEndOfThePipeline() {
        noClasses()
                .that()
                .resideInAnyPackage(JOB + "ingest..", JOB + "state..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.iceberg..", "org.apache.flink.connector..")
                .check(JOBS);
    }

    @Test
    void nobodyReadsJsonThroughALibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tidemark.cli..", "io.tidemark.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind..",
                        "com.alibaba.fastjson2..",
                        "com.google.gson..")
                .because(
                        "the bytes that a client sent are kept as they are; codec reads them itself (commands only write JSON, and results only name their keys)")
                .check(JOBS);
    }

    private static Set<String> with(String... ofTheJob) {
        return Stream.concat(Stream.of(ofTheJob), ANY_OF_THE_LAKE.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** A package by its name in these rules, whichever module it is in. */
    private static String named(String name) {
        return name.startsWith("lake.") || WHOLE.contains(name) ? "io.tidemark." + name : JOB + name;
    }

    private static String[] globs(Set<String> names) {
        return names.stream().map(name -> named(name) + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.tidemark..");
    }

    private static DescribedPredicate<JavaClass> outside(String name) {
        return resideOutsideOfPackage(name + "..");
    }

    private static boolean arrayOrSerializable(JavaClass type) {
        return type.isArray() || type.isPrimitive() || type.isEquivalentTo(Serializable.class);
    }
}
