package io.tidemark.ops.marks;

import io.tidemark.config.MarksConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.MarkCreator;
import io.tidemark.lake.mark.MarkSchedule;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.ops.embedded.RetainedCheckpoints;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the marks of one lake by its configuration.
 *
 * @param lake the lake, opened to mark it
 * @param config its configuration
 */
public record LakeMarks(Lake lake, TidemarkConfig config) {
    private static final String LOCAL = "file://";

    /** Makes a mark now. */
    public Mark create(MarkCreator.Request request, Instant now, @Nullable LogProbe log) {
        String topic = config.kafka().topic();
        return new MarkCreator(
                        lake, DecisionRules.of(config), topic, config.kafka().ingestEpoch())
                .create(request, now, log, this::retained);
    }

    /** The schedule of the configuration; none where it says that no marks are made by themselves. */
    public Optional<MarkSchedule> schedule() {
        MarksConfig marks = config.marks();
        return marks.every().isZero()
                ? Optional.empty()
                : Optional.of(new MarkSchedule(marks.every(), marks.keepHourly(), marks.keepDaily()));
    }

    /** Whether the schedule wants a mark now. */
    public boolean isDue(Instant now) {
        return schedule()
                .map(schedule -> schedule.isDue(new Marks(lake).list(), now))
                .orElse(false);
    }

    /** Deletes the scheduled marks whose time is up; says which. */
    public List<String> expire(Instant now) {
        Marks marks = new Marks(lake);
        List<Mark> expired =
                schedule().map(schedule -> schedule.expired(marks.list(), now)).orElse(List.of());
        expired.forEach(mark -> marks.delete(mark.name()));
        return expired.stream().map(Mark::name).toList();
    }

    // A directory elsewhere is Flink's to read; without it the state comes from the tables.
    private Optional<String> retained(CheckpointStamp stamp) {
        String directory = config.job().checkpointDir();
        if (directory == null || !directory.startsWith(LOCAL)) {
            return Optional.empty();
        }
        Path path = Path.of(directory.substring(LOCAL.length()));
        // A lake in a directory keeps those of each epoch apart.
        return RetainedCheckpoints.find(path, stamp.jobId(), stamp.checkpointId())
                .or(() -> RetainedCheckpoints.find(
                        path.resolve("epoch-" + stamp.epoch()), stamp.jobId(), stamp.checkpointId()))
                .map(found -> LOCAL + found.path());
    }
}
