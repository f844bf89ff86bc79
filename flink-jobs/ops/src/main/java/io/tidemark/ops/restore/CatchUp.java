package io.tidemark.ops.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How fast a pipeline catches up with its log, measured, and when it will have: what was looked at while it ran, oldest
 * first. The job commits in steps, once a checkpoint, so a rate is that from one commit to the next and not from one look
 * to the next.
 *
 * @param samples what was seen, oldest first
 */
public record CatchUp(List<Sample> samples) {
    private static final double MILLIS = 1_000.0;

    /** Keeps a copy. */
    public CatchUp {
        samples = List.copyOf(samples);
    }

    /**
     * One look at the log and at the tables.
     *
     * @param at when
     * @param logEnd the sum of the partitions' end offsets
     * @param committed the sum of the offsets up to which the tables hold the log
     */
    public record Sample(Instant at, long logEnd, long committed) {
        /** How many offsets are not in the tables yet; never below zero. */
        public long backlog() {
            return Math.max(0, logEnd - committed);
        }
    }

    /**
     * A rate as it was measured, in offsets per second.
     *
     * @param lowest that of the slowest stretch between two commits
     * @param mean that of all the time that was looked at
     * @param highest that of the fastest stretch between two commits
     */
    public record Rate(double lowest, double mean, double highest) {}

    /**
     * When the tables will hold everything, counted from the newest sample.
     *
     * @param soonest if the job goes on as in its best stretch
     * @param latest if it goes on as in its worst; null if in its worst it did not gain on the log at all
     */
    public record Estimate(Duration soonest, @Nullable Duration latest) {}

    /** The same with one look more. */
    public CatchUp with(Sample sample) {
        List<Sample> more = new ArrayList<>(samples);
        more.add(sample);
        return new CatchUp(more);
    }

    /** How many offsets are not in the tables yet, by the newest look; 0 before the first. */
    public long backlog() {
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).backlog();
    }

    /** How many stretches from one commit to the next were measured. */
    public int stretches() {
        return commits().size() < 2 ? 0 : commits().size() - 1;
    }

    /** How fast the job commits; null before it was seen to commit twice. */
    public @Nullable Rate drain() {
        return rate(stretch -> stretch.to.committed - stretch.from.committed);
    }

    /** How fast the log grows; null before the job was seen to commit twice. */
    public @Nullable Rate inflow() {
        return rate(stretch -> stretch.to.logEnd - stretch.from.logEnd);
    }

    /**
     * Whether the job keeps up: what is not in the tables yet is no more than what comes in from one commit to the next.
     * False before it was seen to commit twice, unless there is no backlog at all.
     */
    public boolean caughtUp() {
        if (samples.isEmpty()) {
            return false;
        }
        OptionalDouble most = each().stream()
                .mapToDouble(stretch -> stretch.to.logEnd - stretch.from.logEnd)
                .max();
        return backlog() <= most.orElse(0);
    }

    /**
     * When it will have caught up: the backlog, divided by how much faster the job commits than the log grows. Null
     * before that is known, or if the job does not gain on the log in any stretch.
     */
    public @Nullable Estimate estimate() {
        Rate gain = rate(stretch -> stretch.from.backlog() - stretch.to.backlog());
        if (caughtUp()) {
            return new Estimate(Duration.ZERO, Duration.ZERO);
        }
        if (gain == null || gain.highest <= 0) {
            return null;
        }
        return new Estimate(time(gain.highest), gain.lowest <= 0 ? null : time(gain.lowest));
    }

    private Duration time(double aSecond) {
        return Duration.ofMillis(Math.round(backlog() / aSecond * MILLIS));
    }

    private @Nullable Rate rate(ToDoubleFunction<Stretch> offsets) {
        List<Stretch> stretches = each();
        if (stretches.isEmpty()) {
            return null;
        }
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (Stretch stretch : stretches) {
            double rate = offsets.applyAsDouble(stretch) / stretch.seconds();
            lowest = Math.min(lowest, rate);
            highest = Math.max(highest, rate);
        }
        Stretch all = new Stretch(stretches.get(0).from, stretches.get(stretches.size() - 1).to);
        return new Rate(lowest, offsets.applyAsDouble(all) / all.seconds(), highest);
    }

    private record Stretch(Sample from, Sample to) {
        double seconds() {
            return Duration.between(from.at, to.at).toMillis() / MILLIS;
        }
    }

    private List<Stretch> each() {
        List<Sample> commits = commits();
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 1; i < commits.size(); i++) {
            Stretch stretch = new Stretch(commits.get(i - 1), commits.get(i));
            if (stretch.seconds() > 0) {
                stretches.add(stretch);
            }
        }
        return stretches;
    }

    /** The looks that saw a new commit. What the first look saw may have been committed at any time before. */
    private List<Sample> commits() {
        List<Sample> commits = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).committed > samples.get(i - 1).committed) {
                commits.add(samples.get(i));
            }
        }
        return commits;
    }
}
