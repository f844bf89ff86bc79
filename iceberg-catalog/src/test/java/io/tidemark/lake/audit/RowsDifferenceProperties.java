package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.RowsDifference.Side;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two tables differ in is what two bags of rows differ in, however few rows are held at once. */
class RowsDifferenceProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final List<Map<String, Object>> kinds = new ArrayList<>();
    private final MemoryTables first = new MemoryTables();
    private final MemoryTables second = new MemoryTables();

    /** A dozen rows of three amplitude ids. */
    @BeforeEach
    void kinds() {
        Story story = new Story();
        for (int device = 0; device < 12; device++) {
            story.event(0, "d" + device, null);
            story.event(0, "d" + device, "ann");
        }
        for (Map<String, Object> row : story.rows(LakeTable.MERGE_IDS)) {
            Map<String, Object> kind = new LinkedHashMap<>(row);
            kind.put(Columns.AMPLITUDE_ID, (long) kinds.size() % 3);
            kinds.add(kind);
        }
    }

    private List<Integer> bag() {
        List<Integer> bag = new ArrayList<>();
        int size = random.nextInt(30);
        for (int i = 0; i < size; i++) {
            bag.add(random.nextInt(kinds.size()));
        }
        return bag;
    }

    private Side side(MemoryTables tables, List<Integer> bag) {
        return new Side(
                tables.table(LakeTable.MERGE_IDS),
                tables.overwrite(
                        LakeTable.MERGE_IDS, bag.stream().map(kinds::get).toList()));
    }

    private static Map<Integer, Integer> counts(List<Integer> bag) {
        Map<Integer, Integer> counts = new HashMap<>();
        bag.forEach(each -> counts.merge(each, 1, Integer::sum));
        return counts;
    }

    @Test
    void aDifferenceOfTablesIsThatOfBags() {
        System.out.println("RowsDifferenceProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 15; round++) {
            List<Integer> one = bag();
            List<Integer> two = bag();
            Map<Integer, Integer> more = counts(one);
            counts(two).forEach((kind, times) -> more.merge(kind, -times, Integer::sum));
            long onlyFirst =
                    more.values().stream().mapToInt(times -> Math.max(0, times)).sum();
            long onlySecond = more.values().stream()
                    .mapToInt(times -> Math.max(0, -times))
                    .sum();
            Set<Integer> keys = new HashSet<>();
            more.forEach((kind, times) -> {
                if (times != 0) {
                    keys.add(kind % 3);
                }
            });
            Side left = side(first, one);
            Side right = side(second, two);
            for (int rowsPerPass : new int[] {1_000, 1 + random.nextInt(20)}) {
                RowsDifference difference =
                        RowsDifference.between(left, right, one.size() + two.size(), Columns.AMPLITUDE_ID, rowsPerPass);
                String what = "seed " + SEED + ", " + one + " and " + two + ", " + rowsPerPass + " a pass";
                assertThat(difference.onlyFirst()).as(what).isEqualTo(onlyFirst);
                assertThat(difference.onlySecond()).as(what).isEqualTo(onlySecond);
                assertThat(difference.keys()).as(what).isEqualTo(keys.size());
                assertThat(difference.isEmpty()).as(what).isEqualTo(onlyFirst + onlySecond == 0);
                assertThat(difference.examples().isEmpty()).as(what).isEqualTo(difference.isEmpty());
            }
        }
    }

    @Test
    void aTableThatWasNeverWrittenIsNoRows() {
        Side written = side(second, List.of(1, 2));
        Side never = new Side(first.table(LakeTable.MERGE_IDS), null);
        RowsDifference difference = RowsDifference.between(never, written, 2, Columns.AMPLITUDE_ID, 10);
        assertThat(difference.onlyFirst()).isZero();
        assertThat(difference.onlySecond()).isEqualTo(2);
        assertThat(RowsDifference.between(never, never, 0, Columns.AMPLITUDE_ID, 10)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void fiveExamplesOfEachSideAreShownThoseOfTheFirstBefore() {
        Side one = side(first, List.of(0, 1, 2, 3, 4, 5));
        Side two = side(second, List.of(6, 7, 8, 9, 10, 11));
        List<String> examples =
                RowsDifference.between(one, two, 12, Columns.AMPLITUDE_ID, 100).examples();
        assertThat(examples).hasSize(10);
        assertThat(examples.subList(0, 5)).allMatch(row -> row.startsWith("- "));
        assertThat(examples.subList(5, 10)).allMatch(row -> row.startsWith("+ "));
    }

    @Test
    void anExampleIsTheRowWithoutWhatIsNull() {
        Story story = new Story();
        story.rejected(2, "too_large");
        Side one = new Side(
                first.table(LakeTable.DEAD_LETTERS),
                first.append(LakeTable.DEAD_LETTERS, story.rows(LakeTable.DEAD_LETTERS)));
        Side never = new Side(second.table(LakeTable.DEAD_LETTERS), null);
        assertThat(RowsDifference.between(one, never, 1, Columns.REASON, 10).examples())
                .containsExactly("- reason=too_large message=The record is no event."
                        + " server_upload_time=2018-11-01T20:57:10Z ingest_epoch=1 kafka_partition=2 kafka_offset=0");
    }
}
