package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StartCheck.Starter;
import io.tidemark.lake.catalog.CatalogAccess;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.CatalogType;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.Warehouse;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.service.ConfigRow;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.Partitioning;
import io.tidemark.lake.table.TableOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
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
        assertThatCode(() -> start(null)).doesNotThrowAnyException();
    }

    @Test
    void aLakeThatHasOnlyEmptyCommitsRefusesAStartWithoutStateToo() {
        commit(LakeTable.EVENTS, 3, 0);

        assertThatThrownBy(() -> start(null))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("stateless-start"))
                .hasMessageContaining("take its first ones for committed");
        assertThatCode(() -> start("file:///c/job/chk-3")).doesNotThrowAnyException();
    }

    @Test
    void aLakeWithOneRecordInAnyOutcomeTableRefusesAStartWithoutState() {
        commit(LakeTable.DEAD_LETTERS, 1, 1);

        assertThatThrownBy(() -> start(null))
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
            assertThatCode(() -> start(path)).as(path).doesNotThrowAnyException();
        }
    }

    @Test
    void aCheckpointOlderThanAnyTableIsRefused() {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
        commit(LakeTable.MERGE_IDS, 8, 0);

        for (String path : new String[] {"file:///c/job/chk-7", "s3://c/job/chk-7/_metadata"}) {
            assertThatThrownBy(() -> start(path))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("older-checkpoint"))
                    .hasMessageContaining("merge_ids")
                    .hasMessageContaining("checkpoint 8")
                    .hasMessageContaining(path);
        }
    }

    @Test
    void allowedStartHasClaimedTheTablesAndHandsOnWhatTheyHoldSince() throws InterruptedException {
        LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
        new Restores(lake).save(new StartPoint(1, 7, "s3://c/restored", List.of()));

        // Whoever looks for others finds the tables as they were.
        StartDecision.Allowed start = StartCheck.decide(lake, null, Starter.COMMAND, version -> {}, () -> {
                    assertThat(claims()).containsOnlyNulls();
                    LakeTable.pipeline().forEach(table -> commit(table, 7, 1));
                })
                .require();

        assertThat(start.state()).isEqualTo(new StartState("s3://c/restored", true));
        assertThat(start.claim()).isNotNull();
        assertThat(claims()).containsOnly(start.claim());
        assertThat(start.found().heads()).isEqualTo(Heads.of(lake));
    }

    @Test
    void startBesideAnotherWriterOrWithoutItsStateIsRefusedAndClaimsNothing() throws InterruptedException {
        Refusal second = RefusalCode.SECOND_WRITER.refuse("the lake", "noon");
        StartDecision beside = StartCheck.decide(lake, null, Starter.COMMAND, version -> {}, () -> {
            throw second;
        });
        assertThatThrownBy(beside::require).isSameAs(second);

        commit(LakeTable.EVENTS, 3, 1);
        StartDecision stateless = StartCheck.decide(lake, null, Starter.COMMAND, version -> {}, () -> {
            throw new AssertionError("nobody waits for a start that is refused already");
        });
        assertThat(stateless).isInstanceOfSatisfying(StartDecision.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(RefusalCode.STATELESS_START));
        assertThat(claims()).containsOnlyNulls();
    }

    @Test
    void startWithoutAVersionOfTheServiceConfigurationIsRefusedAndClaimsNothing() {
        configure(1);
        configure(2);
        for (Starter starter : List.of(Starter.COMMAND, Starter.REPLAY)) {
            StartDecision decision = StartCheck.decide(
                    lake,
                    "s3://c/job/chk-1",
                    starter,
                    newest -> {
                        throw RefusalCode.CONFIG_INCOMPLETE.refuse("The topic", "it lacks version " + newest);
                    },
                    () -> {
                        throw new AssertionError("nobody waits for a start that is refused already");
                    });
            assertThatThrownBy(decision::require)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("config-incomplete"))
                    .hasMessageContaining("version 2")
                    .hasMessageContaining("tidemark config publish");
        }
        assertThat(claims()).containsOnlyNulls();
    }

    @Test
    void topicIsReadOnlyWhereSomethingIsConfiguredAndTheStartIsNotRefusedOrRepeatedByFlink() {
        StartCheck.ConfigVersions unread = newest -> {
            throw new AssertionError("there is nothing to read");
        };
        StartCheck.decide(lake, null, Starter.COMMAND, unread, () -> {}).require();
        configure(1);
        StartCheck.decide(lake, null, Starter.FLINK, unread, () -> {}).require();
        commit(LakeTable.EVENTS, 3, 1);
        assertThat(StartCheck.decide(lake, null, Starter.COMMAND, unread, () -> {}))
                .isInstanceOf(StartDecision.Refused.class);

        List<Long> required = new ArrayList<>();
        StartCheck.decide(lake, "s3://c/job/chk-3", Starter.COMMAND, required::add, () -> {})
                .require();
        assertThat(required).containsExactly(1L);
    }

    private void configure(long version) {
        try (Lake configured = Lake.open(lake.settings(), Caller.of("test").to(Purpose.CONFIGURE))) {
            new ServiceConfigTable(configured)
                    .add(List.of(new ConfigRow(
                            version,
                            "project/p" + version,
                            "{}",
                            Instant.ofEpochMilli(60_000),
                            "ops",
                            "a test",
                            Instant.EPOCH)));
        }
    }

    @Test
    void commitThatComesBeforeTheTablesAreClaimedIsJudgedToo() {
        StartDecision decision =
                StartCheck.decide(lake, null, Starter.COMMAND, version -> {}, () -> commit(LakeTable.EVENTS, 1, 1));

        assertThatThrownBy(decision::require).hasMessageContaining("write every record a second time");
    }

    @Test
    void startThatFlinkRepeatsClaimsNothingAndIsNotRefused() {
        commit(LakeTable.EVENTS, 3, 1);
        StartDecision decision = StartCheck.decide(lake, null, Starter.FLINK, version -> {}, () -> {
            throw new AssertionError("nobody waits");
        });

        assertThat(decision).isInstanceOfSatisfying(StartDecision.Recoverable.class, start -> assertThat(start.state())
                .isEqualTo(StartState.NONE));
        assertThat(claims()).containsOnlyNulls();
    }

    @Test
    void startThatARestoreIsInTheWayOfIsRefusedUnlessFlinkRepeatsIt() {
        Target target = new Target("monday", 1, 40, Map.of(), List.of(), null);
        new Restores(lake).save(RestoreJournal.begin(new RestorePlan("test", 1, target, List.of(), List.of())));

        assertThatThrownBy(() -> start(null))
                .hasMessageContaining("A restore of")
                .hasMessageContaining("'monday'");
        assertThat(claims()).containsOnlyNulls();
        assertThat(held(lake)).isEqualTo(LakeAtStart.EMPTY);
    }

    @Test
    void startOfAReplayClaimsTheTablesWhateverTheyHold() {
        commit(LakeTable.EVENTS, 3, 1);
        StartDecision.Allowed start = StartCheck.decide(
                        lake, "s3://c/replay/chk-1", Starter.REPLAY, version -> {}, () -> {})
                .require();

        assertThat(start.state()).isEqualTo(new StartState("s3://c/replay/chk-1", true));
        assertThat(claims()).containsOnly(start.claim());
    }

    @Test
    void theJobIsToldWhereTheTablesStandAndWhichEpochMayCommit() {
        assertThat(held(lake)).isEqualTo(LakeAtStart.EMPTY);
        LakeTable.pipeline().forEach(table -> commit(table, 7, 0));
        assertThat(held(lake))
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
            assertThat(held(restored))
                    .isEqualTo(new LakeAtStart(
                            true,
                            new WriterEpoch(2),
                            new CheckpointPosition(new WriterEpoch(1), 8),
                            new CheckpointPosition(new WriterEpoch(1), 7),
                            "",
                            null));
        }
    }

    private void start(@Nullable String checkpoint) {
        StartCheck.decide(lake, checkpoint, Starter.COMMAND, version -> {}, () -> {})
                .require();
    }

    private static LakeAtStart held(Lake lake) {
        return StartCheck.decide(lake, null, Starter.FLINK, version -> {}, () -> {})
                .require()
                .found()
                .held();
    }

    private List<@Nullable String> claims() {
        List<@Nullable String> claims = new ArrayList<>();
        LakeTable.pipeline()
                .forEach(table -> claims.add(lake.table(table).properties().get(LakeProperties.CLAIM)));
        return claims;
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
