package io.tidemark.ops.export;

import io.tidemark.ops.archive.ArchiveName;
import io.tidemark.ops.archive.Stretch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive, put together from finished files: those of events first, in the order of their hours, then what Tidemark
 * adds under {@code tidemark/}. The same files give the same bytes.
 */
final class ArchiveFile {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final Comparator<Stretch> ORDER = Comparator.comparing(
            stretch -> ArchiveName.parse(stretch.file())
                    .orElseThrow(() -> new IllegalStateException("No name of a file of an archive: " + stretch.file())),
            ArchiveName.ORDER);

    private ArchiveFile() {}

    /** The stretches of all finished hours, in the archive's order. */
    static List<Stretch> stretches(ExportWorkspace workspace) throws IOException {
        List<Stretch> stretches = new ArrayList<>();
        for (String note : workspace.notes(HourFiles.HOUR)) {
            note.lines().forEach(line -> {
                Stretch stretch = Stretch.parse(line.getBytes(StandardCharsets.UTF_8));
                if (stretch == null) {
                    throw new IllegalStateException("A note of an unfinished export is damaged: " + line);
                }
                stretches.add(stretch);
            });
        }
        stretches.sort(ORDER);
        return stretches;
    }

    static void write(ExportWorkspace workspace, List<Stretch> stretches, Path merges, String about)
            throws IOException {
        // The file is named by itself: what compresses does not close it where its last bytes cannot be written.
        try (OutputStream whole = Files.newOutputStream(workspace.archive());
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(whole))) {
            for (Path file : HourFiles.files(workspace, stretches)) {
                String name = String.valueOf(file.getFileName());
                LocalDateTime begin = ArchiveName.parse(name)
                        .map(parsed -> LocalDateTime.ofInstant(parsed.begin(), ZoneOffset.UTC))
                        .orElse(NO_TIME);
                begin(zip, name, begin, Deflater.NO_COMPRESSION);
                Files.copy(file, zip);
            }
            begin(zip, Stretch.LIST, NO_TIME, Deflater.DEFAULT_COMPRESSION);
            for (Stretch stretch : stretches) {
                zip.write(stretch.bytes());
            }
            begin(zip, Merges.NAME, NO_TIME, Deflater.NO_COMPRESSION);
            Files.copy(merges, zip);
            begin(zip, "tidemark/about.txt", NO_TIME, Deflater.DEFAULT_COMPRESSION);
            zip.write((about + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void begin(ZipOutputStream zip, String name, LocalDateTime time, int level) throws IOException {
        zip.setLevel(level);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(time.getYear() < NO_TIME.getYear() ? NO_TIME : time);
        zip.putNextEntry(entry);
    }
}
