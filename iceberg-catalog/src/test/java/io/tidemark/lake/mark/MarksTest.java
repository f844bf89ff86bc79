package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks as files and tags. */
class MarksTest {
    private static final Instant NOON = SomeMark.NOON;

    @TempDir
    private Path directory;

    private TestLake tables;
    private Marks marks;

    @BeforeEach
    void open() {
        tables = new TestLake(directory);
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 1, table, List.of()));
        marks = new Marks(tables.lake(Purpose.MARK));
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private Mark add(String name, Instant committedAt) {
        Mark some = SomeMark.named(name, committedAt, false);
        Map<LakeTable, TableMark> atHeads = new EnumMap<>(LakeTable.class);
        some.tables()
                .forEach((table, mark) -> atHeads.put(
                        table,
                        new TableMark(
                                mark.uuid(),
                                tables.lake().table(table).currentSnapshot().snapshotId(),
                                mark.metadataLocation(),
                                mark.schemaId(),
                                mark.records(),
                                mark.contents())));
        return new Mark(name, some.origin(), some.commit(), some.source(), atHeads, some.proof());
    }

    private Mark made(String name, Instant committedAt) {
        Mark mark = add(name, committedAt);
        marks.add(mark, Map.of());
        return mark;
    }

    private List<SnapshotRef> tags(String name) {
        return LakeTable.pipeline().stream()
                .map(table -> tables.lake().table(table).refs().get(name))
                .filter(ref -> ref != null && ref.isTag())
                .toList();
    }

    @Test
    void aMarkIsTheSameTagOnEveryTableAndAFile() {
        Mark mark = made("half", NOON);
        assertThat(marks.find("half")).contains(mark);
        assertThat(tags("half"))
                .extracting(SnapshotRef::snapshotId)
                .containsExactlyElementsOf(
                        LakeTable.pipeline().stream().map(mark::snapshot).toList());
        assertThat(marks.unfinished()).isEmpty();
    }

    @Test
    void theListIsNewestFirstByTheMomentAndNotByTheMaking() {
        made("later", NOON.plusSeconds(10));
        made("earlier", NOON);
        made("latest", NOON.plusSeconds(20));
        assertThat(marks.list()).extracting(Mark::name).containsExactly("latest", "later", "earlier");
        assertThat(marks.newestAtOrBefore(NOON.plusSeconds(10))).map(Mark::name).contains("later");
        assertThat(marks.newestAtOrBefore(NOON.minusMillis(1))).isEmpty();
    }

    @Test
    void aDeletedMarkLeavesNeitherFileNorTag() {
        made("half", NOON);
        made("other", NOON);
        marks.delete("half");
        assertThat(marks.list()).extracting(Mark::name).containsExactly("other");
        assertThat(tags("half")).isEmpty();
        assertThat(tags("other")).hasSize(6);
        assertThat(marks.unfinished()).isEmpty();
        assertThatThrownBy(() -> marks.delete("half"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no mark called 'half'")
                .hasMessageContaining("other");
    }

    @Test
    void cutOffBetweenTagsAndFileItIsNoMarkAndItsTagsGoWhenItIsOldEnough() {
        Mark mark = add("half", NOON);
        tables.lake().files().write("marks-unfinished/half.json", MarkFile.write(mark));
        new MarkTags(tables.lake(Purpose.MARK)).set(mark, Map.of());
        assertThat(marks.find("half")).isEmpty();
        assertThat(marks.tidy(mark.origin().createdAt())).isEmpty();
        assertThat(tags("half")).hasSize(6);
        assertThat(marks.tidy(mark.origin().createdAt().plusMillis(1))).containsExactly("half");
        assertThat(tags("half")).isEmpty();
        assertThat(marks.unfinished()).isEmpty();
    }

    @Test
    void cutOffBetweenTagsAndFileItCanBeMadeAgainAtAnotherSnapshot() {
        Mark cutOff = add("half", NOON);
        tables.lake().files().write("marks-unfinished/half.json", MarkFile.write(cutOff));
        new MarkTags(tables.lake(Purpose.MARK)).set(cutOff, Map.of());
        LakeTable.pipeline().forEach(table -> tables.checkpoint(1, 2, table, List.of()));
        Mark again = made("half", NOON.plusSeconds(9));
        assertThat(tags("half"))
                .extracting(SnapshotRef::snapshotId)
                .containsExactlyElementsOf(
                        LakeTable.pipeline().stream().map(again::snapshot).toList());
        assertThat(marks.unfinished()).isEmpty();
    }

    @Test
    void cutOffAfterTheFileItIsAMarkAndKeepsItsTags() {
        Mark mark = made("half", NOON);
        tables.lake().files().write("marks-unfinished/half.json", MarkFile.write(mark));
        assertThat(marks.tidy(NOON.plusSeconds(3600))).containsExactly("half");
        assertThat(marks.find("half")).contains(mark);
        assertThat(tags("half")).hasSize(6);
    }

    @Test
    void namesThatCannotBeATagAndAFileAreRefused() {
        for (String name : List.of("", "a/b", "..", ".hidden", "-n", "before-7", "main", "a b", "x".repeat(101))) {
            assertThatThrownBy(() -> marks.find(name)).as(name).isInstanceOf(Refusal.class);
        }
        assertThat(marks.find("x".repeat(100))).isEmpty();
        assertThat(marks.find("2026-01-04T12.00_v1")).isEmpty();
    }

    @Test
    void ofOneMomentTheMarkMadeLaterComesFirstAndThenTheLaterName() {
        for (String name : List.of("b", "c", "a")) {
            made(name, NOON);
        }
        Mark again = add("z", NOON);
        Mark sooner = new Mark(
                "z",
                new Mark.Origin(again.origin().createdAt().minusSeconds(1), "", false),
                again.commit(),
                again.source(),
                again.tables(),
                again.proof());
        marks.add(sooner, Map.of());
        assertThat(marks.list()).extracting(Mark::name).containsExactly("c", "b", "a", "z");
    }

    @Test
    void aMarkOfExactlyTheTimeIsNotAfterIt() {
        made("noon", NOON);
        assertThat(marks.newestAtOrBefore(NOON)).map(Mark::name).contains("noon");
        assertThat(marks.newestAtOrBefore(NOON.minusNanos(1))).isEmpty();
    }

    @Test
    void otherFilesBesideTheMarksAreNone() {
        made("half", NOON);
        tables.lake().files().write("marks/notes.txt", "nothing of ours");
        tables.lake().files().write("marks-unfinished/notes.txt", "nothing of ours");
        assertThat(marks.list()).extracting(Mark::name).containsExactly("half");
        assertThat(marks.unfinished()).isEmpty();
        assertThat(marks.tidy(NOON.plusSeconds(3600))).isEmpty();
    }

    @Test
    void aDamagedFileIsAFailureAndNotOneMarkLess() {
        made("half", NOON);
        tables.lake().files().write("marks/damaged.json", "{");
        assertThatThrownBy(marks::list).isInstanceOf(LakeFailure.class).hasMessageContaining("marks/damaged.json");
        assertThat(marks.find("half")).isPresent();
    }

    @Test
    void whoeverAsksForAMarkThatIsNotThereIsToldTheNewestFive() {
        assertThatThrownBy(() -> marks.require("nope")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo("no-mark");
            assertThat(refusal.message()).endsWith("; the lake has no mark.");
        });
        for (int i = 0; i < 6; i++) {
            made("m" + i, NOON.plusSeconds(i));
        }
        assertThatThrownBy(() -> marks.require("nope"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.message())
                        .endsWith("; the newest are [m5, m4, m3, m2, m1]."));
        assertThat(marks.require("m0").name()).isEqualTo("m0");
    }

    @Test
    void aMarkThatIsDeletedIsNamedAmongTheUnfinishedBeforeItsFileGoes() {
        Mark mark = made("half", NOON);
        tables.lose(LakeTable.EVENTS);
        tables.lake().files().write("marks-unfinished/half.json", MarkFile.write(mark));
        marks.delete("half");
        assertThat(marks.find("half")).isEmpty();
        assertThat(marks.unfinished()).isEmpty();
    }
}
