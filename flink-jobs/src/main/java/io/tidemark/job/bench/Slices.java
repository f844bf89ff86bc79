package io.tidemark.job.bench;

import java.util.ArrayList;
import java.util.List;

/** Cuts a run into slices of equal size while it goes on. */
final class Slices {
    private final CpuClock clock;
    private final long size;
    private final List<Slice> closed = new ArrayList<>();
    private long records;
    private long cpuNanos;
    private long jitNanos;

    /** Slices of {@code size} records, the first of which begins now. */
    Slices(CpuClock clock, long size) {
        this.clock = clock;
        this.size = size;
        this.cpuNanos = clock.cpuNanos();
        this.jitNanos = clock.jitNanos();
    }

    /** Ends the slice if so many records have been taken in that it is full. */
    void observe(long recordsSoFar) {
        if (recordsSoFar - records < size) {
            return;
        }
        long cpu = clock.cpuNanos();
        long jit = clock.jitNanos();
        closed.add(new Slice(recordsSoFar - records, cpu - cpuNanos, jit - jitNanos));
        // A look comes a little late: the next slice is the shorter for it, so that their number holds.
        records = recordsSoFar;
        cpuNanos = cpu;
        jitNanos = jit;
    }

    /** The slices that are whole. */
    List<Slice> closed() {
        return closed;
    }
}
