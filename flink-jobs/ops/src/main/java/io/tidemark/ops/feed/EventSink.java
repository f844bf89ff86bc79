package io.tidemark.ops.feed;

import io.tidemark.job.kafka.EventsSender;
import org.jspecify.annotations.Nullable;

/** Where the records of a feed go. */
public interface EventSink {
    /** Hands a record over; it may return before the record is stored. */
    void send(byte[] value, @Nullable Long timestamp);

    /** Whether records that were handed over are on their way. */
    boolean isSending();

    /** Waits until all that was handed over is stored. */
    void flush();

    /** How many records were handed over. */
    long sent();

    /** How many of them are stored. */
    long stored();

    /** The log itself. */
    static EventSink log(EventsSender sender) {
        return new EventSink() {
            @Override
            public void send(byte[] value, @Nullable Long timestamp) {
                sender.send(value, timestamp);
            }

            @Override
            public boolean isSending() {
                return sender.isSending();
            }

            @Override
            public void flush() {
                sender.flush();
            }

            @Override
            public long sent() {
                return sender.sent();
            }

            @Override
            public long stored() {
                return sender.acknowledged();
            }
        };
    }
}
