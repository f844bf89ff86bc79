package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.Columns;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are compacted together, by their sizes and bounds alone: no file of these tables is there. */
class CompactionPlanTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final long TARGET = 1_000;
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");
    private static final Schema TIMED = new Schema(
            NestedField.optional(1, Columns.EVENT_TIME, Types.TimestampType.withZone()),
            NestedField.optional(2, Columns.PROJECT_ID, Types.StringType.get()));
    private static final Schema UNTIMED =
            new Schema(NestedField.optional(1, Columns.PROJECT_ID, Types.StringType.get()));

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private int made;

    @BeforeEach
    void open() {
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(Namespace.of("shop"));
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    private Table table(Schema schema, boolean byProject) {
        PartitionSpec spec = byProject
                ? PartitionSpec.builderFor(schema).identity(Columns.PROJECT_ID).build()
                : PartitionSpec.unpartitioned();
        return catalog.buildTable(TableIdentifier.of("shop", "t" + made++), schema)
                .withPartitionSpec(spec)
                .withProperty("write.target-file-size-bytes", Long.toString(TARGET))
                .create();
    }

    private DataFile file(Table table, String project, long bytes, long rows, long... span) {
        DataFiles.Builder file = DataFiles.builder(table.spec())
                .withPath(String.format("%s/data/%04d.parquet", table.location(), made++))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(bytes);
        if (table.spec().isPartitioned()) {
            file.withPartitionPath(Columns.PROJECT_ID + "=" + project);
        }
        return file.withMetrics(new Metrics(
                        rows,
                        null,
                        null,
                        null,
                        null,
                        span.length > 0 ? at(span[0]) : null,
                        span.length > 1 ? at(span[1]) : null))
                .build();
    }

    private static Map<Integer, ByteBuffer> at(long micros) {
        return Map.of(1, Conversions.toByteBuffer(Types.TimestampType.withZone(), micros));
    }

    private static void commit(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }

    private List<DataFile> small(Table table, int count, long bytes) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file(table, "p", bytes, 10));
        }
        return files;
    }

    private static List<Integer> sizes(List<CarePlan.Bin> plan) {
        return plan.stream().map(bin -> bin.files().size()).toList();
    }

    private List<CarePlan.Bin> planOf(Table table, List<DataFile> files) {
        commit(table, files);
        return CompactionPlan.of(table, LATE);
    }

    @Test
    void aTableWithoutRowsHasNothingToCompact() {
        assertThat(CompactionPlan.of(table(TIMED, false), LATE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 1", "9, 1"})
    void fewerThanFiveSmallFilesAreNotWorthIt(int files, int bins) {
        Table table = table(UNTIMED, false);
        assertThat(planOf(table, small(table, files, 10))).hasSize(bins);
    }

    @Test
    void aFileThatIsLargeAlreadyStays() {
        Table table = table(UNTIMED, false);
        List<DataFile> files = small(table, 5, 10);
        files.addAll(small(table, 3, 750));
        DataFile almost = file(table, "p", 749, 10);
        files.add(almost);
        assertThat(planOf(table, files)).singleElement().satisfies(bin -> {
            assertThat(bin.files()).hasSize(6).contains(almost.location());
            assertThat(bin.bytes()).isEqualTo(799);
            assertThat(bin.into()).isEqualTo(1);
        });
    }

    @Test
    void aBinIsFilledUpToTheTargetSizeAndNoFurther() {
        Table table = table(UNTIMED, false);
        assertThat(sizes(planOf(table, small(table, 20, 100)))).containsExactly(10, 10);
        Table odd = table(UNTIMED, false);
        assertThat(sizes(planOf(odd, small(odd, 13, 101))))
                .as("what is left over is too little")
                .containsExactly(9);
    }

    @Test
    void partitionsAreNeverMixed() {
        Table table = table(UNTIMED, true);
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            files.add(file(table, "a", 10, 1));
            files.add(file(table, "b", 10, 1));
        }
        files.addAll(List.of(file(table, "c", 10, 1), file(table, "c", 10, 1)));
        List<CarePlan.Bin> plan = planOf(table, files);
        assertThat(sizes(plan)).containsExactly(6, 6);
        for (CarePlan.Bin bin : plan) {
            Set<Object> projects = new HashSet<>();
            files.stream()
                    .filter(file -> bin.files().contains(file.location()))
                    .forEach(file -> projects.add(file.partition().get(0, String.class)));
            assertThat(projects).hasSize(1);
        }
    }

    @Test
    void whatWasCutInAnotherWayOnceStaysSo() {
        Table table = table(UNTIMED, false);
        commit(table, small(table, 8, 10));
        table.updateSpec().addField(Columns.PROJECT_ID).commit();
        assertThat(CompactionPlan.of(table, LATE)).isEmpty();
        assertThat(planOf(table, List.of(file(table, "a", 10, 1)))).isEmpty();
        List<DataFile> ofToday = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ofToday.add(file(table, "b", 10, 1));
        }
        assertThat(sizes(planOf(table, ofToday))).containsExactly(5);
    }

    @Test
    void aFileWithDeletesIsLeftAlone() {
        Table table = table(UNTIMED, false);
        commit(table, small(table, 6, 10));
        table.newRowDelta()
                .addDeletes(FileMetadata.deleteFileBuilder(table.spec())
                        .ofPositionDeletes()
                        .withPath(table.location() + "/data/deletes.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(5)
                        .withRecordCount(1)
                        .build())
                .commit();
        assertThat(CompactionPlan.of(table, LATE)).isEmpty();
    }

    @Test
    void whatTheJobHasJustWrittenIsLeftAndSoIsTheSortingOfItsPartition() throws Exception {
        Table table = table(TIMED, false);
        List<DataFile> old = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            old.add(file(table, "p", 400, 10, 0, 100));
        }
        commit(table, old);
        Instant between = Instant.ofEpochMilli(table.currentSnapshot().timestampMillis() + 1);
        assertThat(sizes(CompactionPlan.of(table, between)))
                .as("at rest: all of it is sorted")
                .containsExactly(6);
        while (System.currentTimeMillis() <= between.toEpochMilli()) {
            Thread.onSpinWait();
        }
        commit(table, small(table, 1, 10));
        assertThat(CompactionPlan.of(table, between))
                .as("not at rest: and two files of 400 bytes each are no bin of five")
                .isEmpty();
        Instant exactly = Instant.ofEpochMilli(table.currentSnapshot().timestampMillis());
        assertThat(CompactionPlan.of(table, exactly))
                .as("young until it is older")
                .isEmpty();
        assertThat(sizes(CompactionPlan.of(table, exactly.plusMillis(1)))).containsExactly(7);
    }

    private List<DataFile> inOrder(Table table, int count, long bytes) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file(table, "p", bytes, 100, i * 10L, i * 10L + 10));
        }
        return files;
    }

    @Test
    void filesThatShareOnlyTheirEndsAreInOrder() {
        Table table = table(TIMED, false);
        assertThat(planOf(table, inOrder(table, 8, 900))).isEmpty();
    }

    /** The rows that are out of order against all rows of the partition: a tenth is enough, less is not. */
    @ParameterizedTest
    @CsvSource({"99, false", "100, true"})
    void aTenthOfTheRowsMustBeOutOfOrder(long rows, boolean sorted) {
        Table table = table(TIMED, false);
        List<DataFile> files = inOrder(table, 9, 900);
        files.add(file(table, "p", 10, rows, 5, 15));
        List<CarePlan.Bin> plan = planOf(table, files);
        if (sorted) {
            assertThat(plan).singleElement().satisfies(bin -> {
                assertThat(bin.files()).hasSize(10);
                assertThat(bin.bytes()).isEqualTo(8_110);
                assertThat(bin.into()).isEqualTo(8);
            });
        } else {
            assertThat(plan).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 250, false", "4, 251, true", "5, 10, true", "2, 900, true"})
    void fewFilesAreSortedOnlyWhereTheyAreMoreThanOneWouldBe(int count, long bytes, boolean sorted) {
        Table table = table(TIMED, false);
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file(table, "p", bytes, 10, 0, 100));
        }
        assertThat(planOf(table, files)).hasSize(sorted ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "280, 1", "299, 1", "300, 2", "400, 2", "499, 2", "500, 3", "900, 5"})
    void asManyFilesAreWrittenAsTheTargetFitsBest(long bytesEach, int into) {
        Table table = table(TIMED, false);
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.add(file(table, "p", bytesEach, 10, 0, 100));
        }
        assertThat(planOf(table, files)).singleElement().satisfies(bin -> assertThat(bin.into())
                .isEqualTo(into));
    }

    @Test
    void aFileWithoutBoundsMayHoldAnyTime() {
        Table table = table(TIMED, false);
        List<DataFile> files = inOrder(table, 8, 900);
        files.add(file(table, "p", 900, 100));
        assertThat(sizes(planOf(table, files))).containsExactly(9);
        Table half = table(TIMED, false);
        List<DataFile> open = inOrder(half, 8, 900);
        open.add(file(half, "p", 900, 100, 500));
        assertThat(sizes(planOf(half, open))).as("one bound is none").containsExactly(9);
    }

    @Test
    void binsComeInTheOrderOfTheirFirstFiles() {
        Table table = table(UNTIMED, true);
        List<DataFile> files = new ArrayList<>();
        for (String project : List.of("z", "m", "a", "k", "b")) {
            for (int i = 0; i < 5; i++) {
                files.add(file(table, project, 10, 1));
            }
        }
        assertThat(planOf(table, files)).hasSize(5).isSortedAccordingTo((a, b) -> a.files()
                .get(0)
                .compareTo(b.files().get(0)));
    }

    /** Whatever the files are: no file twice, no bin over the target, none that has less than five files. */
    @Test
    void everyPlanKeepsItsLimits() {
        System.out.println("CompactionPlanTest: replay with -Dseed=" + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            String where = "seed " + SEED + ", round " + round;
            Table table = table(UNTIMED, true);
            List<DataFile> files = new ArrayList<>();
            int count = 1 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                files.add(file(table, "p" + random.nextInt(3), 1 + random.nextInt(900), 1));
            }
            List<CarePlan.Bin> plan = planOf(table, files);
            List<String> planned =
                    plan.stream().flatMap(bin -> bin.files().stream()).toList();
            assertThat(planned).as(where).doesNotHaveDuplicates();
            for (CarePlan.Bin bin : plan) {
                assertThat(bin.files()).as(where).hasSizeGreaterThanOrEqualTo(5);
                long bytes = files.stream()
                        .filter(file -> bin.files().contains(file.location()))
                        .mapToLong(DataFile::fileSizeInBytes)
                        .sum();
                assertThat(bin.bytes()).as(where).isEqualTo(bytes).isLessThanOrEqualTo(TARGET);
            }
            assertThat(files)
                    .as(where)
                    .filteredOn(file -> file.fileSizeInBytes() >= 750)
                    .noneMatch(file -> planned.contains(file.location()));
        }
    }
}
