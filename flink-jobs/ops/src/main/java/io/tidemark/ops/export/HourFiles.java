package io.tidemark.ops.export;

import io.tidemark.lake.io.AtomicFile;
import io.tidemark.ops.archive.ArchiveName;
import io.tidemark.ops.archive.Stretch;
import io.tidemark.rules.event.LogPosition;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes sorted lines as the files of their hours, each of one project and of a bounded number of rows. An hour's note is
 * written when all its files are.
 */
final class HourFiles implements AutoCloseable {
    /** The names of the pieces that are hours begin so. */
    static final String HOUR = "hour-";

    private static final int BUFFER = 1 << 16;

    private final ExportWorkspace workspace;
    private final long mostRows;
    private final List<Stretch> stretches = new ArrayList<>();
    private @Nullable OutputStream file;
    private @Nullable OutputStream out;
    private @Nullable ArchiveName name;
    private String project = "";
    private long hour;
    private long rowsInFile;
    private @Nullable Stretch stretch;

    HourFiles(ExportWorkspace workspace, long mostRows) {
        this.workspace = workspace;
        this.mostRows = mostRows;
    }

    static String piece(long hour) {
        return HOUR + hour;
    }

    /** Takes the next line. */
    void accept(PlacedLine line) throws IOException {
        if (name != null && line.hour() != hour) {
            finishHour();
        }
        if (name == null || !line.project().equals(project)) {
            begin(line, 0);
        } else if (rowsInFile == mostRows) {
            begin(line, name.part() + 1);
        }
        OutputStream lines = out;
        if (lines == null) {
            throw new IllegalStateException("A line is written before its file is begun");
        }
        lines.write(line.text());
        lines.write('\n');
        rowsInFile++;
        note(line.place());
    }

    private void begin(PlacedLine line, int part) throws IOException {
        endFile();
        hour = line.hour();
        project = line.project();
        name = ArchiveName.of(project, hour, part);
        rowsInFile = 0;
        OutputStream begun = Files.newOutputStream(workspace.file(name.toString()));
        file = begun;
        out = new GZIPOutputStream(new BufferedOutputStream(begun, BUFFER), BUFFER);
    }

    private void note(LogPosition place) {
        Stretch last = stretch;
        if (last != null && last.epoch() == place.generation() && last.partition() == place.partition()) {
            stretch = new Stretch(
                    last.file(), last.epoch(), last.partition(), last.first(), place.offset(), last.rows() + 1);
            return;
        }
        endStretch();
        stretch = new Stretch(
                String.valueOf(name), place.generation(), place.partition(), place.offset(), place.offset(), 1);
    }

    private void endStretch() {
        if (stretch != null) {
            stretches.add(stretch);
            stretch = null;
        }
    }

    private void endFile() throws IOException {
        endStretch();
        OutputStream ended = out;
        out = null;
        if (ended != null) {
            ended.close();
            AtomicFile.force(workspace.file(String.valueOf(name)));
        }
    }

    private void finishHour() throws IOException {
        endFile();
        if (name != null) {
            workspace.finish(piece(hour), stretches.stream().map(Stretch::line).collect(Collectors.joining("\n")));
        }
        name = null;
        stretches.clear();
    }

    /** Finishes the last hour. */
    void finish() throws IOException {
        finishHour();
    }

    /** Closes what is open; an hour that is not finished stays so. */
    @Override
    public void close() throws IOException {
        OutputStream open = out;
        out = null;
        // What compresses does not close its file where its last bytes cannot be written.
        try (OutputStream closed = file) {
            if (open != null) {
                open.close();
            }
        }
    }

    /** The files that a note names, each once, in their order. */
    static List<Path> files(ExportWorkspace workspace, List<Stretch> stretches) {
        return stretches.stream()
                .map(Stretch::file)
                .distinct()
                .map(workspace::file)
                .toList();
    }
}
