package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a zip are read, which are passed over, and which are an error. */
class ArchiveEntriesTest {
    private static final byte[] EVENT = text("{\"event_type\":\"x\",\"device_id\":\"device-1\"}\n");
    private static final String LIST = new Stretch("p_2025-07-01_9#0.json.gz", 1, 0, 0, 0, 1).line();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p_2025-07-01_9#0.json.gz",
                "187520/p_2025-07-01_9#0.json.gz",
                "events.jsonl",
                "events.txt",
                "events",
                "EVENTS.JSON"
            })
    void aFileOfEventsIsReadWhateverItIsCalled(String name) throws IOException {
        for (byte[] content : List.of(EVENT, gzipped(EVENT))) {
            try (ZipFile zip = zip(Map.of(name, content))) {
                assertThat(ArchiveEntries.withRecords(zip))
                        .extracting(ZipEntry::getName)
                        .containsExactly(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__MACOSX/._p_2025-07-01_9#0.json.gz",
                "a/__MACOSX/p.json",
                ".DS_Store",
                "a/.hidden/p.json",
                ".p.json.swp",
                "tidemark/files.jsonl",
                "again/tidemark/files.jsonl",
                "tidemark/merged_ids.jsonl.gz",
                "tidemark/about.txt"
            })
    void whatIsBesideTheFilesOfEventsIsPassedOver(String name) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(name, EVENT);
        files.put("p_2025-07-01_9#0.json.gz", gzipped(EVENT));
        try (ZipFile zip = zip(files)) {
            assertThat(ArchiveEntries.withRecords(zip))
                    .extracting(ZipEntry::getName)
                    .containsExactly("p_2025-07-01_9#0.json.gz");
        }
    }

    @Test
    void aFileThatHoldsNoEventsAndDoesNotSayThatItDoesIsPassedOver() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("readme.md", text("# What this is\n"));
        files.put("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        files.put("empty", new byte[0]);
        files.put("events.json", EVENT);
        try (ZipFile zip = zip(files)) {
            assertThat(ArchiveEntries.withRecords(zip))
                    .extracting(ZipEntry::getName)
                    .containsExactly("events.json");
        }
    }

    @Test
    void anEmptyFileThatSaysThatItHoldsEventsIsOneWithoutRecords() throws IOException {
        try (ZipFile zip = zip(Map.of("p_2025-07-01_9#0.json.gz", gzipped(new byte[0])))) {
            assertThat(ArchiveEntries.withRecords(zip)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.json", "p.json.gz", "P.NDJSON", "p.jsonl", "p.gz"})
    void aFileThatSaysThatItHoldsEventsAndDoesNotIsAnError(String name) throws IOException {
        try (ZipFile zip = zip(Map.of(name, text("<html></html>")))) {
            assertThatThrownBy(() -> ArchiveEntries.withRecords(zip))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("its file " + name + " holds no events: ");
        }
    }

    @Test
    void anArchiveInAnArchiveIsAnErrorThatSaysWhatToDo() throws IOException {
        Path inner = directory.resolve("inner.zip");
        zip(Map.of("events.json", EVENT), inner).close();
        try (ZipFile zip = zip(Map.of("inner.zip", Files.readAllBytes(inner)))) {
            assertThatThrownBy(() -> ArchiveEntries.withRecords(zip))
                    .hasMessage("its file inner.zip is an archive itself. Unpack it, and give what is in it");
        }
    }

    @Test
    void aZipWithoutAnyEventsIsAnErrorThatCountsItsFiles() throws IOException {
        try (ZipFile zip = zip(Map.of("readme.md", text("# What\n"), "__MACOSX/x", EVENT, "notes", text("hello")))) {
            assertThatThrownBy(() -> ArchiveEntries.withRecords(zip))
                    .hasMessage("it is a zip without files of events: none of its 2 files is JSON, plain or gzipped");
        }
    }

    /** What an export writes of a time in which nothing happened. */
    @Test
    void anArchiveWithOurListAndNoEventsIsAnArchive() throws IOException {
        try (ZipFile zip = zip(Map.of(Stretch.LIST, new byte[0]))) {
            assertThat(ArchiveEntries.withRecords(zip)).isEmpty();
        }
    }

    @Test
    void ourListIsFoundWhereverItWasZippedAgain() throws IOException {
        for (String name : List.of(Stretch.LIST, "november/" + Stretch.LIST, "a/b/" + Stretch.LIST)) {
            try (ZipFile zip = zip(Map.of(name, text(LIST), "events.json", EVENT))) {
                assertThat(ArchiveEntries.list(zip)).isNotNull().hasToString(name);
            }
        }
        for (String name : List.of("__MACOSX/" + Stretch.LIST, "x" + Stretch.LIST, "tidemark/files.json")) {
            try (ZipFile zip = zip(Map.of(name, text(LIST), "events.json", EVENT))) {
                assertThat(ArchiveEntries.list(zip)).as(name).isNull();
            }
        }
    }

    @Test
    void ofTwoListsTheOneAtItsOwnPlaceCounts() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("old/" + Stretch.LIST, text("old"));
        files.put(Stretch.LIST, text(LIST));
        try (ZipFile zip = zip(files)) {
            assertThat(ArchiveEntries.list(zip)).hasToString(Stretch.LIST);
        }
    }

    @Test
    void aDamagedFileIsNamedWithWhatIsWrong() {
        assertThat(ArchiveEntries.damaged("a.json.gz", new ZipException("invalid block type")))
                .hasMessage("its file a.json.gz is damaged (invalid block type)");
        assertThat(ArchiveEntries.damaged("a.json.gz", new EOFException()))
                .hasMessage("its file a.json.gz is damaged (it ends too early)");
    }

    private ZipFile zip(Map<String, byte[]> files) throws IOException {
        return zip(files, directory.resolve("archive.zip"));
    }

    private static ZipFile zip(Map<String, byte[]> files, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
        }
        return new ZipFile(file.toFile());
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
