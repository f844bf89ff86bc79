package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a mark is made of, and what it may be called. */
class MarkTest {
    private static Mark of(Map<LakeTable, TableMark> tables) {
        Mark some = SomeMark.named("half", SomeMark.NOON, false);
        return new Mark(some.name(), some.origin(), some.commit(), some.source(), tables, some.proof());
    }

    private static Map<LakeTable, TableMark> tables() {
        return new EnumMap<>(SomeMark.named("half", SomeMark.NOON, false).tables());
    }

    @Test
    void aMarkHasASnapshotOfEveryTableOfThePipeline() {
        for (LakeTable table : LakeTable.pipeline()) {
            Map<LakeTable, TableMark> without = tables();
            without.remove(table);
            assertThatThrownBy(() -> of(without))
                    .as("without %s", table)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'half' has no snapshot of every table");
        }
        assertThat(of(tables()).tables()).hasSize(6);
    }

    @Test
    void correctionsMayBeAmongItsTables() {
        Map<LakeTable, TableMark> with = tables();
        with.put(LakeTable.IDENTITY_OVERRIDES, new TableMark("uuid", 7, "metadata", 0, 3, null));
        assertThat(of(with).snapshot(LakeTable.IDENTITY_OVERRIDES)).isEqualTo(7);
        assertThat(of(with).baseline().snapshots())
                .as("nothing is proven of corrections")
                .containsOnlyKeys(LakeTable.pipeline());
        assertThat(of(with).records())
                .as("a correction is no record of the log")
                .isEqualTo(406);
    }

    @Test
    void itHoldsTheRecordsOfTheFourOutcomeTables() {
        assertThat(of(tables()).records()).isEqualTo(100 + 101 + 102 + 103);
    }

    @Test
    void itProvesItsSnapshotsAndOffsets() {
        Mark mark = of(tables());
        assertThat(mark.baseline().offsets()).isEqualTo(mark.source().offsets());
        assertThat(LakeTable.pipeline())
                .allMatch(table ->
                        mark.baseline().snapshot(table) == mark.table(table).snapshotId());
    }

    @Test
    void itKeepsCopies() {
        Map<LakeTable, TableMark> tables = tables();
        Mark mark = of(tables);
        tables.clear();
        assertThat(mark.tables()).hasSize(6);
        assertThatThrownBy(() -> mark.tables().clear()).isInstanceOf(UnsupportedOperationException.class);
        List<NextOffset> offsets = new ArrayList<>(List.of(new NextOffset(1, 0, 1)));
        List<Gap> gaps = new ArrayList<>(List.of(new Gap(1, 0, new OffsetRange(0, 1))));
        Mark.Source source = new Mark.Source("topic", 1, offsets);
        Mark.Proof proof = new Mark.Proof(null, 1, gaps);
        offsets.clear();
        gaps.clear();
        assertThat(source.offsets()).hasSize(1);
        assertThat(proof.gaps()).hasSize(1);
    }

    @Test
    void aNameBeginsWithALetterADigitOrAnUnderscore() {
        for (char first = 0; first < 300; first++) {
            boolean allowed = isAsciiLetterOrDigit(first) || first == '_';
            assertAllowed(first + "x", allowed);
            assertAllowed(Character.toString(first), allowed);
        }
    }

    @Test
    void aNameGoesOnWithLettersDigitsAndTheThreeSigns() {
        for (char later = 0; later < 300; later++) {
            boolean allowed = isAsciiLetterOrDigit(later) || "_-.".indexOf(later) >= 0;
            assertAllowed("x" + later, allowed);
            assertAllowed("x" + later + "y", allowed);
        }
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    @Test
    void aNameHasOneToAHundredCharacters() {
        assertAllowed("", false);
        assertAllowed("x", true);
        assertAllowed("x".repeat(100), true);
        assertAllowed("x".repeat(101), false);
    }

    @Test
    void namesOfATablesBranchAndOfRestoresAreReserved() {
        assertReserved("main");
        assertReserved("before-");
        assertReserved("before-e3df4d1ae3ba");
        assertReserved("before-rebuild-7");
        for (String near : List.of("Main", "main2", "before", "Before-x", "x-before-y", "beforehand")) {
            assertAllowed(near, true);
        }
    }

    private static void assertReserved(String name) {
        assertThatThrownBy(() -> MarkName.require(name)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.name()).isEqualTo("mark-name");
            assertThat(refusal.message()).contains("'" + name + "'").contains("reserved");
        });
    }

    private static void assertAllowed(String name, boolean allowed) {
        if (allowed) {
            MarkName.require(name);
            return;
        }
        assertThatThrownBy(() -> MarkName.require(name))
                .as("'%s'", name)
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.name()).isEqualTo("mark-name");
                    assertThat(refusal.message()).contains("is no name for one");
                    assertThat(refusal.remedy()).contains("1 to 100");
                });
    }
}
