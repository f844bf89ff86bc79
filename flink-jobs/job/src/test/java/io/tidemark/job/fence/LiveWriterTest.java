package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job's commits are its heartbeat: how long they are watched for, and what a commit meanwhile means. */
class LiveWriterTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static Lake lake;
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.now();

    /** One lake for all: making its tables takes longer than every test. */
    @BeforeAll
    static void makeALake() {
        lake = open("lake");
        lake.createMissing(TableOptions.defaults());
    }

    @AfterAll
    static void closeTheLake() {
        lake.close();
    }

    @Test
    void tablesThatWereNeverWrittenNeedNoWaiting() throws InterruptedException {
        try (Lake empty = open("empty")) {
            new LiveWriter(empty, INTERVAL, () -> now).refuse(pauses::add);
        }

        assertThat(pauses).isEmpty();
    }

    @Test
    void aCommitIsWatchedOutForTwoIntervalsAndFiveSecondsLong() throws InterruptedException {
        now = commit(7);
        watch(INTERVAL);

        assertThat(total()).isEqualTo(Duration.ofSeconds(65));
        assertThat(pauses).allMatch(pause -> pause.equals(Duration.ofSeconds(1)));
    }

    @Test
    void aCommitThatIsOlderNeedsNoWaitingAndOneThatIsHalfAsOldTheRest() throws InterruptedException {
        Instant committed = commit(7);
        now = committed.plusSeconds(65);
        watch(INTERVAL);
        assertThat(pauses).isEmpty();

        now = committed.plusSeconds(60);
        watch(INTERVAL);
        assertThat(total()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aCommitMeanwhileIsAnotherWriter() {
        now = commit(7);
        assertThatThrownBy(() -> new LiveWriter(lake, INTERVAL, () -> now).refuse(pause -> {
                    now = now.plus(pause);
                    pauses.add(pause);
                    if (pauses.size() == 3) {
                        commit(8);
                    }
                }))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Another job is writing to the tables")
                .hasMessageContaining("Stop that job first");
        assertThat(pauses).hasSize(3);
    }

    /** A lake that has lost a table is watched by those that are left. */
    @Test
    void aTableThatIsGoneIsNotLookedFor() throws IOException, InterruptedException {
        now = commit(7);
        Path metadata = directory.resolve("lake/tidemark/merge_ids/metadata");
        Files.move(metadata, metadata.resolveSibling("gone"));
        watch(Duration.ofMillis(100));

        assertThat(total()).isEqualTo(Duration.ofSeconds(6));
    }

    private static Lake open(String name) {
        return Lake.open(
                new CatalogSettings(
                        CatalogType.HADOOP,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogAccess.none(),
                        Warehouse.local(directory.resolve(name)),
                        Map.of()),
                Caller.of("test").as(Writer.of(1)));
    }

    private Duration total() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private void watch(Duration interval) throws InterruptedException {
        pauses.clear();
        new LiveWriter(lake, interval, () -> now).refuse(pause -> {
            now = now.plus(pause);
            pauses.add(pause);
        });
    }

    private Instant commit(long checkpoint) {
        lake.table(LakeTable.EVENTS)
                .newAppend()
                .set(CheckpointStamp.EPOCH, "1")
                .set(CheckpointStamp.CHECKPOINT_ID, Long.toString(checkpoint))
                .commit();
        return Instant.ofEpochMilli(
                Objects.requireNonNull(lake.table(LakeTable.EVENTS).currentSnapshot())
                        .timestampMillis());
    }
}
