package io.tidemark.job.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.connect.EventsSender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    void carriageReturnBelongsToTheLine() throws IOException {
        // JSON takes it for white space; what was sent stays what was sent.
        assertThat(linesOf(write("windows.jsonl", "{}\r\n\r\n[1]\r\n"))).containsExactly("{}\r", "\r", "[1]\r");
    }

    @Test
    void emptyLineIsARecordToo() throws IOException {
        assertThat(linesOf(write("gaps.jsonl", "\n{}\n\n\n{}\n"))).containsExactly("", "{}", "", "", "{}");
        assertThat(linesOf(write("newline.jsonl", "\n"))).containsExactly("");
    }

    @Test
    void lastLineNeedsNoEnd() throws IOException {
        assertThat(linesOf(write("cut.jsonl", "{}\n{\"a\":1}"))).containsExactly("{}", "{\"a\":1}");
        assertThat(linesOf(write("one.jsonl", "x"))).containsExactly("x");
    }

    @Test
    void emptyFileHasNoRecords() throws IOException {
        assertThat(linesOf(write("empty.jsonl", ""))).isEmpty();
        assertThat(linesOf(write("empty.jsonl.gz", gzip("")))).isEmpty();
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
        String first = write("1.jsonl", "a\nb");
        String second = write("2.jsonl.gz", gzip("c\n"));
        assertThat(linesOf(first, second, first)).containsExactly("a", "b", "c", "a", "b");
    }

    @Test
    void rowsOfAnExportAreTheEventsThatTheyWereWithTheirTimestamps() throws IOException {
        String row = "{\"amplitude_id\":1,\"data\":{\"tidemark\":{}},\"event_time\":\"x\",\"event_type\":\"a\","
                + "\"server_upload_time\":\"1970-01-01 00:00:01.000000\",\"user_id\":\"ann-1\",\"uuid\":\"u\"}";
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("a_1970-01-01_0#0.json.gz"));
            zip.write(gzip(row));
        }
        for (String file :
                List.of(write("export", archive.toByteArray()), write("a_1970-01-01_0#0.json.gz", gzip(row + "\n")))) {
            EventFiles files = new EventFiles(List.of(file));
            List<String> taken = new ArrayList<>();
            files.forEach((event, time) -> taken.add(time + " " + new String(event, UTF_8)));
            assertThat(taken).containsExactly("1000 {\"event_type\":\"a\",\"user_id\":\"ann-1\"}");
            assertThat(files.haveTimestamps()).isTrue();
        }
        assertThat(linesOf(write("plain.jsonl", row))).containsExactly(row);
        assertThatThrownBy(() -> linesOf(write("cut.zip", Arrays.copyOf(archive.toByteArray(), 40))))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Could not read all of");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(archive.toByteArray()));
            assertThatThrownBy(() -> linesOf("-"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("cannot be read from standard input");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void dashIsStandardInputAlsoGzipped() throws IOException {
        String file = write("1.jsonl", "file\n");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("piped\nlast".getBytes(UTF_8)));
            assertThat(linesOf("-", file)).containsExactly("piped", "last", "file");
            System.setIn(new ByteArrayInputStream(gzip("zipped\n")));
            assertThat(linesOf("-")).containsExactly("zipped");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void cutGzipFileIsSaidSoAfterItsWholeLines() throws IOException {
        byte[] whole = gzip("{\"n\":1}\n".repeat(50_000));
        String cut = write("cut.gz", Arrays.copyOf(whole, whole.length - 12));
        List<byte[]> taken = new ArrayList<>();
        assertThatThrownBy(() -> new EventFiles(List.of(cut)).forEach((line, time) -> taken.add(line)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("Could not read all of " + cut, "ends too early", "send it again");
        assertThat(taken).isNotEmpty().allSatisfy(line -> assertThat(line).isEqualTo("{\"n\":1}".getBytes(UTF_8)));
    }

    @Test
    void gzipFileCutInItsFirstBytesOrDamagedIsSaidSo() throws IOException {
        String stump = write("stump.gz", Arrays.copyOf(gzip("{}\n"), 5));
        assertThatThrownBy(() -> linesOf(stump))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("Could not read all of " + stump, "ends too early")
                .hasMessageNotContaining("null");
        byte[] damaged = gzip("{}\n".repeat(9));
        damaged[damaged.length / 2] ^= 0x55;
        String broken = write("broken.gz", damaged);
        assertThatThrownBy(() -> linesOf(broken))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Could not read all of " + broken);
    }

    @Test
    void whatCannotBeReadIsNamedBeforeAnythingIsBegun() throws IOException {
        String good = write("good.jsonl", "{}\n");
        String missing = directory.resolve("missing.jsonl").toString();
        assertThatThrownBy(() -> new EventFiles(List.of(good, missing)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("Cannot read events from " + missing, "no such file", "Nothing was sent");
        assertThatThrownBy(() -> new EventFiles(List.of(directory.toString())))
                .isInstanceOf(CommandFailure.class)
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
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll(file, "longer than 64 MiB", "Is it a file of JSON lines?");
        assertThat(taken).hasSize(1);
    }

    private String write(String name, String text) throws IOException {
        return write(name, text.getBytes(UTF_8));
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(UTF_8));
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
