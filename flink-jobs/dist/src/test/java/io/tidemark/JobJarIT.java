package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is in the jar that a cluster runs, and what must not be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobJarIT {
    private static final String OURS = "io/tidemark/";
    private static final Pattern CLASS_NAME = Pattern.compile("'(io\\.tidemark\\.[\\w.]+)'");

    private JarFile jar;
    private List<String> classes = List.of();

    @BeforeAll
    void open() throws IOException {
        jar = new JarFile(
                Checkout.path("flink-jobs/job/target/tidemark-job.jar").toFile());
        classes = jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.endsWith(".class"))
                .toList();
    }

    @AfterAll
    void close() throws IOException {
        jar.close();
    }

    @Test
    void itHasThePackagesOfTheRulesTheJobAndTheLakeAndNoneElse() {
        Set<String> packages = classes.stream()
                .filter(name -> name.startsWith(OURS))
                .map(name ->
                        name.substring(OURS.length(), name.lastIndexOf('/')).replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .containsExactly(
                        "config",
                        "config.topic",
                        "job.bootstrap",
                        "job.bulk",
                        "job.fence",
                        "job.ingest",
                        "job.kafka",
                        "job.query",
                        "job.replay",
                        "job.shuffle",
                        "job.state",
                        "job.tables",
                        "job.topology",
                        "lake.audit",
                        "lake.catalog",
                        "lake.guard",
                        "lake.input",
                        "lake.io",
                        "lake.log",
                        "lake.mark",
                        "lake.read",
                        "lake.restore",
                        "lake.service",
                        "lake.snapshot",
                        "lake.table",
                        "rules.codec",
                        "rules.event",
                        "rules.identity",
                        "rules.intake",
                        "rules.service");
    }

    @Test
    void itHasFewerThanSixHundredClassesOfOurs() {
        assertThat(classes).filteredOn(name -> name.startsWith(OURS)).hasSizeBetween(300, 600);
    }

    @Test
    void whatOnlyTheCommandNeedsIsNotInIt() {
        assertThat(classes)
                .noneMatch(name -> name.startsWith("picocli/"))
                .as("async-profiler")
                .noneMatch(name -> name.startsWith("one/profiler/") || name.startsWith("me/bechberger/"))
                .as("Kafka's broker")
                .noneMatch(name -> name.startsWith("kafka/")
                        || name.startsWith("org/apache/kafka/controller/")
                        || name.startsWith("org/apache/kafka/metadata/")
                        || name.startsWith("scala/"))
                .as("what a cluster brings: Flink's runtime, and so its MiniCluster, and its SQL planner")
                .noneMatch(name -> name.startsWith("org/apache/flink/runtime/")
                        || name.startsWith("org/apache/flink/table/planner/"))
                .as("logging, which is the cluster's")
                .noneMatch(name -> name.startsWith("org/apache/logging/") || name.startsWith("org/slf4j/impl/"));
        assertThat(jar.getEntry("log4j2.properties")).isNull();
    }

    @Test
    void itsMainClassIsTheJob() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                .isEqualTo("io.tidemark.job.topology.IngestMain");
        assertThat(classes).contains("io/tidemark/job/topology/IngestMain.class");
    }

    @Test
    void itHasWhatThePageForFlinkSqlNames() throws IOException {
        String page = Files.readString(Checkout.path("sql/connect/flink.md"));

        assertThat(CLASS_NAME
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .distinct())
                .contains("io.tidemark.lake.catalog.GuardedCatalog", "io.tidemark.job.query.FoldProperties")
                .allSatisfy(name -> assertThat(classes).contains(name.replace('.', '/') + ".class"));
    }

    /** Else a class that was left out would be missed by a job that runs, and not before. */
    @Test
    void everyClassOfOursThatIsUsedInItIsInIt() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(location -> location.contains(OURS))
                .importJar(jar);

        assertThat(ours).hasSizeGreaterThan(300);
        assertThat(ours.stream()
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .map(each ->
                                each.getTargetClass().getBaseComponentType().getName())
                        .filter(name -> name.startsWith("io.tidemark."))
                        .map(name -> name.replace('.', '/') + ".class")
                        .collect(Collectors.toSet()))
                .isSubsetOf(classes);
    }
}
