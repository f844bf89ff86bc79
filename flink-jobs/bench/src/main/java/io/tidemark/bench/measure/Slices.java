package io.tidemark.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** Cuts a run into slices of equal size while it goes on. */
public final class Slices {
    private final CpuClock clock;
    private final long size;
    private final Runnable warm;
    private final List<Slice> closed = new ArrayList<>();
    private long records;
    private long full;
    private long cpuNanos;
    private long jitNanos;

    /** Slices of {@code size} records, the first of which begins now; after it, {@code warm} is run. */
    public Slices(CpuClock clock, long size, Runnable warm) {
        this.clock = clock;
        this.size = size;
        this.warm = warm;
        this.full = size;
        this.cpuNanos = clock.cpuNanos();
        this.jitNanos = clock.jitNanos();
    }

    /** Ends the slice if so many records have been taken in that it is full. */
    public void observe(long recordsSoFar) {
        if (recordsSoFar < full) {
            return;
        }
        // A look comes a little late: the next slice is the shorter for it, so that their number holds.
        full = (recordsSoFar / size + 1) * size;
        long cpu = clock.cpuNanos();
        long jit = clock.jitNanos();
        closed.add(new Slice(recordsSoFar - records, cpu - cpuNanos, jit - jitNanos));
        if (closed.size() == 1) {
            warm.run();
        }
        records = recordsSoFar;
        cpuNanos = cpu;
        jitNanos = jit;
    }

    /** The slices that are whole. */
    public List<Slice> closed() {
        return closed;
    }
}
