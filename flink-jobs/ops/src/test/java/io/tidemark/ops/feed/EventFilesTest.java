package io.tidemark.ops.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.job.kafka.EventsSender;
import io.tidemark.ops.input.Envelope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilesTest {
    @TempDir
    private Path directory;

    @Test
    void lineIsHandedOnAsItsBytesAreWithoutItsEnd() throws IOException {
        byte[] noText = {'{', (byte) 0xC3, 0, (byte) 0xFF, '\t', '}'};
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(noText);
        file.write("\n{\"a\":\"ä😀\"}\n".getBytes(UTF_8));
        List<byte[]> lines = bytesOf(write("events.jsonl", file.toByteArray()));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo(noText);
        assertThat(lines.get(1)).isEqualTo("{\"a\":\"ä😀\"}".getBytes(UTF_8));
    }

    @Test
    void whatWrapsALineIsNoPartOfIt() throws IOException {
        assertThat(linesOf(write("windows.jsonl", "\uFEFF{}\r\n\r\n[1]\r\n\uFEFF{}")))
                .containsExactly("{}", "[1]", "{}");
        assertThat(linesOf(write("gaps.jsonl", "\n{}\n\n \t\n{}\n"))).containsExactly("{}", "{}");
        assertThat(linesOf(write("marked.gz", gzip("\uFEFF{}\r\n")))).containsExactly("{}");
        assertThat(linesOf(write("newline.jsonl", "\n"))).isEmpty();
    }

    @Test
    void lastLineNeedsNoEnd() throws IOException {
        assertThat(linesOf(write("cut.jsonl", "{}\n{\"a\":1}"))).containsExactly("{}", "{\"a\":1}");
        assertThat(linesOf(write("late.jsonl", "x\n{}\ny"))).containsExactly("x", "{}", "y");
    }

    @Test
    void emptyFileHasNoRecords() throws IOException {
        String empty = write("empty.jsonl", "");
        String zipped = write("empty.jsonl.gz", gzip(""));
        String full = write("full.jsonl", "{}");
        List<String> lines = new ArrayList<>();
        assertThat(new EventFiles(List.of(empty, full, zipped)).forEach((line, time) -> lines.add("")))
                .containsExactly(empty, zipped);
        assertThat(lines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_072, 200_000})
    void lineMayBeLongerThanWhatIsReadAtOnce(int length) throws IOException {
        String text = "x".repeat(length) + "\n{}\n" + "y".repeat(length);
        assertThat(linesOf(write("long.jsonl", text))).containsExactly("x".repeat(length), "{}", "y".repeat(length));
    }

    @Test
    void gzippedFileIsKnownByItsContentNotByItsName() throws IOException {
        assertThat(linesOf(write("events", gzip("{}\n[]\n")))).containsExactly("{}", "[]");
        assertThat(linesOf(write("plain.gz", "{}\n"))).containsExactly("{}");
    }

    @Test
    void gzippedFilesPutTogetherAreReadToTheEnd() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip("{}\n"));
        both.write(gzip("[]\n"));
        assertThat(linesOf(write("both.gz", both.toByteArray()))).containsExactly("{}", "[]");
    }

    @Test
    void filesFollowOneAnotherAndALineNeverGoesOnInTheNext() throws IOException {
        String first = write("1.jsonl", "{}\nb");
        String second = write("2.jsonl.gz", gzip("{\"c\":1}\n"));
        assertThat(linesOf(first, second, first)).containsExactly("{}", "b", "{\"c\":1}", "{}", "b");
    }

    @Test
    void rowsOfAnExportAreTheEventsThatTheyWereWhereverTheyAre() throws Exception {
        String row = "{\"amplitude_id\":1,\"data\":{\"tidemark\":{}},\"event_time\":\"x\",\"event_type\":\"a\","
                + "\"server_upload_time\":\"1970-01-01 00:00:01.000000\",\"user_id\":\"ann-1\",\"uuid\":\"u\"}";
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("a_1970-01-01_0#0.json.gz"));
            zip.write(gzip(row));
        }
        byte[] whole = archive.toByteArray();
        for (String file : List.of(
                write("export", whole),
                write("export.zip.gz", gzip(whole)),
                write("a_1970-01-01_0#0.json.gz", gzip(row + "\n")),
                write("plain.jsonl", row),
                write("list.json", "[" + row + "]"))) {
            assertThat(timedOf(file)).as(file).containsExactly("1000 {\"event_type\":\"a\",\"user_id\":\"ann-1\"}");
        }
        for (byte[] piped : List.of(whole, row.getBytes(UTF_8))) {
            assertThat(withInput(new ByteArrayInputStream(piped), () -> timedOf("-")))
                    .containsExactly("1000 {\"event_type\":\"a\",\"user_id\":\"ann-1\"}");
        }
        assertThatThrownBy(() -> linesOf(write("cut.zip", Arrays.copyOf(whole, 40))))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("Cannot read events from " + directory.resolve("cut.zip"));
    }

    @Test
    void wholeRequestAndListAreTakenEventByEvent() throws IOException {
        String request = write(
                "request.json",
                "{\"api_key\":\"k\",\"events\":[{\"a\":1}, {\"b\":[2]}],\"options\":{\"min_id_length\":3},"
                        + "\"client_upload_time\":\"1970-01-01T00:00:02Z\"}");
        assertThat(linesOf(request))
                .containsExactly(
                        "{\"client_upload_time\":2000,\"min_id_length\":3,\"a\":1}",
                        "{\"client_upload_time\":2000,\"min_id_length\":3,\"b\":[2]}");
        assertThat(linesOf(write("list.json", "[{\"a\":1},\n{\"b\":2}]"))).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void whatIsSaidOfAllIsPutIntoEachThatDoesNotSayIt() throws IOException {
        String file = write("events.jsonl", "{\"a\":1}\n{}\n{\"min_id_length\":4}\n[1]\n{\"broken\n");
        List<String> lines = new ArrayList<>();
        new EventFiles(List.of(file), new Envelope(null, 2L))
                .forEach((line, time) -> lines.add(new String(line, UTF_8)));
        assertThat(lines)
                .containsExactly(
                        "{\"min_id_length\":2,\"a\":1}",
                        "{\"min_id_length\":2}",
                        "{\"min_id_length\":4}",
                        "[1]",
                        "{\"broken");
    }

    @Test
    void whatHoldsNoEventsIsToldByItsFirstBytesAndNothingIsSent() throws IOException {
        String good = write("good.jsonl", "{}\n");
        String table = write("table.csv", "event_type,device_id\na,abcde\n");
        for (String bad : List.of(table, write("table.gz", gzip("event_type,device_id\na,abcde\n")))) {
            assertThatThrownBy(() -> new EventFiles(List.of(good, bad)))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessageContainingAll("Cannot read events from " + bad, "a table, as CSV", "Nothing was sent");
        }
        List<byte[]> taken = new ArrayList<>();
        EventFiles piped = new EventFiles(List.of("-"));
        assertThatThrownBy(() -> withInput(Files.newInputStream(Path.of(table)), () -> {
                    piped.forEach((line, time) -> taken.add(line));
                    return taken;
                }))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Cannot read events from -", "a table, as CSV", "Nothing of it was sent");
        assertThat(taken).isEmpty();
    }

    @Test
    void pipeIsOpenedOnceAndReadAlsoWhereItsWriterHasGone() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String file = write("1.jsonl", "{\"file\":1}\n");
        Process writer = new ProcessBuilder("sh", "-c", "printf '{}\\n[1]\\n' > " + pipe).start();
        EventFiles files = new EventFiles(List.of(file, pipe.toString()));
        assertThat(writer.waitFor()).isZero();
        List<String> lines = new ArrayList<>();
        files.forEach((line, time) -> lines.add(new String(line, UTF_8)));
        assertThat(lines).containsExactly("{\"file\":1}", "{}", "[1]");
    }

    @Test
    void fileThatIsCutOrGoneWhileItIsReadIsSaidSo() throws IOException {
        String cut = write("cut.jsonl", "{\"n\":1}\n".repeat(100_000));
        assertThatThrownBy(() -> new EventFiles(List.of(cut)).forEach((line, time) -> shorten(Path.of(cut))))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Could not read all of " + cut, "it was cut while it was read", "800000");
        String gone = write("gone.jsonl", "{}\n");
        EventFiles files = new EventFiles(List.of(gone));
        Files.delete(Path.of(gone));
        assertThatThrownBy(() -> files.forEach((line, time) -> {}))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Could not read all of " + gone, "it is there no longer");
    }

    private static void shorten(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(300_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void dashIsStandardInputAlsoGzipped() throws Exception {
        String file = write("1.jsonl", "{\"file\":1}\n");
        byte[] piped = "{\"piped\":1}\nlast".getBytes(UTF_8);
        assertThat(withInput(new ByteArrayInputStream(piped), () -> linesOf("-", file)))
                .containsExactly("{\"piped\":1}", "last", "{\"file\":1}");
        assertThat(withInput(new ByteArrayInputStream(piped), () -> linesOf("/dev/stdin")))
                .containsExactly("{\"piped\":1}", "last");
        assertThat(withInput(new ByteArrayInputStream(gzip("{}\n")), () -> linesOf("-")))
                .containsExactly("{}");
    }

    @Test
    void cutGzipFileIsSaidSoAfterItsWholeLines() throws IOException {
        byte[] whole = gzip("{\"n\":1}\n".repeat(50_000));
        String cut = write("cut.gz", Arrays.copyOf(whole, whole.length - 12));
        List<byte[]> taken = new ArrayList<>();
        assertThatThrownBy(() -> new EventFiles(List.of(cut)).forEach((line, time) -> taken.add(line)))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Could not read all of " + cut, "ends too early", "send it again");
        assertThat(taken).isNotEmpty().allSatisfy(line -> assertThat(line).isEqualTo("{\"n\":1}".getBytes(UTF_8)));
    }

    @Test
    void gzipFileCutInItsFirstBytesOrDamagedIsSaidSo() throws IOException {
        String stump = write("stump.gz", Arrays.copyOf(gzip("{}\n"), 5));
        assertThatThrownBy(() -> linesOf(stump))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Cannot read events from " + stump, "ends too early")
                .hasMessageNotContaining("null");
        byte[] damaged = gzip("{}\n".repeat(9));
        damaged[damaged.length / 2] ^= 0x55;
        String broken = write("broken.gz", damaged);
        assertThatThrownBy(() -> linesOf(broken))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("Cannot read events from " + broken + ": what is compressed is damaged");
    }

    @Test
    void whatCannotBeReadIsNamedBeforeAnythingIsBegun() throws IOException {
        String good = write("good.jsonl", "{}\n");
        String missing = directory.resolve("missing.jsonl").toString();
        assertThatThrownBy(() -> new EventFiles(List.of(good, missing)))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll("Cannot read events from " + missing, "no such file", "Nothing was sent");
        assertThatThrownBy(() -> new EventFiles(List.of(directory.toString())))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("it is a directory");
    }

    @Test
    void lineLongerThanAnyRecordEndsTheReading() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{}\n".getBytes(UTF_8));
            byte[] mebibyte = new byte[1 << 20];
            Arrays.fill(mebibyte, (byte) 'x');
            for (int i = 0; i <= EventsSender.LARGEST_RECORD >> 20; i++) {
                out.write(mebibyte);
            }
        }
        String file = write("no-lines.gz", zipped.toByteArray());
        List<byte[]> taken = new ArrayList<>();
        assertThatThrownBy(() -> new EventFiles(List.of(file)).forEach((line, time) -> taken.add(line)))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContainingAll(file, "longer than 64 MiB", "Is it a file of JSON lines?");
        assertThat(taken).hasSize(1);
    }

    private static <T> T withInput(InputStream input, Callable<T> what) throws Exception {
        InputStream before = System.in;
        try {
            System.setIn(input);
            return what.call();
        } finally {
            System.setIn(before);
        }
    }

    private static List<String> timedOf(String name) {
        List<String> taken = new ArrayList<>();
        new EventFiles(List.of(name)).forEach((event, time) -> taken.add(time + " " + new String(event, UTF_8)));
        return taken;
    }

    private String write(String name, String text) throws IOException {
        return write(name, text.getBytes(UTF_8));
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static List<byte[]> bytesOf(String... names) {
        List<byte[]> lines = new ArrayList<>();
        new EventFiles(List.of(names)).forEach((line, time) -> lines.add(line));
        return lines;
    }

    private static List<String> linesOf(String... names) {
        return bytesOf(names).stream().map(line -> new String(line, ISO_8859_1)).toList();
    }
}
