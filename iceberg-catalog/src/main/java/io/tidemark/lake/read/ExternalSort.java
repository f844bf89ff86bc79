package io.tidemark.lake.read;

import io.tidemark.lake.io.Directories;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of rows in bounded memory: what does not fit is written, sorted, to files in a directory of its own, and
 * merged from there. Rows that are equal in the order stay as they were added. Files are merged many at a time, so that
 * those open at once are bounded too. To be closed, which deletes the directory.
 */
public final class ExternalSort<T> implements Closeable {
    private static final int MERGED_AT_ONCE = 64;
    private static final int BUFFER = 1 << 15;

    private final Format<T> format;
    private final Path directory;
    private final long memory;
    private final List<T> rows = new ArrayList<>();
    /** Files of level n are made of those of level n - 1, and older; in a level the oldest is first. */
    private final List<List<Path>> levels = new ArrayList<>();

    private long bytes;
    private int runs;

    /** Rows of one kind: their order, and what they take. */
    public interface Format<T> {
        /** The order. */
        Comparator<? super T> order();

        /** About how many bytes of memory a row takes. */
        long size(T row);

        /** Writes a row. */
        void write(T row, DataOutputStream out) throws IOException;

        /** Reads what {@link #write} has written. */
        T read(DataInputStream in) throws IOException;

        /** Whether the files are worth the time to compress them. */
        boolean isCompressed();
    }

    /** What takes rows in their order. */
    public interface Consumer<T> {
        /** Takes the next row. */
        void accept(T row) throws IOException;
    }

    private interface Source<T> {
        /** The next row; null behind the last. */
        @Nullable
        T next() throws IOException;
    }

    /**
     * An empty sort.
     *
     * @param memory about how many bytes of rows are held
     * @param directory where the files are; made if it is not there, and deleted at the end
     */
    public ExternalSort(Format<T> format, long memory, Path directory) throws IOException {
        this.format = format;
        this.memory = memory;
        this.directory = Files.createDirectories(directory);
    }

    /** Adds a row. */
    public void add(T row) throws IOException {
        rows.add(row);
        bytes += format.size(row);
        if (bytes >= memory) {
            rows.sort(format.order());
            keep(0, run -> {
                for (T each : rows) {
                    run.accept(each);
                }
            });
            rows.clear();
            bytes = 0;
        }
    }

    /** Hands over all rows in their order; none can be added any more. */
    public void forEach(Consumer<? super T> consumer) throws IOException {
        rows.sort(format.order());
        List<Path> oldestFirst = new ArrayList<>();
        levels.forEach(level -> oldestFirst.addAll(0, level));
        merge(oldestFirst, rows, consumer);
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** How many files were written. */
    public int runs() {
        return runs;
    }

    @Override
    public void close() throws IOException {
        Directories.delete(directory);
    }

    private interface Content<T> {
        void writeTo(Consumer<T> run) throws IOException;
    }

    private void keep(int level, Content<T> content) throws IOException {
        Path run = directory.resolve("run-" + runs++);
        write(run, content);
        while (levels.size() <= level) {
            levels.add(new ArrayList<>());
        }
        List<Path> same = levels.get(level);
        same.add(run);
        if (same.size() == MERGED_AT_ONCE) {
            List<Path> merged = List.copyOf(same);
            keep(level + 1, writer -> merge(merged, List.of(), writer));
            same.clear();
            for (Path each : merged) {
                Files.delete(each);
            }
        }
    }

    private void write(Path run, Content<T> content) throws IOException {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        // The file is named by itself: what compresses does not close it where its last bytes cannot be written.
        try (OutputStream file = Files.newOutputStream(run);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                        format.isCompressed() ? new DeflaterOutputStream(file, fast, BUFFER) : file, BUFFER))) {
            content.writeTo(row -> {
                out.writeBoolean(true);
                format.write(row, out);
            });
            out.writeBoolean(false);
        } finally {
            fast.end();
        }
    }

    private DataInputStream read(Path run) throws IOException {
        InputStream file = Files.newInputStream(run);
        return new DataInputStream(
                new BufferedInputStream(format.isCompressed() ? new InflaterInputStream(file) : file, BUFFER));
    }

    /** Merges sorted files and sorted rows that are younger than all of them. */
    private void merge(List<Path> oldestFirst, List<T> youngest, Consumer<? super T> consumer) throws IOException {
        List<DataInputStream> open = new ArrayList<>();
        try {
            List<Source<T>> sources = new ArrayList<>();
            for (Path run : oldestFirst) {
                DataInputStream in = read(run);
                open.add(in);
                sources.add(() -> in.readBoolean() ? format.read(in) : null);
            }
            Iterator<T> inMemory = youngest.iterator();
            sources.add(() -> inMemory.hasNext() ? inMemory.next() : null);
            merge(sources, consumer);
        } finally {
            for (DataInputStream in : open) {
                in.close();
            }
        }
    }

    private record Head<T>(T row, int age, Source<T> source) {}

    private void merge(List<Source<T>> sources, Consumer<? super T> consumer) throws IOException {
        PriorityQueue<Head<T>> heads = new PriorityQueue<>(
                Comparator.<Head<T>, T>comparing(Head::row, format.order()).thenComparingInt(Head::age));
        for (int age = 0; age < sources.size(); age++) {
            put(heads, age, sources.get(age));
        }
        for (Head<T> head = heads.poll(); head != null; head = heads.poll()) {
            consumer.accept(head.row());
            put(heads, head.age(), head.source());
        }
    }

    private static <T> void put(PriorityQueue<Head<T>> heads, int age, Source<T> source) throws IOException {
        T row = source.next();
        if (row != null) {
            heads.add(new Head<>(row, age, source));
        }
    }
}
