package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StartCheck.Found;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of a start on values: what the tables hold, what restores have left, and what the job is given. */
class StartFoundTest {
    private static final String PLACE = "jdbc:x tidemark";
    private static final StartPoint READY = new StartPoint(2, 40, "file:///restored", List.of());

    @Test
    void emptyTablesAreBegunWithoutState() {
        assertThat(StartCheck.require(found(Map.of(), null, null), null)).isEqualTo(StartState.NONE);
    }

    @Test
    void emptyTablesTakeAnyCheckpoint() {
        assertThat(StartCheck.require(found(Map.of(), null, null), "s3://b/chk-1"))
                .isEqualTo(new StartState("s3://b/chk-1", false));
    }

    /** A commit without rows is a commit: the sink of a job of the same id takes its first checkpoints for committed. */
    @ParameterizedTest
    @EnumSource(LakeTable.class)
    void aCommitToAnyTableOfThePipelineMakesAStartWithoutStateARefusal(LakeTable table) {
        Found found = found(Map.of(table, List.of(committed(1, 3, 0))), null, null);
        if (!table.isOfPipeline()) {
            assertThat(StartCheck.require(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        assertThatThrownBy(() -> StartCheck.require(found, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(PLACE)
                .hasMessageContaining("the job's commits, though no record yet")
                .hasMessageContaining("--from-checkpoint PATH, flink run -s PATH");
    }

    @ParameterizedTest
    @EnumSource(LakeTable.class)
    void recordsInAnOutcomeTableMakeAStartWithoutStateARefusalWhoeverWroteThem(LakeTable table) {
        Found found = found(Map.of(table, List.of(written(5))), null, null);
        if (!table.isOutcome()) {
            assertThat(StartCheck.require(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        assertThatThrownBy(() -> StartCheck.require(found, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write every record a second time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            file:///c/job/chk-6                | true
            file:///c/job/chk-6/               | true
            s3://c/job/chk-6/_metadata         | true
            s3://c/chk-9/job/chk-6             | true
            file:///c/job/chk-7                | false
            file:///c/job/chk-7/_metadata      | false
            file:///c/job/chk-10               | false
            file:///c/savepoint-abc            | false
            file:///c/job/chk-6/shared         | false
            chk-6                              | false
            """)
    void aCheckpointIsOlderByTheNumberInItsPath(String path, boolean older) {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 7, 2))), null, null);
        if (older) {
            assertThatThrownBy(() -> StartCheck.require(found, path))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(path)
                    .hasMessageContaining("events")
                    .hasMessageContaining("checkpoint 7");
        } else {
            assertThat(StartCheck.require(found, path)).isEqualTo(new StartState(path, false));
        }
    }

    @Test
    void theTableThatIsFarthestAheadDecidesWhetherACheckpointIsOlder() {
        Found found = found(
                Map.of(
                        LakeTable.EVENTS, List.of(committed(1, 7, 2)),
                        LakeTable.IDENTITIES, List.of(committed(1, 8, 2))),
                null,
                null);

        assertThatThrownBy(() -> StartCheck.require(found, "file:///c/chk-7"))
                .hasMessageContaining("identities")
                .hasMessageContaining("checkpoint 8");
        assertThat(StartCheck.require(found, "file:///c/chk-8")).isEqualTo(new StartState("file:///c/chk-8", false));
    }

    @Test
    void theNewestCommitOfTheJobCountsAndNotWhatOthersCommittedSince() {
        Found found = found(
                Map.of(LakeTable.EVENTS, List.of(written(9), committed(1, 7, 9), committed(1, 6, 4))), null, null);

        assertThatThrownBy(() -> StartCheck.require(found, "file:///c/chk-6")).hasMessageContaining("checkpoint 7");
        assertThat(StartCheck.require(found, "file:///c/chk-7").path()).isEqualTo("file:///c/chk-7");
    }

    @ParameterizedTest
    @CsvSource({"1, 40, true", "1, 99, true", "2, 39, true", "2, 40, true", "2, 41, false", "3, 1, false"})
    void whatARestoreMadeReadyIsTakenWhileNoTableHasGoneBeyondIt(int epoch, long checkpoint, boolean taken) {
        Found found = found(Map.of(LakeTable.THROTTLED, List.of(committed(epoch, checkpoint, 2))), null, READY);
        if (taken) {
            assertThat(StartCheck.require(found, null)).isEqualTo(new StartState("file:///restored", true));
        } else {
            assertThatThrownBy(() -> StartCheck.require(found, null)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void theStateThatARestoreMadeReadyIsKnownByItsPath() {
        Found found = found(Map.of(LakeTable.EVENTS, List.of(committed(1, 40, 2))), null, READY);

        assertThat(StartCheck.require(found, "file:///restored").restored()).isTrue();
        assertThat(StartCheck.require(found, "file:///c/chk-41").restored()).isFalse();
    }

    /** Up to the replay the tables are not whole; from then on only the start and the audit are left. */
    @ParameterizedTest
    @EnumSource(RestoreStep.class)
    void aRestoreThatIsCutOffBeforeItsReplayIsDoneRefusesEveryStart(RestoreStep last) {
        RestoreJournal journal = RestoreJournal.begin(plan());
        for (RestoreStep step : RestoreStep.values()) {
            if (step.compareTo(last) <= 0) {
                journal = journal.with(new RestoreJournal.Done(step, "2026-01-01T00:00:00Z", 1, "done"));
            }
        }
        Found found = found(Map.of(), journal, null);
        if (last.compareTo(RestoreStep.REPLAY) >= 0) {
            assertThat(StartCheck.require(found, null)).isEqualTo(StartState.NONE);
            return;
        }
        RestoreStep next = RestoreStep.values()[last.ordinal() + 1];
        for (String checkpoint : new String[] {null, "file:///c/chk-41"}) {
            assertThatThrownBy(() -> StartCheck.require(found, checkpoint))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("'monday'")
                    .hasMessageContaining(next.describe())
                    .hasMessageContaining("tidemark restore --execute " + plan().hash());
        }
    }

    @Test
    void aRestoreThatHasDoneNothingRefusesTheStartToo() {
        assertThatThrownBy(() -> StartCheck.require(found(Map.of(), RestoreJournal.begin(plan()), null), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(RestoreStep.FENCE.describe());
    }

    @Test
    void whatTheTablesHoldIsTheNewestOfAllAndTheOldestOfAll() {
        Heads heads = new Heads(Map.of(
                LakeTable.EVENTS, List.of(committed(2, 5, 10), committed(1, 90, 9)),
                LakeTable.DUPLICATES, List.of(committed(1, 90, 0)),
                LakeTable.THROTTLED, List.of(committed(2, 4, 0)),
                LakeTable.DEAD_LETTERS, List.of(committed(2, 5, 0)),
                LakeTable.IDENTITIES, List.of(committed(2, 5, 0)),
                LakeTable.MERGE_IDS, List.of(committed(2, 5, 0))));

        assertThat(StartCheck.held(heads, new WriterEpoch(2), READY))
                .isEqualTo(new LakeAtStart(true, new WriterEpoch(2), position(2, 5), position(1, 90), "job-2-5", 40L));
    }

    @Test
    void aTableThatNoJobHasCommittedToIsBeforeTheFirstCheckpoint() {
        Heads heads = new Heads(Map.of(LakeTable.EVENTS, List.of(committed(1, 5, 0))));

        assertThat(StartCheck.held(heads, WriterEpoch.FIRST, null))
                .isEqualTo(new LakeAtStart(
                        false, WriterEpoch.FIRST, position(1, 5), CheckpointPosition.NONE, "job-1-5", null));
        assertThat(StartCheck.held(new Heads(Map.of()), WriterEpoch.FIRST, null))
                .isEqualTo(LakeAtStart.EMPTY);
    }

    private static Found found(
            Map<LakeTable, List<SnapshotNotes>> histories,
            @Nullable RestoreJournal unfinished,
            @Nullable StartPoint ready) {
        Map<LakeTable, List<SnapshotNotes>> heads = new EnumMap<>(LakeTable.class);
        heads.putAll(histories);
        return new Found(PLACE, new Heads(heads), unfinished, ready);
    }

    private static RestorePlan plan() {
        return new RestorePlan("test", 1, new Target("monday", 1, 40, Map.of(), List.of(), null), List.of(), List.of());
    }

    private static SnapshotNotes committed(int epoch, long checkpoint, long rows) {
        return new SnapshotNotes(
                epoch * 1_000L + checkpoint,
                Instant.EPOCH,
                rows,
                new CheckpointStamp(epoch, checkpoint, "job-" + epoch + "-" + checkpoint, "operator"));
    }

    private static SnapshotNotes written(long rows) {
        return new SnapshotNotes(1, Instant.EPOCH, rows, null);
    }

    private static CheckpointPosition position(int epoch, long checkpoint) {
        return new CheckpointPosition(new WriterEpoch(epoch), checkpoint);
    }
}
