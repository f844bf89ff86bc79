package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What care may delete of the files that lie beside a table, and when; on a directory. */
class CareLimitsTest {
    private static final Duration FLOOR = Duration.ofDays(2);
    private static final Duration TRASH = Duration.ofDays(7);

    @TempDir
    private Path directory;

    private WrittenLake written;
    private Care care;
    private Instant later = Instant.EPOCH;

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
        care = new Care(written.tables().lake(Purpose.CARE), FLOOR, TRASH);
        written.happens(new Random(3), 20);
        written.commit();
        later = Instant.now().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.HOURS);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private Table events() {
        return written.tables().lake(Purpose.CARE).table(LakeTable.EVENTS);
    }

    private Path lies(String name, Instant since) throws IOException {
        Path file = LocalFiles.directory(events().location()).orElseThrow().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "rows");
        Files.setLastModifiedTime(file, FileTime.from(since));
        return file;
    }

    private List<String> orphans(Set<String> known) {
        Table table = events();
        return OrphanFiles.of(table, ((HasTableOperations) table).operations().current(), known, later);
    }

    @Test
    void onlyFilesOfTheKindThatTheLakeWritesAreOrphans() throws IOException {
        List<Path> ours = List.of(
                lies("data/1.parquet", Instant.EPOCH),
                lies("data/day=1/1.parquet", Instant.EPOCH),
                lies("metadata/snap-1.avro", Instant.EPOCH));
        for (String other : List.of("metadata/v0.metadata.json", "data/readme.txt", "data/1.parquet.crc")) {
            lies(other, Instant.EPOCH);
        }
        assertThat(orphans(Set.of())).hasSize(3).allMatch(found -> ours.stream()
                .anyMatch(file -> found.endsWith(file.toString())));
    }

    @Test
    void aFileIsGrownUpAfterThreeDaysAndNotBefore() throws IOException {
        lies("data/old.parquet", later.minus(Duration.ofDays(3)).minusMillis(1_000));
        lies("data/young.parquet", later.minus(Duration.ofDays(3)));
        assertThat(orphans(Set.of())).singleElement().asString().endsWith("old.parquet");
    }

    @Test
    void whatTheTableNeedsOrSomeListKnowsIsNoOrphan() throws IOException {
        Path quarantined = lies("data/listed.parquet", Instant.EPOCH);
        Path statistics = lies("metadata/counts.avro", Instant.EPOCH);
        assertThat(orphans(Set.of())).hasSize(2);
        assertThat(orphans(Set.of("file:" + quarantined)))
                .as("with or without its scheme it is the same file")
                .hasSize(1);
        Table table = written.tables().unguarded(LakeTable.EVENTS);
        long head = table.currentSnapshot().snapshotId();
        table.updateStatistics()
                .setStatistics(new GenericStatisticsFile(head, statistics.toString(), 4, 1, List.of()))
                .commit();
        assertThat(orphans(Set.of(quarantined.toString()))).isEmpty();
    }

    @Test
    void whatOneTableHasInQuarantineIsStillAnOrphanOfAnother() throws IOException {
        Path orphan = lies("data/lost.parquet", Instant.EPOCH);
        new Quarantine(written.lake().files())
                .add(LakeTable.IDENTITIES, "orphans", later, later.plus(TRASH), List.of(orphan.toString()));
        assertThat(care.plan(later).orphans()).containsOnlyKeys(LakeTable.EVENTS);
    }

    private static final CarePlan NOTHING = new CarePlan(Instant.EPOCH, Map.of(), Map.of(), List.of(), Map.of());

    @Test
    void aPlanIsEmptyOnlyWhereNothingOfAnyKindIsToDo() {
        assertThat(NOTHING.isEmpty()).isTrue();
        CarePlan.Bin bin = new CarePlan.Bin(List.of("/a"), 1, 1);
        List<CarePlan> plans = List.of(
                new CarePlan(Instant.EPOCH, Map.of(LakeTable.EVENTS, List.of(1L)), Map.of(), List.of(), Map.of()),
                new CarePlan(Instant.EPOCH, Map.of(), Map.of(LakeTable.EVENTS, List.of("/a")), List.of(), Map.of()),
                new CarePlan(Instant.EPOCH, Map.of(), Map.of(), List.of("list"), Map.of()),
                new CarePlan(Instant.EPOCH, Map.of(), Map.of(), List.of(), Map.of(LakeTable.EVENTS, List.of(bin))));
        assertThat(plans).noneMatch(CarePlan::isEmpty);
        assertThat(plans.stream().map(CarePlan::hash).toList())
                .doesNotHaveDuplicates()
                .doesNotContain(NOTHING.hash());
        assertThat(new CarePlan(Instant.EPOCH.plusSeconds(3_600), Map.of(), Map.of(), List.of(), Map.of()).hash())
                .as("a plan is of its hour")
                .isNotEqualTo(NOTHING.hash());
    }

    @Test
    void aPlanOfAnotherLakeIsRefusedByName() {
        assertThatThrownBy(() -> care.execute("123456789abc", later, none -> {}))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.name()).isEqualTo("another-plan");
                    assertThat(refusal.message()).contains("123456789abc");
                });
    }

    /** Its files may be needed when the table comes back, so their list waits for it. */
    @Test
    void filesOfATableThatIsGoneWaitForTheTrashPeriodAndGo() throws IOException {
        Path file = lies("data/listed.parquet", Instant.EPOCH);
        Quarantine quarantine = new Quarantine(written.lake().files());
        quarantine.add(LakeTable.EVENTS, "orphans", later.minus(TRASH), later, List.of(file.toString()));
        assertThat(care.plan(later.minus(Duration.ofHours(1))).deletions()).isEmpty();
        CarePlan plan = care.plan(later);
        assertThat(plan.deletions()).hasSize(1);
        assertThat(care.execute(plan.hash(), later, none -> {}).deleted()).isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(quarantine.list()).isEmpty();
    }
}
