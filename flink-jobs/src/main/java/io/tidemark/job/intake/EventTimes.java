package io.tidemark.job.intake;

import io.tidemark.job.event.Event;
import io.tidemark.job.event.Field;

/**
 * When an event happened, as far as clocks can be believed ({@code events.md}, "Event time"). All in ms since the
 * epoch, and within what a timestamp of microseconds can hold.
 *
 * @param serverReceived when the event was received: as sent, else the Kafka record's timestamp
 * @param event the event's time on the server's clock
 * @param suspect whether {@code event} is more than 1 day after or more than 5 years before {@code serverReceived}
 */
public record EventTimes(long serverReceived, long event, boolean suspect) {
    private static final long CLOCKS_AGREE_WITHIN = 60_000;
    private static final long DAY = 86_400_000;
    private static final long FIVE_YEARS = 5 * 365 * DAY + DAY;

    /** The times of an event in a Kafka record with this timestamp. */
    public static EventTimes of(Event event, long recordTimestamp) {
        long received = event.has(Field.SERVER_RECEIVED_TIME)
                ? event.whole(Field.SERVER_RECEIVED_TIME)
                : clamp(recordTimestamp);
        if (!event.has(Field.TIME)) {
            return new EventTimes(received, received, false);
        }
        long time = event.whole(Field.TIME);
        if (event.has(Field.CLIENT_UPLOAD_TIME)) {
            long behind = received - event.whole(Field.CLIENT_UPLOAD_TIME);
            if (Math.abs(behind) >= CLOCKS_AGREE_WITHIN) {
                time = clamp(time + behind);
            }
        }
        boolean suspect = time - received > DAY || received - time > FIVE_YEARS;
        return new EventTimes(received, time, suspect);
    }

    /** The nearest time that the tables can hold. */
    public static long clamp(long millis) {
        return Math.max(-Event.FARTHEST_MILLIS, Math.min(Event.FARTHEST_MILLIS, millis));
    }
}
