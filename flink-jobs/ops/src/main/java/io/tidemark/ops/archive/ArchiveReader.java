package io.tidemark.ops.archive;

import io.tidemark.ops.input.Content;
import io.tidemark.ops.input.LineReader;
import io.tidemark.ops.input.RecordReader;
import io.tidemark.ops.input.RecordTooLong;
import io.tidemark.rules.event.LogPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive, ours or Amplitude's, as raw events: hour by hour, and each partition of the log in its order, so
 * that each device's events come in the order in which they were received. Rows of Amplitude's own archives, which do
 * not say their positions, come in the order of their files. Files are known by what they hold and not by their names.
 * Memory is bounded whatever the archive's size.
 */
public final class ArchiveReader {
    private static final long HELD_BYTES = 256L << 20;
    private static final Comparator<LogPosition> LOG = Comparator.comparingInt(LogPosition::generation)
            .thenComparingInt(LogPosition::partition)
            .thenComparingLong(LogPosition::offset);

    private final Path path;
    private final int longestLine;

    /**
     * An archive.
     *
     * @param longestLine how many bytes a line may have
     */
    public ArchiveReader(Path path, int longestLine) {
        this.path = path;
        this.longestLine = longestLine;
    }

    /**
     * Looks whether it holds events, before any is handed on.
     *
     * @throws IOException if it is no archive, holds none, or holds something that must be unpacked first
     */
    public void check() throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ArchiveEntries.withRecords(zip);
        }
    }

    /**
     * Hands on every row.
     *
     * @throws IOException if it is no archive, or if a part of it cannot be read; what was read before was handed on
     */
    public void forEach(Consumer<ArchivedEvent> consumer) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<Stretch> stretches = stretches(zip);
            TreeMap<ArchiveName, ZipEntry> files = new TreeMap<>(ArchiveName.ORDER);
            List<ZipEntry> unnamed = new ArrayList<>();
            for (ZipEntry entry : ArchiveEntries.withRecords(zip)) {
                Optional<ArchiveName> name = ArchiveName.parse(entry.getName());
                if (name.isEmpty() || files.putIfAbsent(name.get(), entry) != null) {
                    unnamed.add(entry);
                }
            }
            LogOrder order = new LogOrder(stretches, HELD_BYTES, consumer);
            for (List<Map.Entry<ArchiveName, ZipEntry>> hour : byHour(files)) {
                hour(zip, hour, order);
            }
            for (ZipEntry entry : unnamed) {
                try (Rows rows = new Rows(zip, List.of(entry).iterator(), longestLine)) {
                    for (ArchivedEvent event = rows.take(); event != null; event = rows.take()) {
                        consumer.accept(event);
                    }
                }
            }
        }
    }

    private List<Stretch> stretches(ZipFile zip) throws IOException {
        List<Stretch> stretches = new ArrayList<>();
        ZipEntry list = ArchiveEntries.list(zip);
        if (list == null) {
            return stretches;
        }
        try (LineReader lines = new LineReader(zip.getInputStream(list), longestLine)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Stretch stretch = Stretch.parse(line);
                if (stretch == null) {
                    throw new IOException("its list of files, " + Stretch.LIST + ", is damaged");
                }
                stretches.add(stretch);
            }
        }
        return stretches;
    }

    private static List<List<Map.Entry<ArchiveName, ZipEntry>>> byHour(NavigableMap<ArchiveName, ZipEntry> files) {
        TreeMap<Long, List<Map.Entry<ArchiveName, ZipEntry>>> hours = new TreeMap<>();
        files.entrySet().forEach(file -> hours.computeIfAbsent(file.getKey().hour(), none -> new ArrayList<>())
                .add(file));
        return new ArrayList<>(hours.values());
    }

    // Of several projects, the one whose row is first in the log comes first.
    private void hour(ZipFile zip, List<Map.Entry<ArchiveName, ZipEntry>> files, LogOrder order) throws IOException {
        TreeMap<String, List<ZipEntry>> byProject = new TreeMap<>();
        files.forEach(file -> byProject
                .computeIfAbsent(file.getKey().project(), none -> new ArrayList<>())
                .add(file.getValue()));
        List<Rows> projects = new ArrayList<>();
        long hour = files.get(0).getKey().hour();
        try {
            for (List<ZipEntry> parts : byProject.values()) {
                projects.add(new Rows(zip, parts.iterator(), longestLine));
            }
            for (Rows first = first(projects); first != null; first = first(projects)) {
                ArchivedEvent event = first.take();
                if (event != null) {
                    order.accept(hour, event);
                }
            }
        } finally {
            for (Rows rows : projects) {
                rows.close();
            }
        }
        order.hourEnds(hour);
    }

    private static @Nullable Rows first(List<Rows> projects) throws IOException {
        Rows first = null;
        LogPosition least = null;
        for (Rows rows : projects) {
            ArchivedEvent event = rows.peek();
            if (event != null) {
                LogPosition place = event.place();
                if (place == null) {
                    return rows;
                }
                if (least == null || LOG.compare(place, least) < 0) {
                    first = rows;
                    least = place;
                }
            }
        }
        return first;
    }

    /** The rows of some files, one after another. */
    private static final class Rows implements AutoCloseable {
        private final ZipFile zip;
        private final Iterator<ZipEntry> entries;
        private final int longestLine;
        private final RowReader reader = new RowReader();
        private String name = "";
        private @Nullable RecordReader records;
        private @Nullable ArchivedEvent next;

        Rows(ZipFile zip, Iterator<ZipEntry> entries, int longestLine) {
            this.zip = zip;
            this.entries = entries;
            this.longestLine = longestLine;
        }

        @Nullable
        ArchivedEvent take() throws IOException {
            ArchivedEvent event = peek();
            next = null;
            return event;
        }

        @Nullable
        ArchivedEvent peek() throws IOException {
            while (next == null) {
                byte[] record = record();
                if (record != null) {
                    next = reader.read(record);
                    return next;
                }
                close();
                if (!entries.hasNext()) {
                    return null;
                }
                ZipEntry entry = entries.next();
                name = entry.getName();
                records = open(entry);
            }
            return next;
        }

        private byte @Nullable [] record() throws IOException {
            try {
                return records == null ? null : records.next();
            } catch (RecordTooLong e) {
                throw e;
            } catch (IOException e) {
                throw damaged(e);
            }
        }

        private RecordReader open(ZipEntry entry) throws IOException {
            InputStream raw = zip.getInputStream(entry);
            try {
                return Content.of(raw).records(longestLine);
            } catch (IOException e) {
                raw.close();
                throw damaged(e);
            }
        }

        private IOException damaged(IOException e) {
            return ArchiveEntries.damaged(name, e);
        }

        @Override
        public void close() throws IOException {
            RecordReader open = records;
            records = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
