package io.tidemark.ops.restore;

import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.StartPoint;

/** A pipeline whose job runs in a process of its own: here nothing runs, and the next start begins there. */
public final class NoJob implements JobControl {
    private final String next;

    /**
     * No job.
     *
     * @param next which command starts the job the next time, for a person
     */
    public NoJob(String next) {
        this.next = next;
    }

    @Override
    public void require() {
        // Nothing is needed for nothing.
    }

    @Override
    public String stop() {
        return "no job runs";
    }

    @Override
    public String start(RestorePlan plan, StartPoint from) {
        return "the next " + next + " goes on from there";
    }

    @Override
    public void close() {
        // There is nothing to let go of.
    }
}
