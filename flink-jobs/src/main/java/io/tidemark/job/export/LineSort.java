package io.tidemark.job.export;

import io.tidemark.lake.log.Place;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of lines in bounded memory: what does not fit lies sorted on disk, and is merged from there. Runs are
 * merged many at a time, so that the files open at once are bounded too.
 */
final class LineSort implements AutoCloseable {
    private static final int FAN_IN = 64;
    private static final int BUFFER = 1 << 14;

    private final Path directory;
    private final long memory;
    private final List<PlacedLine> lines = new ArrayList<>();
    /** Runs of level n are made of those of level n - 1. */
    private final List<List<Path>> levels = new ArrayList<>();

    private long bytes;
    private int runs;

    /** What is done with each line. */
    interface Taker {
        void take(PlacedLine line) throws IOException;
    }

    /**
     * An empty sort.
     *
     * @param directory where runs lie; made if it is not there, and emptied at the end
     * @param memory about how many bytes of lines are held
     */
    LineSort(Path directory, long memory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.memory = memory;
    }

    void add(PlacedLine line) throws IOException {
        lines.add(line);
        bytes += line.size();
        if (bytes > memory) {
            lines.sort(PlacedLine.ORDER);
            keep(0, writer -> {
                for (PlacedLine each : lines) {
                    writer.take(each);
                }
            });
            lines.clear();
            bytes = 0;
        }
    }

    /** The same for a reader of the lake, which hands a failure of ours on as it is. */
    void addOrFail(PlacedLine line) {
        try {
            add(line);
        } catch (IOException e) {
            throw Export.cannotWrite(directory, e);
        }
    }

    /** Hands over all lines in order. */
    void forEach(Taker taker) throws IOException {
        lines.sort(PlacedLine.ORDER);
        List<Path> all = new ArrayList<>();
        levels.forEach(all::addAll);
        if (all.isEmpty()) {
            for (PlacedLine line : lines) {
                taker.take(line);
            }
        } else {
            merge(all, lines, taker);
        }
    }

    /** How many times lines were put on disk. */
    int runs() {
        return runs;
    }

    @Override
    public void close() throws IOException {
        for (List<Path> level : levels) {
            for (Path run : level) {
                Files.deleteIfExists(run);
            }
        }
    }

    /** What writes a run. */
    private interface RunSource {
        void writeTo(Taker run) throws IOException;
    }

    private void keep(int level, RunSource source) throws IOException {
        Path run = directory.resolve("run-" + runs++);
        write(run, source);
        while (levels.size() <= level) {
            levels.add(new ArrayList<>());
        }
        List<Path> same = levels.get(level);
        same.add(run);
        if (same.size() == FAN_IN) {
            List<Path> merged = List.copyOf(same);
            keep(level + 1, writer -> merge(merged, List.of(), writer));
            same.clear();
            for (Path each : merged) {
                Files.delete(each);
            }
        }
    }

    private static void write(Path run, RunSource source) throws IOException {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        // The file is named by itself: what compresses does not close it where its last bytes cannot be written.
        try (OutputStream file = Files.newOutputStream(run);
                DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(new DeflaterOutputStream(file, fast, BUFFER), BUFFER))) {
            source.writeTo(line -> {
                byte[] project = line.project().getBytes(StandardCharsets.UTF_8);
                out.writeInt(line.text().length);
                out.writeLong(line.hour());
                out.writeInt(project.length);
                out.write(project);
                out.writeInt(line.place().epoch());
                out.writeInt(line.place().partition());
                out.writeLong(line.place().offset());
                out.write(line.text());
            });
        } finally {
            fast.end();
        }
    }

    private static void merge(List<Path> runs, List<PlacedLine> sorted, Taker taker) throws IOException {
        List<Run> open = new ArrayList<>();
        try {
            PriorityQueue<Run> next = new PriorityQueue<>(Comparator.comparing(Run::head, PlacedLine.ORDER));
            for (Path run : runs) {
                Run each = new Run(run);
                open.add(each);
                if (each.advance()) {
                    next.add(each);
                }
            }
            int inMemory = 0;
            while (!next.isEmpty() || inMemory < sorted.size()) {
                Run first = next.peek();
                if (first == null
                        || (inMemory < sorted.size()
                                && PlacedLine.ORDER.compare(sorted.get(inMemory), first.head()) < 0)) {
                    taker.take(sorted.get(inMemory++));
                    continue;
                }
                next.remove();
                taker.take(first.head());
                if (first.advance()) {
                    next.add(first);
                }
            }
        } finally {
            for (Run run : open) {
                run.close();
            }
        }
    }

    /** A run being read. */
    private static final class Run implements AutoCloseable {
        private final DataInputStream in;
        private @Nullable PlacedLine head;

        Run(Path file) throws IOException {
            in = new DataInputStream(
                    new BufferedInputStream(new InflaterInputStream(Files.newInputStream(file)), BUFFER));
        }

        PlacedLine head() {
            if (head == null) {
                throw new IllegalStateException("A run is looked at behind its end");
            }
            return head;
        }

        boolean advance() throws IOException {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException end) {
                head = null;
                return false;
            }
            long hour = in.readLong();
            String project = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            Place place = new Place(in.readInt(), in.readInt(), in.readLong());
            byte[] text = new byte[length];
            in.readFully(text);
            head = new PlacedLine(hour, project, place, text);
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
