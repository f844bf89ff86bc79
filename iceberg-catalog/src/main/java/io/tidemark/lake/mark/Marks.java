package io.tidemark.lake.mark;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFiles;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * The marks of a lake. A mark exists when its file does: {@code marks/<name>.json} beside the tables. While tags are
 * set or taken away, {@code marks-unfinished/<name>.json} tells which, so that a cut-off never leaves tags that nobody
 * knows.
 */
public final class Marks {
    private static final String DIRECTORY = "marks";
    private static final String UNFINISHED = "marks-unfinished";
    private static final String SUFFIX = ".json";
    private static final Comparator<Mark> NEWEST_FIRST = Comparator.comparing(
                    (Mark mark) -> mark.commit().committedAt())
            .thenComparing(mark -> mark.origin().createdAt())
            .thenComparing(Mark::name)
            .reversed();

    private final LakeFiles files;
    private final MarkTags tags;

    /** The marks of this lake. */
    public Marks(Lake lake) {
        this.files = lake.files();
        this.tags = new MarkTags(lake);
    }

    /**
     * All marks, the newest snapshot first.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if a file cannot be read, or is no mark
     */
    public List<Mark> list() {
        return all(DIRECTORY).stream().sorted(NEWEST_FIRST).toList();
    }

    /** The mark of this name, if there is one. */
    public Optional<Mark> find(String name) {
        MarkName.require(name);
        return read(DIRECTORY, name);
    }

    /**
     * The mark of this name.
     *
     * @throws Refusal if there is none; it names those that there are
     */
    public Mark require(String name) {
        return find(name).orElseThrow(() -> {
            List<String> names = list().stream().limit(5).map(Mark::name).toList();
            return RefusalCode.NO_MARK.refuse("called '" + name + "'"
                    + (names.isEmpty() ? "; the lake has no mark" : "; the newest are " + names));
        });
    }

    /**
     * The newest mark whose time is not after a time. A mark's time is when the last of its snapshots was
     * committed, not when somebody gave it a name.
     */
    public Optional<Mark> newestAtOrBefore(Instant time) {
        return list().stream()
                .filter(mark -> !mark.commit().committedAt().isAfter(time))
                .findFirst();
    }

    /**
     * Deletes a mark: its file, then its tags. Its snapshots may be expired from then on. Cut off in between, it is
     * gone, and {@link #tidy} takes the tags.
     *
     * @throws Refusal if there is no such mark
     */
    public void delete(String name) {
        Mark mark = require(name);
        files.write(path(UNFINISHED, name), MarkFile.write(mark));
        files.delete(path(DIRECTORY, name));
        tags.remove(mark);
        files.delete(path(UNFINISHED, name));
    }

    /**
     * Takes away the tags that making or deleting a mark has left when it was cut off.
     *
     * @param before only of marks begun before this; a younger one may still be in the making
     * @return the names of the marks of which it did
     */
    public List<String> tidy(Instant before) {
        List<Mark> left = unfinished().stream()
                .filter(mark -> mark.origin().createdAt().isBefore(before))
                .toList();
        for (Mark mark : left) {
            if (read(DIRECTORY, mark.name()).isEmpty()) {
                tags.remove(mark);
            }
            files.delete(path(UNFINISHED, mark.name()));
        }
        return left.stream().map(Mark::name).toList();
    }

    /** What was begun and not finished, when it was cut off; or is being made just now. */
    public List<Mark> unfinished() {
        return all(UNFINISHED);
    }

    /** Makes a mark that is proven: tags first, on tables that may have been loaded before, and its file last. */
    void add(Mark mark, Map<LakeTable, Table> tables) {
        files.write(path(UNFINISHED, mark.name()), MarkFile.write(mark));
        tags.set(mark, tables);
        files.write(path(DIRECTORY, mark.name()), MarkFile.write(mark));
        files.delete(path(UNFINISHED, mark.name()));
    }

    private List<Mark> all(String directory) {
        return files.list(directory).stream()
                .filter(file -> file.endsWith(SUFFIX))
                .map(file -> read(directory, file.substring(0, file.length() - SUFFIX.length())))
                // One that was deleted while we looked is no mark any more.
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Mark> read(String directory, String name) {
        String path = path(directory, name);
        return files.read(path).map(text -> MarkReader.read(files.location(path), text));
    }

    private static String path(String directory, String name) {
        return directory + "/" + name + SUFFIX;
    }
}
