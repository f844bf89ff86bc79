package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From which proven moment a later one may be checked: only from one that nothing but appending has left behind. */
class VerifiedBaselineTest {
    private final Story story = new Story();
    private final MemoryTables tables = new MemoryTables();
    private VerifiedBaseline baseline;

    @BeforeEach
    void prove() {
        story.event(0, "d", null);
        story.event(0, "d", "ann");
        story.throttled(0);
        story.duplicate(0, story.event(0, "d", "ann"));
        story.rejected(1, "invalid_json");
        tables.write(story);
        baseline = new VerifiedBaseline(tables.heads().snapshots(), List.of());
    }

    private boolean leads() {
        return baseline.isAncestorOf(tables.all(), tables.heads());
    }

    private Table events() {
        return tables.table(LakeTable.EVENTS);
    }

    @Test
    void aMomentLeadsToItself() {
        assertThat(leads()).isTrue();
    }

    @Test
    void appendingLeadsOnOverHoweverManySnapshots() {
        for (int i = 0; i < 4; i++) {
            tables.append(LakeTable.EVENTS, story.rows(LakeTable.EVENTS));
            tables.append(LakeTable.MERGE_IDS, List.of());
        }
        assertThat(leads()).isTrue();
    }

    @Test
    void puttingTheSameRowsIntoOtherFilesLeadsOn() {
        tables.append(LakeTable.EVENTS, story.rows(LakeTable.EVENTS));
        List<Map<String, Object>> all = new ArrayList<>(story.rows(LakeTable.EVENTS));
        all.addAll(story.rows(LakeTable.EVENTS));
        tables.compact(LakeTable.EVENTS, all);
        tables.append(LakeTable.EVENTS, story.rows(LakeTable.EVENTS));
        assertThat(leads()).isTrue();
    }

    @Test
    void overwritingInBetweenDoesNotThoughAppendingFollows() {
        tables.append(LakeTable.EVENTS, List.of());
        tables.overwrite(LakeTable.EVENTS, story.rows(LakeTable.EVENTS));
        tables.append(LakeTable.EVENTS, List.of());
        assertThat(leads()).isFalse();
    }

    @Test
    void deletingRowsDoesNot() {
        DeleteFiles delete = events().newDelete().deleteFromRowFilter(Expressions.alwaysTrue());
        delete.commit();
        assertThat(leads()).isFalse();
    }

    @Test
    void oneTableThatDoesNotIsEnough() {
        LakeTable.pipeline().forEach(table -> tables.append(table, List.of()));
        assertThat(leads()).isTrue();
        tables.overwrite(LakeTable.MERGE_IDS, story.rows(LakeTable.MERGE_IDS));
        assertThat(leads()).isFalse();
    }

    @Test
    void aHeadThatWasSetBackDoesNot() {
        long before = tables.head(LakeTable.EVENTS);
        tables.append(LakeTable.EVENTS, List.of());
        baseline = new VerifiedBaseline(tables.heads().snapshots(), List.of());
        events().manageSnapshots().setCurrentSnapshot(before).commit();
        assertThat(leads()).as("an ancestor does not lead to what came before").isFalse();
        tables.append(LakeTable.EVENTS, List.of());
        assertThat(leads()).as("nor to what came beside it").isFalse();
    }

    @Test
    void aSnapshotInBetweenThatIsGoneDoesNot() {
        long between = tables.append(LakeTable.EVENTS, List.of());
        tables.append(LakeTable.EVENTS, List.of());
        assertThat(leads()).isTrue();
        events().expireSnapshots().expireSnapshotId(between).commit();
        assertThat(events().snapshot(between)).isNull();
        assertThat(events().snapshot(baseline.snapshot(LakeTable.EVENTS))).isNotNull();
        assertThat(leads()).isFalse();
    }

    @Test
    void aTableThatTheMomentDoesNotHoldDoesNot() {
        Map<LakeTable, Long> without = new EnumMap<>(tables.heads().snapshots());
        without.remove(LakeTable.THROTTLED);
        assertThat(baseline.isAncestorOf(tables.all(), new ConsistentCut(without, 0, null, Map.of())))
                .isFalse();
    }

    @Test
    void aTableMadeAgainDoesNot() {
        tables.makeAgain(LakeTable.THROTTLED);
        assertThat(leads()).as("never written").isFalse();
        tables.append(LakeTable.THROTTLED, story.rows(LakeTable.THROTTLED));
        assertThat(leads()).isFalse();
    }

    @Test
    void itKeepsCopies() {
        Map<LakeTable, Long> snapshots = new HashMap<>(Map.of(LakeTable.EVENTS, 7L));
        List<NextOffset> offsets = new ArrayList<>(List.of(new NextOffset(1, 0, 3)));
        VerifiedBaseline copy = new VerifiedBaseline(snapshots, offsets);
        snapshots.clear();
        offsets.clear();
        assertThat(copy.snapshot(LakeTable.EVENTS)).isEqualTo(7);
        assertThat(copy.offsets()).containsExactly(new NextOffset(1, 0, 3));
    }
}
