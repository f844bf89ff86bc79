package io.tidemark.collector.spool;

import io.tidemark.collector.record.CollectedEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * A spool for callers that must not wait. Any thread may call it; what it was called for is done in the order of the
 * calls, and {@code done} is called on a thread of the spool.
 */
public interface EventSpool {
    /** Appends events, all of them or none. */
    void append(List<CollectedEvent> events, Consumer<Appended> done);

    /** Keeps an event that Kafka refuses for good. */
    void refuse(Refusal refusal, Consumer<Appended> done);

    /**
     * Reads the next records, each of them once.
     *
     * @param most how many at most
     * @param mostBytes about how many bytes at most
     */
    void read(int most, int mostBytes, Consumer<SpoolChunk> done);

    /** Says that all records up to this place are stored elsewhere. */
    void acknowledge(SpoolPosition through);

    /** Closes it behind all that it was called for before. */
    void close(Runnable done);

    /** How full it is. */
    SpoolStatus status();
}
