package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, journals and start points, and the files that they are kept in. */
class RestoresTest {
    @TempDir
    private Path directory;

    private TestLake tables;
    private Restores restores;
    private Target target;

    @BeforeEach
    void open() {
        tables = new TestLake(directory);
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 7, table, List.of()));
        restores = new Restores(tables.lake());
        target = SomeRestore.heads(tables.lake(), "noon");
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void aJournalIsReadAsItWasWritten() {
        RestorePlan plan = SomeRestore.plan(target, 1);
        RestoreJournal journal = RestoreJournal.begin(plan)
                .with(new RestoreJournal.Done(RestoreStep.FENCE, "2026-01-04T12:00:00Z", 5, "epoch 2"));
        restores.save(journal);

        assertThat(restores.find(plan.hash())).contains(journal);
        assertThat(restores.find(plan.hash()).orElseThrow().plan().hash()).isEqualTo(plan.hash());
        assertThat(restores.unfinished()).contains(journal);
        assertThat(journal.next()).isEqualTo(RestoreStep.STOP);
    }

    @Test
    void aRestoreIsFinishedWhenEveryStepIs() {
        RestoreJournal journal = RestoreJournal.begin(SomeRestore.plan(target, 1));
        for (RestoreStep step : RestoreStep.values()) {
            assertThat(journal.next()).isEqualTo(step);
            journal = journal.with(new RestoreJournal.Done(step, "2026-01-04T12:00:00Z", 1, ""));
        }
        restores.save(journal);

        assertThat(journal.finished()).isTrue();
        assertThat(restores.unfinished()).isEmpty();
        assertThat(restores.list()).containsExactly(journal);
    }

    @Test
    void theNewestRestoreComesFirst() {
        for (int epoch : new int[] {2, 3, 1}) {
            restores.save(RestoreJournal.begin(SomeRestore.plan(target, epoch)));
        }
        assertThat(restores.list()).extracting(each -> each.plan().epoch()).containsExactly(3, 2, 1);
    }

    @Test
    void theHashTellsWhatWillBeDoneAndNotHowBusyTheLakeIs() {
        RestorePlan plan = SomeRestore.plan(target, 1);
        RestorePlan busier = new RestorePlan(
                plan.environment(),
                plan.epoch(),
                plan.target(),
                plan.returns().stream()
                        .map(each -> new TableReturn(each.table(), 99L, each.target(), 500, 9, 0, 0))
                        .toList(),
                List.of());

        assertThat(busier.hash()).isEqualTo(plan.hash()).matches("[0-9a-f]{12}");
        assertThat(SomeRestore.plan(target, 2).hash()).isNotEqualTo(plan.hash());
        assertThat(new RestorePlan("other", 1, target, plan.returns(), List.of()).hash())
                .isNotEqualTo(plan.hash());
        assertThat(new RestorePlan("test", 1, target, plan.returns().subList(0, 2), List.of()).hash())
                .isNotEqualTo(plan.hash());
    }

    @Test
    void aStartPointTellsTheOffsetsOfOneGenerationOfTheTopic() {
        StartPoint start =
                new StartPoint(2, 7, "file:///c/state", List.of(new NextOffset(1, 0, 40), new NextOffset(2, 0, 3)));
        restores.save(start);

        assertThat(restores.start(2)).contains(start);
        assertThat(restores.start(3)).isEmpty();
        assertThat(start.offsets(2)).isEqualTo(Map.of(0, 3L));
        assertThat(start.offsets(9)).isEmpty();
    }

    @Test
    void whatKafkaHasForgottenIsKnownFromWhereItBegins() {
        assertThat(new Resume(1, 0, 40, 0, 90).deleted().isEmpty()).isTrue();
        assertThat(new Resume(1, 0, 40, 55, 90).deleted().size()).isEqualTo(15);
        assertThat(new Resume(1, 0, 40, 55, 90).toRead()).isEqualTo(50);
    }

    @Test
    void aDamagedJournalIsAFailureThatNamesTheFile() {
        tables.lake().files().write("restores/abc.json", "{\"plan\":");

        assertThatThrownBy(() -> restores.find("abc"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("restores/abc.json");
    }
}
