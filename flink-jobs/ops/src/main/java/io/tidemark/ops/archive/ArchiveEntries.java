package io.tidemark.ops.archive;

import io.tidemark.ops.input.Content;
import io.tidemark.ops.input.NotEvents;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a zip hold records. What a Mac or an editor puts beside them is no part of the archive: {@code __MACOSX/}
 * and names that begin with a dot; so are our own lists in {@code tidemark/}. Of the others each is known by its first
 * bytes; one whose name says that it holds events, and which does not, is a failure.
 */
final class ArchiveEntries {
    private static final List<String> OURS =
            List.of(Stretch.LIST, "tidemark/merged_ids.jsonl.gz", "tidemark/about.txt");
    private static final List<String> NAMES_OF_EVENTS = List.of(".json.gz", ".json", ".jsonl", ".ndjson", ".gz");

    private ArchiveEntries() {}

    /**
     * The files with records, in the archive's order.
     *
     * @throws IOException if there is none, or if one that should hold records cannot be read
     */
    static List<ZipEntry> withRecords(ZipFile zip) throws IOException {
        List<ZipEntry> found = new ArrayList<>();
        List<ZipEntry> files = zip.stream()
                .filter(entry -> !entry.isDirectory() && !isBeside(entry))
                .map(ZipEntry.class::cast)
                .toList();
        for (ZipEntry entry : files) {
            if (!isOurs(entry) && holdsRecords(zip, entry)) {
                found.add(entry);
            }
        }
        if (found.isEmpty() && list(zip) == null) {
            throw new IOException("it is a zip without files of events: none of its " + files.size()
                    + " files is JSON, plain or gzipped");
        }
        return found;
    }

    /** Our list of the files and of what is in them, wherever it was zipped again; null where it is not ours. */
    static @Nullable ZipEntry list(ZipFile zip) {
        ZipEntry list = zip.getEntry(Stretch.LIST);
        return list != null
                ? list
                : zip.stream()
                        .filter(entry -> isOrEndsWith(entry, Stretch.LIST) && !isBeside(entry))
                        .findFirst()
                        .orElse(null);
    }

    /** A file that cannot be read to its end. */
    static IOException damaged(String name, IOException e) {
        String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
        return new IOException("its file " + name + " is damaged (" + why + ")", e);
    }

    private static boolean holdsRecords(ZipFile zip, ZipEntry entry) throws IOException {
        String name = entry.getName();
        try (InputStream raw = zip.getInputStream(entry)) {
            Content.Form form = Content.of(raw).form();
            if (form == Content.Form.ARCHIVE) {
                throw new IOException("its file " + name + " is an archive itself. Unpack it, and give what is in it");
            }
            return form != Content.Form.NOTHING || saysEvents(name);
        } catch (NotEvents e) {
            if (saysEvents(name)) {
                throw new IOException("its file " + name + " holds no events: " + e.getMessage(), e);
            }
            return false;
        } catch (ZipException | EOFException e) {
            throw damaged(name, e);
        }
    }

    private static boolean saysEvents(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES_OF_EVENTS.stream().anyMatch(lower::endsWith);
    }

    private static boolean isBeside(ZipEntry entry) {
        return Arrays.stream(entry.getName().split("/"))
                .anyMatch(part -> part.equals("__MACOSX") || part.startsWith("."));
    }

    private static boolean isOrEndsWith(ZipEntry entry, String path) {
        return entry.getName().equals(path) || entry.getName().endsWith("/" + path);
    }

    private static boolean isOurs(ZipEntry entry) {
        return OURS.stream().anyMatch(ours -> isOrEndsWith(entry, ours));
    }
}
