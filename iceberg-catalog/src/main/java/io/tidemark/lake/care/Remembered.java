package io.tidemark.lake.care;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the marks know of a lake whose tables may be gone: their files are stored beside the tables and outlive them.
 *
 * @param newestEnvironment the environment that the newest mark was made in; null if there is no mark
 * @param anchors each table in each mark, the newest mark first
 * @param trouble why the marks could not be read; null if they could
 */
public record Remembered(
        @Nullable String newestEnvironment,
        List<Anchor> anchors,
        @Nullable String trouble) {
    /** Keeps a copy. */
    public Remembered {
        anchors = List.copyOf(anchors);
    }

    /** Reads the marks of a lake. Marks that cannot be read are no reason not to bring back what can be. */
    public static Remembered of(Lake lake) {
        try {
            List<Mark> marks = new Marks(lake).list();
            return new Remembered(
                    marks.isEmpty() ? null : marks.get(0).commit().environment(),
                    marks.stream().flatMap(mark -> anchors(lake, mark).stream()).toList(),
                    null);
        } catch (LakeFailure failure) {
            return new Remembered(null, List.of(), String.valueOf(failure.getMessage()));
        }
    }

    private static List<Anchor> anchors(Lake lake, Mark mark) {
        return mark.tables().entrySet().stream()
                .map(table -> new Anchor(
                        lake.identifier(table.getKey()).toString(),
                        table.getValue().uuid(),
                        table.getValue().metadataLocation(),
                        table.getValue().snapshotId()))
                .toList();
    }

    /** The environment that the newest mark was made in, if there is a mark. */
    public Optional<String> environment() {
        return Optional.ofNullable(newestEnvironment);
    }
}
