package io.tidemark.lake.status;

import io.tidemark.lake.care.Trash;
import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lake at one look.
 *
 * @param owner the lake's owner
 * @param tables each of the pipeline's tables, in order
 * @param flow how far it is; null where a table is missing
 * @param past what is kept
 * @param unfinished what was begun and is not done
 * @param lastAudit the last audit; null if nobody wrote one down
 */
public record LakeStatus(
        Owner owner,
        List<TableStatus> tables,
        @Nullable Flow flow,
        Past past,
        Unfinished unfinished,
        @Nullable LastAudit lastAudit) {
    /** Keeps a copy. */
    public LakeStatus {
        tables = List.copyOf(tables);
    }

    /**
     * The owner of the lake.
     *
     * @param environment its environment; null where no table and no mark says it
     * @param epoch the epoch of the writer that may commit
     * @param claim the one start of the job that may; null for any
     */
    public record Owner(
            @Nullable String environment,
            int epoch,
            @Nullable String claim) {}

    /**
     * How far the lake is.
     *
     * @param freshest when the newest record of {@code events} was put into Kafka; null for an empty table
     * @param position how far it has come in the log
     */
    public record Flow(@Nullable Instant freshest, Position position) {}

    /**
     * What is kept of the lake's past.
     *
     * @param marks how many marks there are
     * @param newest the newest; null without one
     * @param trash what is in the trash
     */
    public record Past(int marks, @Nullable Mark newest, List<Trashed> trash) {
        /** Keeps a copy. */
        public Past {
            trash = List.copyOf(trash);
        }
    }

    /**
     * What was begun and is not done.
     *
     * @param restore a restore; null if there is none
     * @param marks marks that are being made or deleted just now, or were cut off
     */
    public record Unfinished(@Nullable RestoreJournal restore, List<String> marks) {
        /** Keeps a copy. */
        public Unfinished {
            marks = List.copyOf(marks);
        }
    }

    /**
     * Looks at a lake.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if the catalog does not answer, or a file beside the tables cannot
     *     be read
     */
    public static LakeStatus of(Lake lake) {
        List<TableStatus> tables = LakeTable.pipeline().stream()
                .map(table -> TableStatus.of(lake, table))
                .toList();
        Marks marks = new Marks(lake);
        List<Mark> newestFirst = marks.list();
        Mark newest = newestFirst.isEmpty() ? null : newestFirst.get(0);
        boolean whole = tables.stream().allMatch(TableStatus::isThere);
        return new LakeStatus(
                owner(lake, newest),
                tables,
                whole
                        ? new Flow(
                                NewestRecord.of(lake.table(LakeTable.EVENTS)).orElse(null),
                                Position.of(lake, newestFirst))
                        : null,
                new Past(newestFirst.size(), newest, new Trash(lake).list()),
                new Unfinished(
                        new Restores(lake).unfinished().orElse(null),
                        marks.unfinished().stream().map(Mark::name).toList()),
                LastAudit.read(lake).orElse(null));
    }

    private static Owner owner(Lake lake, @Nullable Mark newest) {
        String marked = newest == null ? null : newest.commit().environment();
        String claim = LakeTable.pipeline().stream()
                .filter(lake::isReadable)
                .map(table -> lake.table(table).properties().get(LakeProperties.CLAIM))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Owner(lake.environment().orElse(marked), lake.epoch(), claim);
    }

    /** When a table was committed to last; null if none ever was. */
    public @Nullable Instant newestCommit() {
        return tables.stream()
                .map(TableStatus::head)
                .filter(Objects::nonNull)
                .map(head -> head.committedAt())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** How many records of the log the tables hold. */
    public long records() {
        return tables.stream()
                .filter(table -> table.table().isOutcome())
                .mapToLong(TableStatus::rows)
                .sum();
    }
}
