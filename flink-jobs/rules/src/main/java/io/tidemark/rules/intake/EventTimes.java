package io.tidemark.rules.intake;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;

/**
 * When an event happened, as far as clocks can be believed ({@code events.md}, "Event time"). All in ms since the
 * epoch, and within what a timestamp of microseconds can hold.
 *
 * @param serverReceived when the event was received: as sent, else the Kafka record's timestamp
 * @param event the event's time on the server's clock
 * @param suspect whether {@code event} is more than 1 day after or more than 5 years before {@code serverReceived}, or not
 *     in the years 2000 to 2100: clocks in microseconds agree with each other
 */
public record EventTimes(long serverReceived, long event, boolean suspect) {
    private static final long CLOCKS_AGREE_WITHIN = 60_000;
    private static final long DAY = 86_400_000;
    private static final long FIVE_YEARS = 5 * 365 * DAY + DAY;
    /** 2000-01-01 and 2101-01-01. */
    private static final long FIRST = 946_684_800_000L;

    private static final long BEHIND_LAST = 4_133_980_800_000L;

    /** The times of an event in a Kafka record with this timestamp. */
    public static EventTimes of(Event event, long recordTimestamp) {
        long received = event.has(Field.SERVER_RECEIVED_TIME)
                ? event.whole(Field.SERVER_RECEIVED_TIME)
                : clamp(recordTimestamp);
        if (!event.has(Field.TIME)) {
            return new EventTimes(received, received, isSuspect(received, received));
        }
        long time = event.whole(Field.TIME);
        if (event.has(Field.CLIENT_UPLOAD_TIME)) {
            long behind = received - event.whole(Field.CLIENT_UPLOAD_TIME);
            if (Math.abs(behind) >= CLOCKS_AGREE_WITHIN) {
                time = clamp(time + behind);
            }
        }
        return new EventTimes(received, time, isSuspect(time, received));
    }

    private static boolean isSuspect(long time, long received) {
        return time - received > DAY || received - time > FIVE_YEARS || time < FIRST || time >= BEHIND_LAST;
    }

    /** The nearest time that the tables can hold. */
    public static long clamp(long millis) {
        return Math.max(-Event.FARTHEST_MILLIS, Math.min(Event.FARTHEST_MILLIS, millis));
    }
}
