package io.tidemark.collector.envelope;

import io.tidemark.collector.envelope.Admitted.DeviceRefusal;
import io.tidemark.collector.envelope.Admitted.Tally;
import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.intake.IdRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a request with a valid API key: each event's record is written and judged by the decoder and the
 * rules of the job, so that what is taken in as good is never rejected later for what it is.
 *
 * <p>A request is taken in whole or refused whole, as Amplitude does it: with bad events it is answered 400 with their
 * indices, and the SDKs send the others again. Blocked devices are listed in the same answer; a device over its flood limit
 * makes it 429. Two kinds of requests have their bad events taken in as well, to become dead letters: every one where
 * {@link Rules#acceptInvalid} is set, and beacons, which nobody sends again. A beacon loses only what cannot be
 * stored at all: events over the limit of a record, and those of devices that are blocked or over their flood limit.
 *
 * <p>An instance is used for one request after another, by one thread.
 */
public final class Admission {
    private static final byte[] NO_KEY = {};

    /** The key of a good event has 1,024 characters at most, and the mark of those without a device. */
    private static final int LONGEST_KEY = 4 * 1_024 + 6;

    private final Rules rules;
    private final EventDecoder decoder;
    private final IdRules ids;
    private final DeviceKeyScanner scanner = new DeviceKeyScanner(false);
    private final RecordWriter writer;
    private final Event event = new Event();

    /**
     * An admission.
     *
     * @param newInsertIds gives a new id for every event that has none
     */
    public Admission(Rules rules, Supplier<UUID> newInsertIds) {
        this.rules = rules;
        this.decoder = new EventDecoder(rules.recordLimit());
        this.ids = new IdRules(rules.minIdLength());
        this.writer = new RecordWriter(newInsertIds);
    }

    /** Decides what becomes of a request; its API key is valid, and belongs to the project of the facts. */
    public Admitted admit(Envelope envelope, RequestFacts facts) {
        Answer problem = envelope.problem();
        if (problem != null) {
            return new Admitted.Refused(problem, Tally.NOTHING);
        }
        boolean whole = rules.acceptInvalid() || facts.beacon();
        Batch batch = new Batch(envelope.count());
        Stamp stamp = new Stamp(envelope, facts);
        for (int i = 0; i < envelope.count(); i++) {
            judge(envelope.events(), i, stamp, facts.receivedAt(), whole, batch);
        }
        batch.silence(facts.gate());
        if (!facts.beacon() && !batch.refused.isEmpty()) {
            return new Admitted.Refused(batch.refused.answer(), batch.tally());
        }
        batch.count(facts.gate());
        return facts.beacon() ? beacon(envelope, facts, batch) : all(envelope, facts, batch);
    }

    private static Admitted all(Envelope envelope, RequestFacts facts, Batch batch) {
        return batch.floods.isEmpty()
                ? taken(envelope, facts, batch)
                : new Admitted.Refused(batch.floods.answer(), batch.tally());
    }

    private static Admitted beacon(Envelope envelope, RequestFacts facts, Batch batch) {
        if (envelope.count() == 0 || batch.hasEvents()) {
            return taken(envelope, facts, batch);
        }
        return new Admitted.Refused(
                batch.refused.isEmpty() ? batch.floods.answer() : batch.refused.answer(), batch.tally());
    }

    private static Admitted taken(Envelope envelope, RequestFacts facts, Batch batch) {
        List<CollectedEvent> events = batch.events();
        return new Admitted.Taken(
                events, Answer.stored(events.size(), envelope.size(), facts.receivedAt()), batch.tally());
    }

    private void judge(EventSlices events, int i, Stamp stamp, long receivedAt, boolean whole, Batch batch) {
        if (events.size(i) > rules.recordLimit()) {
            batch.refused.add(
                    i,
                    new Rejection(
                            Reason.TOO_LARGE,
                            null,
                            "The event has " + events.size(i) + " bytes; the limit is " + rules.recordLimit()
                                    + " bytes."));
            return;
        }
        byte[] value = events.isObject(i)
                ? writer.write(events, i, stamp)
                : Arrays.copyOfRange(events.text(), events.from(i), events.to(i));
        Rejection rejection = decoder.decode(value, event);
        if (rejection == null) {
            rejection = ids.refusal(event);
        }
        if (rejection == null) {
            batch.add(i, new CollectedEvent(keyOfEvent(), value, receivedAt));
        } else if (whole) {
            batch.addBad(i, rejection, new CollectedEvent(keyOfBad(value), value, receivedAt));
        } else {
            batch.refused.add(i, rejection);
        }
    }

    private byte[] keyOfEvent() {
        boolean userOnly = !event.has(Field.DEVICE_ID);
        Field id = userOnly ? Field.USER_ID : Field.DEVICE_ID;
        return DeviceKey.bytes(event.source(id), event.from(id), event.length(id), userOnly);
    }

    /** A key that no event can have is left out, or the record could be larger than the log takes. */
    private byte[] keyOfBad(byte[] value) {
        byte[] key = scanner.key(value);
        return key == null || key.length > LONGEST_KEY ? NO_KEY : key;
    }

    /**
     * The numbers by which events are judged, for all projects: from the file of the configuration, and the same as the
     * job's.
     *
     * @param minIdLength the shortest id allowed, in characters, where the request does not say otherwise
     * @param recordLimit the largest record that the job decodes, in bytes; an event may have no more either
     * @param acceptInvalid whether the bad events of a request are taken in with the good ones, to become dead letters
     */
    public record Rules(int minIdLength, int recordLimit, boolean acceptInvalid) {}

    /** The events of one request while it is decided. */
    private static final class Batch {
        private final @Nullable CollectedEvent[] collected;
        private final DeviceGroups devices;
        private final BadEvents refused = new BadEvents();
        private final BadEvents tolerated = new BadEvents();
        private final Floods floods = new Floods();
        private final List<DeviceRefusal> deviceRefusals = new ArrayList<>(0);
        /** The groups of blocked devices. */
        private final BitSet blocked = new BitSet();

        Batch(int events) {
            collected = new CollectedEvent[events];
            devices = new DeviceGroups(events);
        }

        void add(int i, CollectedEvent event) {
            collected[i] = event;
            if (event.key().length > 0) {
                devices.add(i, event.key());
            }
        }

        void addBad(int i, Rejection rejection, CollectedEvent event) {
            tolerated.add(i, rejection);
            add(i, event);
        }

        void silence(DeviceGate gate) {
            for (int group = 0; group < devices.count(); group++) {
                byte[] key = devices.key(group);
                if (gate.isBlocked(key)) {
                    List<Integer> events = devices.events(group);
                    blocked.set(group);
                    refused.silence(key, events);
                    refuse(key, DeviceRefusal.Cause.BLOCKED, events);
                }
            }
        }

        void count(DeviceGate gate) {
            for (int group = 0; group < devices.count(); group++) {
                byte[] key = devices.key(group);
                DeviceGate.Flood flood = blocked.get(group) ? null : gate.count(key, devices.size(group));
                if (flood != null) {
                    List<Integer> events = devices.events(group);
                    floods.add(key, flood, events);
                    refuse(key, DeviceRefusal.Cause.FLOOD, events);
                }
            }
        }

        private void refuse(byte[] key, DeviceRefusal.Cause cause, List<Integer> events) {
            deviceRefusals.add(new DeviceRefusal(key, cause, events.size()));
            events.forEach(i -> collected[i] = null);
        }

        boolean hasEvents() {
            return Arrays.stream(collected).anyMatch(each -> each != null);
        }

        List<CollectedEvent> events() {
            List<CollectedEvent> events = new ArrayList<>(collected.length);
            for (CollectedEvent each : collected) {
                if (each != null) {
                    events.add(each);
                }
            }
            return events;
        }

        Tally tally() {
            if (refused.isEmpty() && tolerated.isEmpty() && deviceRefusals.isEmpty()) {
                return Tally.NOTHING;
            }
            return new Tally(refused.reasons(), tolerated.reasons(), List.copyOf(deviceRefusals));
        }
    }
}
