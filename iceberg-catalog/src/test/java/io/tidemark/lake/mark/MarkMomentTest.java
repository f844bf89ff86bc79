package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.MarkCreator.Request;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each field of a mark, where it could be taken from the wrong place; and the refusals in full. */
class MarkMomentTest {
    @TempDir
    private Path directory;

    private WrittenLake written;

    @BeforeEach
    void open() {
        written = new WrittenLake(directory);
        written.story().event(0, "d0", null);
        written.story().event(0, "d0", "ann");
        written.story().rejected(1, "invalid_json");
    }

    @AfterEach
    void close() {
        written.close();
    }

    private Table table(LakeTable table) {
        return written.lake().table(table);
    }

    private Mark alone(CheckpointFinder checkpoints) {
        return written.maker()
                .create(
                        new Request("half", "", false, true),
                        written.now(),
                        written.story().log(),
                        checkpoints);
    }

    private void refuses(String name, boolean alone, String... why) {
        assertThatThrownBy(() -> written.maker()
                        .create(
                                new Request("half", "", false, alone),
                                written.now(),
                                written.story().log(),
                                CheckpointFinder.NONE))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.name()).isEqualTo(name);
                    assertThat(refusal.message()).contains(why);
                    assertThat(refusal.remedy()).isNotBlank();
                });
        assertThat(new Marks(written.lake()).list()).isEmpty();
        assertThat(new Marks(written.lake()).unfinished()).isEmpty();
    }

    @Test
    void theMomentIsWhenTheLastOfItsSnapshotsWasCommittedAndNotWhenTheMarkWasMade() {
        written.commit();
        written.commitOnly(List.of(LakeTable.EVENTS));
        Mark mark = written.mark("half");
        long last = LakeTable.pipeline().stream()
                .mapToLong(table -> table(table).snapshot(mark.snapshot(table)).timestampMillis())
                .max()
                .orElseThrow();
        assertThat(mark.commit().committedAt()).isEqualTo(Instant.ofEpochMilli(last));
        assertThat(mark.snapshot(LakeTable.EVENTS))
                .isEqualTo(table(LakeTable.EVENTS).currentSnapshot().parentId());
        assertThat(mark.origin().createdAt()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    }

    @Test
    void theCheckpointThatIsLookedForIsThatOfTheMomentAndNotTheNewest() {
        written.commit();
        written.commitOnly(List.of(LakeTable.EVENTS, LakeTable.IDENTITIES));
        List<CheckpointStamp> looked = new ArrayList<>();
        Mark mark = alone(stamp -> {
            looked.add(stamp);
            return Optional.empty();
        });
        assertThat(looked).containsExactly(new CheckpointStamp(1, 1, "", ""));
        assertThat(mark.commit().retainedCheckpoint()).isNull();
    }

    @Test
    void whereNoJobWroteNoCheckpointIsLookedFor() {
        written.story().duplicate(0, written.story().event(0, "d0", "ann"));
        written.story().throttled(0);
        written.tables().write(written.story());
        Mark mark = alone(stamp -> {
            throw new AssertionError("looked for " + stamp);
        });
        assertThat(mark.commit().retainedCheckpoint()).isNull();
        assertThat(mark.commit().epoch()).isZero();
        assertThat(mark.commit().checkpointId()).isZero();
    }

    @Test
    void theEnvironmentIsTheLakesOrWhereItNamesNoneTheCallers() {
        written.commit();
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .updateProperties()
                .remove(LakeProperties.ENVIRONMENT)
                .commit();
        assertThat(written.mark("half").commit().environment()).isEqualTo("test");
    }

    @Test
    void aTableIsMarkedWithTheSchemaOfItsSnapshotAndItsMetadataOfNow() {
        written.commit();
        written.tables()
                .unguarded(LakeTable.EVENTS)
                .updateSchema()
                .addColumn("colour", Types.StringType.get())
                .commit();
        Table events = table(LakeTable.EVENTS);
        TableMark mark = written.mark("half").table(LakeTable.EVENTS);
        assertThat(events.schema().schemaId()).isEqualTo(1);
        assertThat(mark.schemaId()).isZero();
        assertThat(mark.metadataLocation())
                .isEqualTo(((HasTableOperations) events).operations().current().metadataFileLocation());
        assertThat(mark.records()).isEqualTo(2);
        assertThat(mark.contents()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"IDENTITY_OVERRIDES", "SERVICE_CONFIG"})
    void inputsAreMarkedAsTheyAreAndProvenByNothing(LakeTable name) {
        written.commit();
        Table input = table(name);
        String metadata = ((HasTableOperations) input).operations().current().metadataFileLocation();
        Mark mark = written.mark("half");
        assertThat(mark.table(name))
                .isEqualTo(new TableMark(
                        input.uuid().toString(), input.currentSnapshot().snapshotId(), metadata, 0, 0, null));
        input.refresh();
        assertThat(input.refs()).containsKey("half");
    }

    @Test
    void aLakeWithoutInputsIsMarkedWithoutThem() {
        written.commit();
        LakeTable.inputs().forEach(written.tables()::lose);
        assertThat(written.mark("half").tables()).containsOnlyKeys(LakeTable.pipeline());
    }

    @Test
    void eachTableThatWasNeverWrittenIsNamed() {
        written.commitOnly(List.of(LakeTable.EVENTS, LakeTable.DUPLICATES, LakeTable.IDENTITIES, LakeTable.MERGE_IDS));
        refuses("never-written", true, ": throttled, dead_letters was never written");
    }

    @Test
    void aLakeThatAJobHasBegunToWriteHasNoMomentBeforeAllTablesShareOne() {
        written.commitOnly(List.of(LakeTable.EVENTS));
        LakeTable.pipeline().stream().filter(table -> table != LakeTable.EVENTS).forEach(table -> written.tables()
                .checkpoint(1, 99, table, List.of()));
        refuses("no-shared-checkpoint", true, "no checkpoint of the job in common");
    }

    @Test
    void oneTableThatAJobWroteIsEnoughForThat() {
        written.story().duplicate(0, written.story().event(0, "d0", "ann"));
        written.story().throttled(0);
        written.tables().write(written.story());
        written.tables().checkpoint(1, 1, LakeTable.MERGE_IDS, List.of());
        refuses("no-shared-checkpoint", true, "no checkpoint of the job in common");
    }

    @Test
    void nobodyKnowsOfALakeWithoutCheckpointsWhetherItIsAtRest() {
        written.story().duplicate(0, written.story().event(0, "d0", "ann"));
        written.story().throttled(0);
        written.tables().write(written.story());
        refuses("no-shared-checkpoint", false, "no checkpoint of the job in common");
    }

    @Test
    void aMomentThatDoesNotHoldIsToldWithItsFirstFiveFindingsAndTheirNumber() {
        List<Map<String, Object>> rows = written.story().rows(LakeTable.DEAD_LETTERS);
        for (int i = 0; i < 8; i++) {
            written.story().rejected(1, "invalid_json");
        }
        rows.addAll(List.copyOf(rows).subList(1, 9));
        written.commit();
        assertThatThrownBy(() -> written.mark("half")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo("inconsistent");
            assertThat(refusal.message())
                    .startsWith("The mark 'half' is not made, for what it would name does not hold. Every table was"
                            + " read at checkpoint 1 of epoch 1. 8 findings: ");
            assertThat(refusal.message().split("The record of", -1)).hasSize(1 + 5);
        });
    }

    @Test
    void aNameThatIsTakenIsRefusedBeforeAnythingIsRead() {
        written.commit();
        written.mark("half");
        written.tables().lose(LakeTable.EVENTS);
        assertThatThrownBy(() -> written.mark("half")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo("mark-exists");
            assertThat(refusal.remedy()).contains("tidemark mark --delete half");
        });
    }

    @Test
    void gapsBeyondTwentyThousandAreLeftOut() {
        for (int i = 0; i < 20_001; i++) {
            written.story().rejected(2, "invalid_json");
            written.story().log().marker(2);
        }
        written.story().rejected(2, "invalid_json");
        written.commit();
        Mark mark = written.mark("half");
        assertThat(mark.proof().gaps()).hasSize(20_000);
        assertThat(mark.proof().gaps().get(19_999).offsets().start()).isEqualTo(39_999);
    }
}
