package io.tidemark.collector.envelope;

import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.rules.event.Reason;
import java.util.List;
import java.util.Map;

/** What becomes of a request. */
public sealed interface Admitted {
    /** What it is answered; of {@link Taken} only when its events are stored. */
    Answer answer();

    /** What was wrong, for counting. */
    Tally tally();

    /**
     * Its events are to be stored.
     *
     * @param events the records, in the order of the request
     * @param answer the answer 200
     * @param tally what was wrong all the same: bad events that become dead letters, and events of a beacon left out
     */
    record Taken(List<CollectedEvent> events, Answer answer, Tally tally) implements Admitted {}

    /**
     * Nothing of it is stored.
     *
     * @param answer the answer that says why
     * @param tally what was wrong
     */
    record Refused(Answer answer, Tally tally) implements Admitted {}

    /**
     * What was wrong with the events of a request.
     *
     * @param refused how many were refused for what they are, by the reason; of a beacon only these are left out
     * @param tolerated how many are bad and taken in all the same, by the reason
     * @param devices the devices whose events were refused
     */
    record Tally(Map<Reason, Integer> refused, Map<Reason, Integer> tolerated, List<DeviceRefusal> devices) {
        /** Nothing was wrong. */
        public static final Tally NOTHING = new Tally(Map.of(), Map.of(), List.of());
    }

    /**
     * Events of a device that were refused for what the device is, not for what they are.
     *
     * @param deviceKey the device key in UTF-8
     * @param cause why
     * @param events how many
     */
    @SuppressWarnings("ArrayRecordComponent")
    record DeviceRefusal(byte[] deviceKey, Cause cause, int events) {
        /** Why events of a device are refused. */
        public enum Cause {
            /** A person, or the job, has blocked it. */
            BLOCKED,
            /** It sends more than its flood limit. */
            FLOOD
        }
    }
}
