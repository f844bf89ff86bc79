package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.read.ExternalSort;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.seeded.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However little memory there is: all lines, in order. */
class LineFormatProperties {
    @TempDir
    private Path directory;

    @Test
    void anyLinesComeInOrderWithAnyMemory() {
        Seeds.forEach(40, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<PlacedLine> lines = lines(random, random.nextInt(1, 600));
            try {
                assertThat(sorted(lines, random.nextInt(200, 40_000))).isEqualTo(expected(lines));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void moreRunsThanMayBeOpenAreMergedBefore() throws IOException {
        List<PlacedLine> lines = lines(new SplittableRandom(1), 4_300);
        Path spill = directory.resolve("spill");
        try (ExternalSort<PlacedLine> sort = LineFormat.sort(spill, 1)) {
            for (PlacedLine line : lines) {
                sort.add(line);
            }
            try (Stream<Path> files = Files.list(spill)) {
                assertThat(files.count()).isLessThan(3 * 64);
            }
            assertThat(sort.runs()).isGreaterThan(4_300);
            List<String> read = new ArrayList<>();
            sort.forEach(line -> read.add(text(line)));
            assertThat(read).isEqualTo(expected(lines));
        }
        assertThat(spill).doesNotExist();
    }

    private List<String> sorted(List<PlacedLine> lines, long memory) throws IOException {
        try (ExternalSort<PlacedLine> sort = LineFormat.sort(directory.resolve("spill"), memory)) {
            for (PlacedLine line : lines) {
                sort.add(line);
            }
            List<String> read = new ArrayList<>();
            sort.forEach(line -> read.add(text(line)));
            return read;
        }
    }

    private static List<String> expected(List<PlacedLine> lines) {
        return lines.stream()
                .sorted(PlacedLine.ORDER)
                .map(LineFormatProperties::text)
                .toList();
    }

    private static String text(PlacedLine line) {
        return line.hour() + line.project() + line.place() + new String(line.text(), StandardCharsets.UTF_8);
    }

    private static List<PlacedLine> lines(SplittableRandom random, int count) {
        List<PlacedLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new PlacedLine(
                    random.nextInt(3) - 1,
                    random.nextBoolean() ? "日本" : "a".repeat(random.nextInt(9)),
                    new LogPosition(random.nextInt(1, 3), random.nextInt(3), random.nextInt(1_000_000)),
                    "x".repeat(random.nextInt(500)).getBytes(StandardCharsets.UTF_8)));
        }
        return lines;
    }
}
