package io.tidemark.rules.intake;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The whole decision on values: what the job's operator does, with maps for its state and lists for its tables. */
final class ValueIntake {
    /** A row of an outcome table. */
    record Row(
            LogPosition place,
            String outcome,
            @Nullable String reason,
            @Nullable LogPosition repeats,
            @Nullable Long owner,
            long seq,
            @Nullable String deviceId,
            @Nullable String userId,
            boolean groupOnly) {
        String deviceKey() {
            return DeviceKey.of(deviceId, userId);
        }
    }

    /** A row of {@code identities}. */
    record IdentityRow(String deviceKey, DeviceIdentity identity, UUID key, LogPosition place) {}

    /** A row of {@code merge_ids}. */
    record MergeRow(long device, long user, LogPosition place) {}

    private final IntakeRules rules;
    private final EventDecoder decoder = new EventDecoder();
    private final IdRules ids;
    private final Intake intake;
    private final InsertKeys insertKeys = new InsertKeys();
    private final Map<String, DeviceState> stories = new HashMap<>();
    private final Map<String, DedupWindow> inserts = new HashMap<>();
    final List<Row> rows = new ArrayList<>();
    final List<IdentityRow> identities = new ArrayList<>();
    final List<MergeRow> merges = new ArrayList<>();

    ValueIntake(IntakeRules rules) {
        this.rules = rules;
        this.ids = new IdRules(rules.minIdLength());
        this.intake = new Intake(rules);
    }

    /** Judges the next record of the log. */
    void record(LogPosition place, byte @Nullable [] value, long timestamp) {
        Event event = new Event();
        Rejection refusal = decoder.decode(value, event);
        if (refusal == null) {
            refusal = ids.refusal(event);
        }
        if (refusal != null) {
            rows.add(new Row(place, "rejected", refusal.reason().text(), null, null, 0, null, null, false));
            return;
        }
        String deviceId = event.text(Field.DEVICE_ID);
        String userId = event.text(Field.USER_ID);
        String device = DeviceKey.of(deviceId, userId);
        EventTimes times = EventTimes.of(event, timestamp);
        InsertKey key = insertKeys.of(device, event);
        DedupWindow recent = inserts.getOrDefault(device, DedupWindow.NONE);
        DedupEntry earlier = key == null ? null : recent.find(key);
        DeviceState story = stories.getOrDefault(device, DeviceState.UNSEEN);
        Decision decision = intake.decide(story, device, event, times, earlier);
        stories.put(device, decision.next());
        if (key != null && decision.outcome() instanceof Outcome.Accepted) {
            long latestClock = Math.max(times.serverReceived(), timestamp);
            DedupEntry sighting = new DedupEntry(place, times.serverReceived(), latestClock);
            long evictBefore = rules.evictBefore(times.serverReceived(), timestamp);
            inserts.put(device, recent.with(key, sighting, evictBefore));
        }
        decision.outcome().accept(new Writing(place, deviceId, userId));
    }

    /** Writes the rows of one event. */
    private final class Writing implements Outcome.Visitor {
        private final LogPosition place;
        private final @Nullable String deviceId;
        private final @Nullable String userId;

        Writing(LogPosition place, @Nullable String deviceId, @Nullable String userId) {
            this.place = place;
            this.deviceId = deviceId;
            this.userId = userId;
        }

        @Override
        public void accepted(Outcome.Accepted accepted) {
            Long owner = accepted.groupOnly()
                    ? null
                    : Long.valueOf(accepted.identity().owner());
            row("accepted", null, owner, accepted.identity().seq(), accepted.groupOnly());
            DeviceIdentity.Change change = accepted.change();
            if (change != null) {
                fold(rules.identities(), DeviceKey.of(deviceId, userId), change, place, identities, merges);
            }
        }

        @Override
        public void duplicate(Outcome.Duplicate duplicate) {
            row("duplicate", duplicate.of(), null, 0, false);
        }

        @Override
        public void throttled(Outcome.Throttled throttled) {
            row("throttled", null, null, 0, false);
        }

        private void row(
                String outcome, @Nullable LogPosition repeats, @Nullable Long owner, long seq, boolean groupOnly) {
            rows.add(new Row(place, outcome, null, repeats, owner, seq, deviceId, userId, groupOnly));
        }
    }

    /** Adds the identity rows of one change. */
    static void fold(
            IdentityKeys keys,
            String deviceKey,
            DeviceIdentity.Change change,
            LogPosition place,
            List<IdentityRow> identities,
            List<MergeRow> merges) {
        identities.add(new IdentityRow(deviceKey, change.next(), change.identityKey(), place));
        if (change.merged()) {
            long device = IdentityKeys.amplitudeId(keys.ofDevice("default", deviceKey));
            merges.add(new MergeRow(device, change.next().owner(), place));
        }
    }
}
