package io.tidemark.lake.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However little memory there is: all rows in their order, and equal ones as they came. */
class ExternalSortProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);

    private record Numbered(int key, long nth) {}

    private record Format(boolean isCompressed) implements ExternalSort.Format<Numbered> {
        @Override
        public Comparator<Numbered> order() {
            return Comparator.comparingInt(Numbered::key);
        }

        @Override
        public long size(Numbered row) {
            return 1;
        }

        @Override
        public void write(Numbered row, DataOutputStream out) throws IOException {
            out.writeInt(row.key());
            out.writeLong(row.nth());
        }

        @Override
        public Numbered read(DataInputStream in) throws IOException {
            return new Numbered(in.readInt(), in.readLong());
        }
    }

    private ExternalSort<Numbered> sort(long memory) throws IOException {
        return new ExternalSort<>(new Format(random.nextBoolean()), memory, directory.resolve("spill"));
    }

    private List<Numbered> fill(ExternalSort<Numbered> sort, int rows) throws IOException {
        List<Numbered> added = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Numbered row = new Numbered(random.nextInt(20), i);
            added.add(row);
            sort.add(row);
        }
        return added;
    }

    private static List<Numbered> sorted(ExternalSort<Numbered> sort) throws IOException {
        List<Numbered> rows = new ArrayList<>();
        sort.forEach(rows::add);
        return rows;
    }

    @Test
    void rowsComeInTheirOrderAndEqualOnesAsTheyCame() throws IOException {
        for (int round = 0; round < 60; round++) {
            int memory = 1 + random.nextInt(round < 30 ? 8 : 400);
            try (ExternalSort<Numbered> sort = sort(memory)) {
                List<Numbered> rows = fill(sort, random.nextInt(600));
                rows.sort(Comparator.comparingInt(Numbered::key));
                assertThat(sorted(sort)).as("seed %d, memory %d", SEED, memory).isEqualTo(rows);
            }
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void filesThatAreMergedOnceAreMergedAgain() throws IOException {
        try (ExternalSort<Numbered> sort = sort(1)) {
            List<Numbered> rows = fill(sort, 64 * 64 + 100);
            try (Stream<Path> files = Files.list(sort.directory())) {
                assertThat(files.count()).isLessThan(3 * 64);
            }
            rows.sort(Comparator.comparingInt(Numbered::key));
            assertThat(sorted(sort)).as("seed %d", SEED).isEqualTo(rows);
        }
    }

    @Test
    void whatFitsIsNotWritten() throws IOException {
        try (ExternalSort<Numbered> sort = sort(101)) {
            fill(sort, 100);
            assertThat(sort.runs()).isZero();
            fill(sort, 1);
            assertThat(sort.runs()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsLeftWhereTheSortIsGivenUp() throws IOException {
        try (ExternalSort<Numbered> sort = sort(1)) {
            fill(sort, 10);
            assertThat(sort.directory()).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatWasCutOffIsNotTakenForAWholeOne() throws IOException {
        try (ExternalSort<Numbered> sort = new ExternalSort<>(new Format(false), 1, directory.resolve("spill"))) {
            fill(sort, 1);
            // A row is a sign, a key and a number; the sign behind it is the end's.
            Path run = sort.directory().resolve("run-0");
            Files.write(run, Arrays.copyOf(Files.readAllBytes(run), 13));

            assertThatThrownBy(() -> sorted(sort)).isInstanceOf(EOFException.class);
        }
    }
}
