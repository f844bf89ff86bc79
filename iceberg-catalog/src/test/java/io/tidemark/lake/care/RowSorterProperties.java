package io.tidemark.lake.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However little memory it has, and however often times repeat, a sorter gives what a list would that is sorted. */
class RowSorterProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Schema SCHEMA = new Schema(
            NestedField.optional(1, Columns.EVENT_TIME, Types.TimestampType.withZone()),
            NestedField.optional(2, Columns.AMPLITUDE_ID, Types.LongType.get()),
            NestedField.required(3, "nth", Types.LongType.get()),
            NestedField.optional(4, "text", Types.StringType.get()),
            NestedField.optional(5, "price", Types.DoubleType.get()),
            NestedField.optional(
                    6, "place", Types.StructType.of(NestedField.required(7, "offset", Types.LongType.get()))));
    private static final Comparator<Record> ORDER = Comparator.comparing(
                    (Record row) -> (OffsetDateTime) row.getField(Columns.EVENT_TIME),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(
                    row -> (Long) row.getField(Columns.AMPLITUDE_ID), Comparator.nullsFirst(Comparator.naturalOrder()));

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);

    private Record row(long nth) {
        Record row = GenericRecord.create(SCHEMA);
        if (random.nextInt(20) > 0) {
            long seconds = random.nextInt(10) == 0 ? -20_000_000_000L : random.nextInt(40);
            row.setField(
                    Columns.EVENT_TIME,
                    OffsetDateTime.ofInstant(
                            Instant.ofEpochSecond(seconds, 1_000L * random.nextInt(3)), ZoneOffset.UTC));
        }
        if (random.nextInt(10) > 0) {
            row.setField(Columns.AMPLITUDE_ID, random.nextLong(5) - 2);
        }
        row.setField("nth", nth);
        if (random.nextBoolean()) {
            row.setField("text", "ü".repeat(random.nextInt(30)));
        }
        row.setField("price", random.nextDouble());
        if (random.nextInt(4) == 0) {
            Record place = GenericRecord.create(SCHEMA.findField("place").type().asStructType());
            place.setField("offset", random.nextLong());
            row.setField("place", place);
        }
        return row;
    }

    private RowSorter sorter(long memory, String name) throws IOException {
        return new RowSorter(SCHEMA, new RowOrder(SCHEMA), memory, Files.createDirectory(directory.resolve(name)));
    }

    @Test
    void rowsComeInTheirOrderAndThoseOfOnePlaceAsTheyCame() throws IOException {
        for (int round = 0; round < 60; round++) {
            List<Record> rows = new ArrayList<>();
            List<Record> sorted = new ArrayList<>();
            // From one row in memory, with which hundreds of files are merged in several goes, to all of them.
            long memory = 1L << random.nextInt(18);
            try (RowSorter sorter = sorter(memory, "round" + round)) {
                for (int i = random.nextInt(600); i > 0; i--) {
                    Record row = row(rows.size());
                    rows.add(row);
                    sorter.add(row);
                }
                sorter.drain(sorted::add);
            }
            rows.sort(ORDER);
            assertThat(sorted).as("seed %d, memory %d", SEED, memory).isEqualTo(rows);
        }
    }

    @Test
    void whatHasNoRoomIsWrittenAtOnce() throws IOException {
        try (RowSorter sorter = sorter(4_096, "little")) {
            int inMemory = 0;
            for (int i = 0, runs = 0; i < 2_000; i++) {
                sorter.add(row(i));
                inMemory = sorter.runs() == runs ? inMemory + 1 : 0;
                runs = sorter.runs();
                // A row takes a hundred bytes and more, with what is kept beside it.
                assertThat(inMemory).as("seed %d", SEED).isLessThan(41);
            }
        }
    }

    @Test
    void nothingIsLeftWhereRowsAreSortedNorWhereThatIsGivenUp() throws IOException {
        for (boolean drained : new boolean[] {true, false}) {
            try (RowSorter sorter = sorter(1, "drained-" + drained)) {
                for (int i = 0; i < 200; i++) {
                    sorter.add(row(i));
                }
                assertThat(sorter.runs()).isPositive();
                if (drained) {
                    sorter.drain(row -> assertThat(row).isNotNull());
                }
            }
            assertThat(directory).isEmptyDirectory();
        }
    }
}
