package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A month of a music site goes into a lake twice, and the lake is asked, audited and broken, as a person would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LakeIngestIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAMPLE = Checkout.path(
                    "flink-jobs/ops/src/test/resources/data/eventsim-2018-11.jsonl.gz")
            .toString();
    private static final String PEOPLE =
            "SELECT COUNT(*) n, COUNT(DISTINCT resolved_amplitude_id) people FROM events_resolved";

    private Path lake = Path.of(".");
    private Run first = new Run(-1, "", "");

    @BeforeAll
    void ingest(@TempDir Path directory) {
        // A space, as in many a home directory.
        lake = directory.resolve("my lake");
        first = Run.of("ingest", "--lake", lake.toString(), SAMPLE, "--json");
    }

    @Test
    @Order(1)
    void sampleIsTakenWholeAndItsPeopleAreCounted() throws IOException {
        assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).hasLineCount(1);
        JsonNode summary = JSON.readTree(first.out());
        assertThat(summary.fieldNames())
                .toIterable()
                .containsExactly("records", "accepted", "duplicate", "throttled", "rejected", "people", "seconds");
        assertThat(numbers(summary)).containsExactly(8056L, 8056L, 0L, 0L, 0L, 127L);
        assertThat(summary.get("seconds").isNumber()).isTrue();
    }

    @Test
    @Order(2)
    void questionIsAnsweredWithNothingElseOnStandardOutput() {
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", PEOPLE))
                .isEqualTo(new Run(ExitCode.DONE, "n,people\n8056,127\n", ""));
    }

    @Test
    @Order(3)
    void auditHoldsAndSaysSo() throws IOException {
        Run text = Run.of("audit", "--lake", lake.toString());
        assertThat(text.code()).isEqualTo(ExitCode.DONE);
        assertThat(text.out())
                .contains("8,056 records, each in one table: 8,056 accepted", "127 people", "audit holds");
        assertThat(text.err()).isEmpty();
    }

    @Test
    @Order(4)
    void sameFileAgainIsAllDuplicatesAndTheSamePeople() throws IOException {
        Run again = Run.of("ingest", "--lake=" + lake, "--json", SAMPLE);
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(numbers(JSON.readTree(again.out()))).containsExactly(8056L, 0L, 8056L, 0L, 0L, 127L);
        JsonNode report = audit(ExitCode.DONE);
        assertThat(report.get("holds").booleanValue()).isTrue();
        assertThat(report.get("records").longValue()).isEqualTo(16_112);
        assertThat(report.get("rows").get("duplicates").longValue()).isEqualTo(8_056);
        assertThat(report.get("people").longValue()).isEqualTo(127);
        assertThat(report.get("lag").longValue()).isZero();
        assertThat(report.get("findings")).isEmpty();
    }

    @Test
    @Order(5)
    void questionInAFileIsAnswered() {
        Path people = Checkout.path("sql/queries/people_before_and_after_merging.sql");
        assertThat(Run.of("sql", "--lake", lake.toString(), "--format", "csv", "-f", people.toString())
                        .out())
                .isEqualTo("ids_before_merging,people,known_users,devices\n" + idsBeforeMerging() + ",127,97,941\n");
    }

    @Test
    @Order(5)
    void checksAreAskedWithTheAuditAndHold() {
        Run run = Run.of("audit", "--lake", lake.toString(), "--checks");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("The audit holds", "  ✓ no_record_is_missing")
                .doesNotContain("✗");
    }

    @Test
    @Order(6)
    void checksAreAskedAsOfTheNewestMarkAndWrittenAsMetrics(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tidemark.prom");
        String[] audit = {"audit", "--lake", lake.toString(), "--checks", "--newest-mark", "--metrics", file.toString()
        };
        assertThat(Run.of(audit).err()).contains("the lake has no mark");
        assertThat(file).doesNotExist();

        assertThat(Run.of("mark", "--lake", lake.toString(), "--name", "monday").code())
                .isEqualTo(ExitCode.DONE);
        Run sound = Run.of(audit);
        assertThat(sound.code()).as(sound.out() + sound.err()).isEqualTo(ExitCode.DONE);
        assertThat(sound.out()).contains("as of the mark 'monday'").doesNotContain("✗");
        assertThat(file)
                .content()
                .contains("tidemark_audit_holds{environment=\"development\",lake=\"" + lake.toAbsolutePath()
                        + "/warehouse\"} 1\n")
                .containsPattern("tidemark_check_rows\\{.*check=\"merges_have_depth_one\"} 0\n")
                .doesNotContainPattern("tidemark_check_rows\\{.*} [1-9]")
                .doesNotContainPattern("tidemark_check_asked\\{.*} 0");
    }

    /** Nothing is known of a table whose tag somebody took away, and nothing else is said of it. */
    @Test
    @Order(7)
    void checkThatCannotBeAskedIsSaidSoAndHasNoRows(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tidemark.prom");
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            Table merges = unguarded(tables, LakeTable.MERGE_IDS);
            long marked = merges.refs().get("monday").snapshotId();
            merges.manageSnapshots().removeTag("monday").commit();
            try {
                Run run = Run.of(
                        "audit", "--lake", lake.toString(), "--checks", "--newest-mark", "--metrics", file.toString());
                assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FAILURE);
                assertThat(run.out())
                        .contains("The audit holds", "  ? merges_have_depth_one", "  ✓ no_record_is_missing")
                        .doesNotContain("✗");
                assertThat(file)
                        .content()
                        .containsPattern("tidemark_check_asked\\{.*check=\"merges_have_depth_one\"} 0\n")
                        .containsPattern("tidemark_check_asked\\{.*check=\"no_record_is_missing\"} 1\n")
                        .containsPattern("tidemark_check_rows\\{.*check=\"no_record_is_missing\"} 0\n")
                        .doesNotContainPattern("tidemark_check_rows\\{.*check=\"merges_have_depth_one\"");
            } finally {
                merges.manageSnapshots().createTag("monday", marked).commit();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LakeTable.class,
            names = {"EVENTS", "DUPLICATES", "IDENTITIES", "MERGE_IDS"})
    @Order(8)
    void fileThatIsGoneFromATableIsFoundAndNamed(LakeTable name) throws IOException {
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake))) {
            Table table = unguarded(tables, name);
            long head = table.currentSnapshot().snapshotId();
            table.newDelete().deleteFile(largestFile(table)).commit();
            try {
                JsonNode report = audit(ExitCode.CHECK_FAILED);
                assertThat(report.get("holds").booleanValue()).isFalse();
                assertThat(sentences(report)).isNotEmpty().anyMatch(sentence -> sentence.matches(expected(name)));
                Run text = Run.of("audit", "--lake", lake.toString());
                assertThat(text.code()).isEqualTo(ExitCode.CHECK_FAILED);
                assertThat(text.out())
                        .contains("  ✗ ", "The audit does not hold")
                        .doesNotContain("audit holds");
            } finally {
                table.manageSnapshots().rollbackTo(head).commit();
            }
        }
    }

    @Test
    @Order(9)
    void lakeThatIsWholeAgainHoldsAgain() throws IOException {
        assertThat(audit(ExitCode.DONE).get("findings")).isEmpty();
    }

    /** Through a door without a guard: the guarded one would refuse both what is done here and its undoing. */
    private static Table unguarded(Lake tables, LakeTable name) {
        return CatalogUtil.buildIcebergCatalog(
                        tables.settings().name(), tables.properties(), tables.hadoopConfiguration())
                .loadTable(tables.identifier(name));
    }

    private static String expected(LakeTable table) {
        return switch (table) {
            case IDENTITIES, MERGE_IDS -> "(?s).*[Dd]evice .*web-[0-9a-f]{16}.*";
            default ->
                "Partition \\d, offsets? \\d+.*in none of the four outcome tables, though the log holds records.*"
                        + "|Partition \\d, offsets? \\d+.*: records at the log's end that are in no outcome table\\.";
        };
    }

    private String idsBeforeMerging() {
        String out = Run.of(
                        "sql",
                        "--lake",
                        lake.toString(),
                        "--format",
                        "csv",
                        "SELECT COUNT(*) FROM (SELECT amplitude_id FROM merge_ids"
                                + " UNION SELECT amplitude_id FROM events)")
                .out();
        return out.lines().skip(1).findFirst().orElseThrow();
    }

    private JsonNode audit(int code) throws IOException {
        Run run = Run.of("audit", "--lake", lake.toString(), "--json");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        return JSON.readTree(run.out());
    }

    private static List<String> sentences(JsonNode report) {
        List<String> sentences = new ArrayList<>();
        report.get("findings")
                .forEach(finding -> sentences.add(finding.get("sentence").textValue()));
        return sentences;
    }

    private static DataFile largestFile(Table table) throws IOException {
        DataFile largest = null;
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (largest == null || task.file().recordCount() > largest.recordCount()) {
                    largest = task.file();
                }
            }
        }
        return largest;
    }

    private static List<Long> numbers(JsonNode summary) {
        List<Long> numbers = new ArrayList<>();
        for (String name : List.of("records", "accepted", "duplicate", "throttled", "rejected", "people")) {
            numbers.add(summary.get(name).longValue());
        }
        return numbers;
    }
}
