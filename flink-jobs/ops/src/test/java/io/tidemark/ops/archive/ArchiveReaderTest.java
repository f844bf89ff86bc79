package io.tidemark.ops.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.seeded.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
    private static final int LONGEST = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void filesComeByTheirHoursAndOfOneHourByPlace() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("b_2025-07-01_10#0.json.gz", gzip(row(0, 6)));
        files.put("b_2025-07-01_9#0.json.gz", gzip(row(0, 2) + row(0, 3)));
        files.put("b_2025-07-01_9#1.json.gz", gzip(row(0, 5) + row(1, 0)));
        files.put("a_2025-07-01_9#0.json.gz", gzip(row(0, 1) + row(0, 4)));

        assertThat(read(files)).containsExactly("0/1", "0/2", "0/3", "0/4", "0/5", "1/0", "0/6");
    }

    @Test
    void aRowThatAnHourHasTooEarlyWaitsForThoseBeforeIt() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a_2025-07-01_9#0.json.gz", gzip(row(0, 1) + row(0, 4) + row(0, 7) + row(1, 9)));
        files.put("a_2025-07-01_10#0.json.gz", gzip(row(0, 2) + row(0, 5)));
        files.put("a_2025-07-01_12#0.json.gz", gzip(row(0, 3) + row(0, 6) + row(0, 8)));
        files.put(
                Stretch.LIST,
                (stretch("a_2025-07-01_9#0.json.gz", 0, 1, 7)
                                + stretch("a_2025-07-01_9#0.json.gz", 1, 9, 9)
                                + stretch("a_2025-07-01_10#0.json.gz", 0, 2, 5)
                                + stretch("a_2025-07-01_12#0.json.gz", 0, 3, 8))
                        .getBytes(UTF_8));

        assertThat(read(files)).containsExactly("0/1", "1/9", "0/2", "0/3", "0/4", "0/5", "0/6", "0/7", "0/8");
    }

    @Test
    void anyRowsInAnyHoursComeInTheOrderOfTheirPartitions() {
        Seeds.forEach(60, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Map<String, Map<Integer, List<Long>>> hours = new TreeMap<>();
            int rows = random.nextInt(200);
            for (long offset = 0; offset < rows; offset++) {
                long about = offset / 20 + (random.nextInt(5) == 0 ? random.nextInt(6) : 0);
                String name = (random.nextBoolean() ? "a" : "b") + "_2025-07-01_" + Math.min(23, about) + "#0.json.gz";
                hours.computeIfAbsent(name, none -> new TreeMap<>())
                        .computeIfAbsent(random.nextInt(3), none -> new ArrayList<>())
                        .add(offset);
            }
            Map<Integer, List<String>> byPartition = new HashMap<>();
            List<String> read = read(archive(hours));
            read.forEach(place -> byPartition
                    .computeIfAbsent(place.charAt(0) - '0', none -> new ArrayList<>())
                    .add(place));
            assertThat(read).hasSize(rows);
            byPartition.values().forEach(places -> assertThat(places)
                    .isSortedAccordingTo((left, right) -> Long.compare(offset(left), offset(right))));
        });
    }

    @Test
    void tooManyRowsInTheWrongOrderAreAFailureAndNeverAWrongOrder() throws IOException {
        List<ArchivedEvent> out = new ArrayList<>();
        LogOrder order = new LogOrder(List.of(new Stretch("a_1970-01-01_5#0.json.gz", 1, 0, 0, 0, 1)), 100, out::add);
        order.accept(1, new ArchivedEvent(new byte[90], null, new LogPosition(1, 0, 5)));

        assertThatThrownBy(() -> order.accept(1, new ArchivedEvent(new byte[90], null, new LogPosition(1, 0, 6))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too far from the order");
        assertThat(out).isEmpty();
    }

    @Test
    void filesOfOtherNamesAreReadInTheirOrderAndOthersNot() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("readme.txt", "nothing".getBytes(UTF_8));
        files.put("z.json.gz", gzip("{\"event_type\":\"a\"}"));
        files.put("b.json.gz", gzip("{\"x\":\n1}\n\n"));
        files.put("none.json.gz", gzip(""));
        files.put("plain.json", "[{\"y\":1}]".getBytes(UTF_8));

        assertThat(read(files)).containsExactly("{\"event_type\":\"a\"}", "{\"x\":\n1}", "{\"y\":1}");
    }

    @Test
    void whatAMacOrAnEditorPutsBesideThemIsNoPartOfThem() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a/a_2025-07-01_9#0.json.gz", gzip(row(0, 1)));
        files.put("__MACOSX/a/._a_2025-07-01_9#0.json.gz", new byte[84]);
        files.put("a/._a_2025-07-01_9#0.json.gz", new byte[84]);
        files.put("a/.DS_Store", new byte[84]);

        assertThat(read(files)).containsExactly("0/1");
        assertThatThrownBy(() -> read(Map.of("__MACOSX/._a.json.gz", new byte[84])))
                .rootCause()
                .hasMessageContaining("without files of events");
    }

    @Test
    void zippedAgainUnpackedOrUnderAFolderTheOrderIsTheSame() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("x/a_2025-07-01_10#0.json", row(0, 2).getBytes(UTF_8));
        files.put("x/a_2025-07-01_9_0.json", (row(0, 1) + row(0, 3)).getBytes(UTF_8));
        files.put("x/tidemark/merged_ids.jsonl.gz", gzip("{\"amplitude_id\":1}\n"));
        files.put(
                "x/" + Stretch.LIST,
                (stretch("a_2025-07-01_9#0.json.gz", 0, 1, 3) + stretch("a_2025-07-01_10#0.json.gz", 0, 2, 2))
                        .getBytes(UTF_8));

        assertThat(read(files)).containsExactly("0/1", "0/2", "0/3");
    }

    @Test
    void whatShouldHoldEventsAndDoesNotIsNamedAndNothingIsHandedOn() throws IOException {
        for (Map.Entry<String, byte[]> other : Map.of(
                        "b.json.gz", "no gzip".getBytes(UTF_8),
                        "b.json", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 2, 3, 4, 5},
                        "export.zip", Files.readAllBytes(zip(Map.of("a.json.gz", gzip("{}")))))
                .entrySet()) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("a.json.gz", gzip("{\"x\":1}"));
            files.put(other.getKey(), other.getValue());
            List<ArchivedEvent> taken = new ArrayList<>();
            Path zip = zip(files);
            assertThatThrownBy(() -> new ArchiveReader(zip, LONGEST).forEach(taken::add))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its file " + other.getKey());
            assertThatThrownBy(() -> new ArchiveReader(zip, LONGEST).check()).isInstanceOf(IOException.class);
            assertThat(taken).isEmpty();
        }
    }

    @Test
    void anArchiveWithoutEventsIsReadAndOneThatIsNoneIsSaidSo() throws IOException {
        assertThat(read(Map.of(Stretch.LIST, new byte[0]))).isEmpty();
        assertThatThrownBy(() -> read(Map.of("photo.jpg", new byte[9])))
                .rootCause()
                .hasMessageContaining("no");
        assertThatThrownBy(() -> read(Map.of("a.json.gz", new byte[9], Stretch.LIST, "x\n".getBytes(UTF_8))))
                .rootCause()
                .hasMessageContaining("list of files");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        byte[] whole = gzip(row(0, 1) + row(0, 2));
        Map<String, byte[]> files = Map.of("a_2025-07-01_9#0.json.gz", Arrays.copyOf(whole, whole.length - 9));

        assertThatThrownBy(() -> read(files))
                .hasMessageContainingAll("a_2025-07-01_9#0.json.gz is damaged", "ends too early");
    }

    private Map<String, byte[]> archive(Map<String, Map<Integer, List<Long>>> hours) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder list = new StringBuilder();
        hours.forEach((name, partitions) -> {
            StringBuilder lines = new StringBuilder();
            partitions.forEach((partition, offsets) -> {
                offsets.forEach(offset -> lines.append(row(partition, offset)));
                list.append(stretch(name, partition, offsets.get(0), offsets.get(offsets.size() - 1)));
            });
            files.put(name, gzip(lines.toString()));
        });
        files.put(Stretch.LIST, list.toString().getBytes(UTF_8));
        return files;
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        Path path = directory.resolve("archive.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return path;
    }

    private List<String> read(Map<String, byte[]> files) {
        try {
            List<String> read = new ArrayList<>();
            new ArchiveReader(zip(files), LONGEST).forEach(event -> {
                LogPosition place = event.place();
                read.add(place == null ? new String(event.value(), UTF_8) : place.partition() + "/" + place.offset());
            });
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static long offset(String place) {
        return Long.parseLong(place.substring(2));
    }

    private static String stretch(String file, int partition, long first, long last) {
        return new Stretch(file, 1, partition, first, last, 1).line() + "\n";
    }

    private static String row(int partition, long offset) {
        return ("{\"amplitude_id\":1,\"data\":{\"tidemark\":{\"ingest_epoch\":1,\"kafka_offset\":%d,"
                        + "\"kafka_partition\":%d}},\"event_time\":\"2025-07-01 16:34:54.837000\",\"event_type\":\"a\","
                        + "\"server_upload_time\":\"2025-07-01 16:34:54.837000\",\"uuid\":\"u\"}\n")
                .formatted(offset, partition);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
