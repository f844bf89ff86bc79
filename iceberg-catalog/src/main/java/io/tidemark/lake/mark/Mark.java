package io.tidemark.lake.mark;

import io.tidemark.lake.audit.VerifiedBaseline;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One consistent snapshot of everything, under a name: a snapshot of every table, all of one checkpoint, and where the
 * log goes on from there. The tag of that name on each table keeps its snapshot from being expired.
 *
 * @param name its name, also that of the tags
 * @param origin who made it, when and why
 * @param commit which checkpoint it is of
 * @param source which log the tables were filled from
 * @param tables what each of the pipeline's tables holds in it; and the corrections as they were when it was made,
 *     which a mark of an earlier release does not have
 * @param proof what it was checked against
 */
public record Mark(
        String name, Origin origin, Commit commit, Source source, Map<LakeTable, TableMark> tables, Proof proof) {
    /**
     * Keeps a copy.
     *
     * @throws IllegalArgumentException if a table is missing
     */
    public Mark {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
        if (!tables.keySet().containsAll(LakeTable.pipeline())) {
            throw new IllegalArgumentException("The mark '" + name + "' has no snapshot of every table");
        }
    }

    /**
     * Who made it, when and why.
     *
     * @param createdAt when, by the clock of the machine that made it
     * @param note why, in a person's words; empty where nobody said
     * @param scheduled whether the schedule made it; only such marks go by themselves
     */
    public record Origin(Instant createdAt, String note, boolean scheduled) {}

    /**
     * Which checkpoint of the lake it is of.
     *
     * @param environment the lake's environment
     * @param epoch the epoch of the writer whose checkpoint it is
     * @param checkpointId the checkpoint; 0 where no job has written the tables
     * @param committedAt when the last of its snapshots was committed, by the committer's clock: from then on the lake
     *     was as the mark says. It may be long before the mark was made
     * @param retainedCheckpoint the directory of the job's checkpoint, if it was still there; it may be gone since
     */
    public record Commit(
            String environment,
            int epoch,
            long checkpointId,
            Instant committedAt,
            @Nullable String retainedCheckpoint) {}

    /**
     * Which log the tables were filled from, and where it goes on.
     *
     * @param topic the Kafka topic
     * @param ingestEpoch the topic's generation when the mark was made
     * @param offsets for every generation and partition of which the tables hold a record, in order
     */
    public record Source(String topic, int ingestEpoch, List<NextOffset> offsets) {
        /** Keeps a copy. */
        public Source {
            offsets = List.copyOf(offsets);
        }
    }

    /**
     * What the mark was checked against.
     *
     * @param since the earlier mark from which on every row was read; null where all rows of the lake were
     * @param records how many records of the log were read for it
     * @param gaps offsets among them that are no records, as the log said; the later ones are left out where there are
     *     too many for a small file
     */
    public record Proof(@Nullable String since, long records, List<Gap> gaps) {
        /** Keeps a copy. */
        public Proof {
            gaps = List.copyOf(gaps);
        }
    }

    /** What a table holds in it. */
    public TableMark table(LakeTable table) {
        return Objects.requireNonNull(tables.get(table));
    }

    /** A table's snapshot in it. */
    public long snapshot(LakeTable table) {
        return table(table).snapshotId();
    }

    /** What it proves: a later snapshot need only be checked from there on. */
    public VerifiedBaseline baseline() {
        return new VerifiedBaseline(
                LakeTable.pipeline().stream().collect(Collectors.toMap(table -> table, this::snapshot)),
                source.offsets());
    }

    /** How many records of the log it holds. */
    public long records() {
        return LakeTable.outcomes().stream()
                .mapToLong(table -> table(table).records())
                .sum();
    }
}
