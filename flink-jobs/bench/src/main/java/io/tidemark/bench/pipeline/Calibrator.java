package io.tidemark.bench.pipeline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A fixed piece of work, arithmetic and memory in equal parts, that tells how fast the machine is now: the host
 * of a virtual machine changes its speed unseen from inside.
 */
final class Calibrator {
    private static final int WORDS = 1 << 22;
    private static final int STEPS = 40_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] memory = new long[WORDS];
    private long keep;

    /** A calibrator that is compiled already. */
    Calibrator() {
        seconds();
    }

    /** CPU-seconds that the work takes now. */
    double seconds() {
        long began = threads.getCurrentThreadCpuTime();
        long state = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < STEPS; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            memory[(int) (state & (WORDS - 1))] += state;
        }
        keep += state + memory[(int) (keep & (WORDS - 1))];
        return (threads.getCurrentThreadCpuTime() - began) / 1e9;
    }
}
