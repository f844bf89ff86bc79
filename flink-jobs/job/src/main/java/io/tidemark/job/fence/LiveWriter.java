package io.tidemark.job.fence;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Whether another job writes to the tables. A job commits to every table at every checkpoint, with rows or without, so
 * its commits are its heartbeat: no lock has to be kept, and none is left behind by a job that died.
 */
public final class LiveWriter {
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Lake lake;
    private final Duration interval;
    private final InstantSource clock;

    /**
     * A look at a lake.
     *
     * @param interval the time between checkpoints of the job that is to start; the one between the tables' last commits
     *     is taken where it is longer
     * @param clock what time it is
     */
    public LiveWriter(Lake lake, Duration interval, InstantSource clock) {
        this.lake = lake;
        this.interval = interval;
        this.clock = clock;
    }

    /** Waits for a while. */
    @FunctionalInterface
    public interface Pause {
        /** Waits this long. */
        void wait(Duration time) throws InterruptedException;
    }

    /**
     * Returns once no writer can be alive: at once where the last commit is old, else after watching for two intervals.
     *
     * @throws Refusal if a commit comes while watching
     */
    public void refuse(Pause pause) throws InterruptedException {
        Heads first = heads();
        Instant newest = first.newestCommit();
        Duration silence = silence(first.history(LakeTable.EVENTS));
        while (newest != null && clock.instant().isBefore(newest.plus(silence))) {
            pause.wait(Duration.ofMillis(Math.min(1_000, silence.toMillis())));
            Instant now = heads().newestCommit();
            if (!Objects.equals(now, newest)) {
                throw RefusalCode.SECOND_WRITER.refuse(lake.settings().place(), now);
            }
        }
    }

    // Of a lake that has lost tables, the others tell.
    private Heads heads() {
        Map<LakeTable, Table> there = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().stream().filter(lake::exists).forEach(name -> there.put(name, lake.table(name)));
        return Heads.of(there);
    }

    /** How long a live writer is silent at most. */
    private Duration silence(List<SnapshotNotes> history) {
        Duration longest = interval;
        Duration spacing = spacing(history);
        if (spacing != null && spacing.compareTo(longest) > 0) {
            longest = spacing;
        }
        return longest.multipliedBy(2).plus(SLACK);
    }

    private static @Nullable Duration spacing(List<SnapshotNotes> history) {
        return history.size() < 2
                ? null
                : Duration.between(history.get(1).committedAt(), history.get(0).committedAt());
    }
}
