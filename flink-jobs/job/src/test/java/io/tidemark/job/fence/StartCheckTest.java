package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
    private Lake lake;

    @BeforeEach
    void makeALake(@TempDir Path directory) {
        lake = Lake.open(
                new CatalogSettings(
                        CatalogType.HADOOP,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogSettings.DEFAULT_NAME,
                        CatalogAccess.none(),
                        Warehouse.local(directory),
                        Map.of()),
                Caller.of("test").as(Writer.of(1)));
        TableOptions defaults = TableOptions.defaults();
        lake.createMissing(new TableOptions(
                Partitioning.none(),
                defaults.zstdLevel(),
                defaults.targetFileSizeBytes(),
                defaults.metadataVersions()));
    }

    @AfterEach
    void closeTheLake() {
        lake.close();
    }

    @Test
    void aNewLakeNeedsNoCheckpoint() {
        assertThat(StartCheck.holdsRecords(lake)).isFalse();
        assertThatCode(() -> StartCheck.require(lake, null)).doesNotThrowAnyException();
    }

    @Test
    void aLakeThatHasOnlyEmptyCommitsRefusesAStartWithoutStateToo() {
        commit(LakeTable.EVENTS, 3, 0);

        assertThat(StartCheck.holdsRecords(lake)).isFalse();
        assertThatThrownBy(() -> StartCheck.require(lake, null))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("stateless-start"))
                .hasMessageContaining("take its first ones for committed");
        assertThatCode(() -> StartCheck.require(lake, "file:///c/job/chk-3")).doesNotThrowAnyException();
    }

    @Test
    void aLakeWithOneRecordInAnyOutcomeTableRefusesAStartWithoutState() {
        commit(LakeTable.DEAD_LETTERS, 1, 1);

        assertThat(StartCheck.holdsRecords(lake)).isTrue();
        assertThatThrownBy(() -> StartCheck.require(lake, null))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("stateless-start"))
                .hasMessageContaining("second time")
                .hasMessageContaining("--from-checkpoint");
    }

    @Test
    void theCheckpointThatTheTablesHoldAndLaterOnesAreLetIn() {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));

        for (String path :
                new String[] {"file:///c/job/chk-7", "file:///c/job/chk-7/", "s3://c/job/chk-12/_metadata"}) {
            assertThatCode(() -> StartCheck.require(lake, path)).as(path).doesNotThrowAnyException();
        }
    }

    @Test
    void aCheckpointOlderThanAnyTableIsRefused() {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
        commit(LakeTable.MERGE_IDS, 8, 0);

        for (String path : new String[] {"file:///c/job/chk-7", "s3://c/job/chk-7/_metadata"}) {
            assertThatThrownBy(() -> StartCheck.require(lake, path))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("older-checkpoint"))
                    .hasMessageContaining("merge_ids")
                    .hasMessageContaining("checkpoint 8")
                    .hasMessageContaining(path);
        }
    }

    @Test
    void whereFlinkKeepsTheCheckpointOnlyTheStateThatARestoreMadeReadyIsNamed() {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
        assertThat(StartCheck.prepared(lake, null)).isEqualTo(StartState.NONE);
        assertThat(StartCheck.prepared(lake, "s3://c/job/chk-3")).isEqualTo(new StartState("s3://c/job/chk-3", false));

        new Restores(lake).save(new StartPoint(1, 7, "s3://c/restored", List.of()));
        assertThat(StartCheck.prepared(lake, null)).isEqualTo(new StartState("s3://c/restored", true));
        assertThat(StartCheck.prepared(lake, "s3://c/restored")).isEqualTo(new StartState("s3://c/restored", true));
    }

    @Test
    void whereATableHasGoneBeyondWhatARestoreMadeReadyItIsNotNamedAgain() {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
        new Restores(lake).save(new StartPoint(1, 7, "s3://c/restored", List.of()));
        commit(LakeTable.MERGE_IDS, 8, 0);

        assertThat(StartCheck.prepared(lake, null)).isEqualTo(StartState.NONE);
    }

    @Test
    void startThatNobodyElseWritesBesideIsExclusive() throws InterruptedException {
        StartDecision decision = StartCheck.decide(lake, null, false, () -> {});

        assertThat(decision).isInstanceOfSatisfying(StartDecision.Exclusive.class, start -> {
            assertThat(start.state()).isEqualTo(StartState.NONE);
            assertThat(start.lease()).isNotNull();
        });
    }

    @Test
    void startBesideAnotherWriterOrWithoutItsStateIsRefused() throws InterruptedException {
        Refusal second = RefusalCode.SECOND_WRITER.refuse("the lake", "noon");
        StartDecision beside = StartCheck.decide(lake, null, false, () -> {
            throw second;
        });
        assertThatThrownBy(beside::require).isSameAs(second);

        commit(LakeTable.EVENTS, 3, 1);
        StartDecision stateless = StartCheck.decide(lake, null, false, () -> {
            throw new AssertionError("nobody waits for a start that is refused already");
        });
        assertThat(stateless).isInstanceOfSatisfying(StartDecision.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(RefusalCode.STATELESS_START));
    }

    @Test
    void startThatFlinkRepeatsHasNoLeaseAndIsNotRefused() throws InterruptedException {
        commit(LakeTable.EVENTS, 3, 1);
        StartDecision decision = StartCheck.decide(lake, null, true, () -> {
            throw new AssertionError("nobody waits");
        });

        assertThat(decision.require()).isEqualTo(new StartDecision.Recoverable(StartState.NONE));
        assertThat(decision.require().lease()).isNull();
    }

    @Test
    void theJobIsToldWhereTheTablesStandAndWhichEpochMayCommit() {
        assertThat(StartCheck.held(lake)).isEqualTo(LakeAtStart.EMPTY);
        LakeTable.pipeline().forEach(table -> commit(table, 7, 0));
        assertThat(StartCheck.held(lake))
                .isEqualTo(new LakeAtStart(
                        false,
                        new WriterEpoch(1),
                        new CheckpointPosition(new WriterEpoch(1), 7),
                        new CheckpointPosition(new WriterEpoch(1), 7),
                        "",
                        null));
        commit(LakeTable.EVENTS, 8, 2);
        try (Lake restored = Lake.open(lake.settings(), Caller.of("test").to(Purpose.RESTORE))) {
            new TableHeads(restored).raiseEpoch(2);
            assertThat(StartCheck.held(restored))
                    .isEqualTo(new LakeAtStart(
                            true,
                            new WriterEpoch(2),
                            new CheckpointPosition(new WriterEpoch(1), 8),
                            new CheckpointPosition(new WriterEpoch(1), 7),
                            "",
                            null));
        }
    }

    /** A commit as the job's sink makes it; of the file that it adds only the entry is there, which is all that is read. */
    private void commit(LakeTable name, long checkpoint, int rows) {
        Table table = lake.table(name);
        AppendFiles append = table.newAppend()
                .set(CheckpointStamp.EPOCH, "1")
                .set(CheckpointStamp.CHECKPOINT_ID, Long.toString(checkpoint));
        if (rows > 0) {
            append.appendFile(DataFiles.builder(table.spec())
                    .withPath(table.location() + "/data/" + checkpoint + ".parquet")
                    .withFileSizeInBytes(100)
                    .withRecordCount(rows)
                    .build());
        }
        append.commit();
    }
}
