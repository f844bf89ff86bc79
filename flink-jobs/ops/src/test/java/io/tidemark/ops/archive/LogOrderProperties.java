package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.seeded.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever the clocks did, each partition comes in the order of the log; naively: sort everything by offset. */
class LogOrderProperties {
    private static final long HOUR = 485_000;
    private static final long PLENTY = 1 << 20;

    /** A row of an archive: in which hour's file, and where in the log. */
    private record Row(long hour, LogPosition place) {}

    @Test
    void eachPartitionComesInItsOrderAndNothingIsLost() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<Row> rows = rows(random);
            List<LogPosition> handedOn = handedOn(rows, stretches(rows), PLENTY);

            assertThat(handedOn).hasSameElementsAs(rows.stream().map(Row::place).toList());
            assertThat(byLog(handedOn)).isEqualTo(sortedByLog(rows));
        });
    }

    /** A row waits for those before it, and no longer: where every hour is behind the last, nothing is held back. */
    @Test
    void rowsWhoseHoursFollowTheLogAreHandedOnAtOnce() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(new Row(HOUR + i / 10, new LogPosition(1, 0, i)));
        }

        assertThat(handedOn(rows, stretches(rows), 0))
                .isEqualTo(rows.stream().map(Row::place).toList());
    }

    @Test
    void withoutAListRowsComeAsTheyStandInTheFiles() {
        List<Row> rows = List.of(
                new Row(HOUR, new LogPosition(1, 0, 9)),
                new Row(HOUR, new LogPosition(1, 0, 3)),
                new Row(HOUR + 1, new LogPosition(1, 0, 1)));

        assertThat(handedOn(rows, List.of(), 0))
                .containsExactly(new LogPosition(1, 0, 9), new LogPosition(1, 0, 3), new LogPosition(1, 0, 1));
    }

    @Test
    void aRowThatDoesNotSayWhereItStoodIsHandedOnAtOnce() throws IOException {
        List<ArchivedEvent> out = new ArrayList<>();
        LogOrder order = new LogOrder(List.of(new Stretch(name(HOUR + 1), 1, 0, 0, 5, 1)), PLENTY, out::add);
        ArchivedEvent held = new ArchivedEvent(new byte[1], null, new LogPosition(1, 0, 7));
        ArchivedEvent unplaced = new ArchivedEvent(new byte[1], 5L, null);
        order.accept(HOUR, held);
        order.accept(HOUR, unplaced);

        assertThat(out).containsExactly(unplaced);
        order.hourEnds(HOUR + 1);
        assertThat(out).containsExactly(unplaced, held);
    }

    @Test
    void whatIsHeldBackIsBoundedAndWhatWentIsNotCounted() throws IOException {
        List<ArchivedEvent> out = new ArrayList<>();
        LogOrder order = new LogOrder(
                List.of(new Stretch(name(HOUR + 1), 1, 0, 10, 19, 10), new Stretch(name(HOUR + 2), 1, 0, 30, 39, 10)),
                2_048,
                out::add);
        order.accept(HOUR, new ArchivedEvent(new byte[1_024], null, new LogPosition(1, 0, 20)));
        order.accept(HOUR, new ArchivedEvent(new byte[1_024], null, new LogPosition(1, 0, 21)));
        order.hourEnds(HOUR + 1);
        assertThat(out).hasSize(2);

        order.accept(HOUR + 1, new ArchivedEvent(new byte[1_024], null, new LogPosition(1, 0, 40)));
        order.accept(HOUR + 1, new ArchivedEvent(new byte[1_024], null, new LogPosition(1, 0, 41)));
        assertThat(out).hasSize(2);
        assertThatThrownBy(
                        () -> order.accept(HOUR + 1, new ArchivedEvent(new byte[1], null, new LogPosition(1, 0, 42))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too far from the order in which they were received");
    }

    /** Rows of a few partitions and hours; a clock that is wrong puts a row into an hour that is not its own. */
    private static List<Row> rows(SplittableRandom random) {
        int partitions = 1 + random.nextInt(3);
        int wrong = random.nextInt(1, 30);
        List<Row> rows = new ArrayList<>();
        Map<Integer, Long> next = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            int partition = random.nextInt(partitions);
            long offset = next.merge(partition, 1L + random.nextInt(2), Long::sum);
            long hour = HOUR + i / 25 + (random.nextInt(wrong) == 0 ? random.nextInt(-3, 4) : 0);
            rows.add(new Row(hour, new LogPosition(1 + partition % 2, partition, offset)));
        }
        rows.sort(Comparator.comparingLong(Row::hour)
                .thenComparingInt(row -> row.place().partition())
                .thenComparingLong(row -> row.place().offset()));
        return rows;
    }

    private static List<Stretch> stretches(List<Row> rows) {
        Map<String, Stretch> all = new TreeMap<>();
        for (Row row : rows) {
            LogPosition place = row.place();
            all.merge(
                    row.hour() + " " + place.generation() + " " + place.partition(),
                    new Stretch(
                            name(row.hour()), place.generation(), place.partition(), place.offset(), place.offset(), 1),
                    (one, more) -> new Stretch(
                            one.file(), one.epoch(), one.partition(), one.first(), more.last(), one.rows() + 1));
        }
        return List.copyOf(all.values());
    }

    private static List<LogPosition> handedOn(List<Row> rows, List<Stretch> stretches, long mostBytes) {
        List<LogPosition> places = new ArrayList<>();
        LogOrder order = new LogOrder(stretches, mostBytes, event -> places.add(event.place()));
        try {
            long hour = Long.MIN_VALUE;
            for (Row row : rows) {
                if (row.hour() != hour && hour != Long.MIN_VALUE) {
                    order.hourEnds(hour);
                }
                hour = row.hour();
                order.accept(hour, new ArchivedEvent(new byte[1], null, row.place()));
            }
            order.hourEnds(hour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return places;
    }

    private static Map<String, List<Long>> byLog(List<LogPosition> places) {
        Map<String, List<Long>> logs = new TreeMap<>();
        places.forEach(
                place -> logs.computeIfAbsent(place.generation() + "/" + place.partition(), log -> new ArrayList<>())
                        .add(place.offset()));
        return logs;
    }

    private static Map<String, List<Long>> sortedByLog(List<Row> rows) {
        Map<String, List<Long>> logs = byLog(rows.stream().map(Row::place).toList());
        logs.values().forEach(offsets -> offsets.sort(Comparator.naturalOrder()));
        return logs;
    }

    private static String name(long hour) {
        return ArchiveName.of("p", hour, 0).toString();
    }
}
