package io.tidemark.bench.pipeline;

import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.intake.IdRules;
import java.util.Iterator;

/**
 * The demo's traffic without its broken records, so that every pipeline has the same rows to write and a count tells
 * whether it did. Repetitions, floods and wrong clocks are in it.
 */
public final class BenchTraffic {
    private static final long SEED = 42;
    private static final long START_MILLIS = 1_760_000_000_000L;
    private static final long SPAN_MILLIS = 7 * 86_400_000L;
    private static final int SHORTEST_ID = 5;

    private final Iterator<io.tidemark.ops.traffic.Message> traffic;
    private final EventDecoder decoder = new EventDecoder();
    private final IdRules ids = new IdRules(SHORTEST_ID);
    private final Event event = new Event();

    /** The traffic of a load, from its beginning; there is more of it than the load needs. */
    public BenchTraffic(RunSettings.Load load) {
        // Of two hundred records one is broken: a twentieth more is enough, and a few for the smallest loads.
        long withBroken = load.events() + load.events() / 20 + 1_000;
        this.traffic = new Traffic(
                TrafficSettings.of(SEED, withBroken, START_MILLIS, SPAN_MILLIS).withAverageBytes(load.bytes()));
    }

    /** The next record's value. */
    public byte[] next() {
        while (true) {
            byte[] value = traffic.next().value();
            if (decoder.decode(value, event) == null && ids.refusal(event) == null) {
                return value;
            }
        }
    }
}
