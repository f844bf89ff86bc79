package io.tidemark.bench.query;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.ingest.AcceptedRow;
import io.tidemark.job.ingest.OtherRows;
import io.tidemark.job.ingest.OutcomeColumns;
import io.tidemark.job.topology.IngestJob;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.Decision;
import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.intake.IdRules;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.InsertKeys;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.intake.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the records of one Kafka partition: decided by the job's own rules and put into the job's own rows, with
 * the devices' stories on the heap in place of Flink's state. Devices are not told apart by project. For one thread.
 */
final class DecidedRows {
    private static final int EPOCH = 1;
    private static final long NO_CONFIGURATION = 0;

    private final EventDecoder decoder = new EventDecoder();
    private final Event event = new Event();
    private final InsertKeys insertKeys = new InsertKeys();
    private final Map<String, Known> devices = new HashMap<>();
    private final IntakeRules rules;
    private final IdRules ids;
    private final Intake intake;
    private final AcceptedRow accepted;
    private final OtherRows others;

    DecidedRows(TidemarkConfig config) {
        this.rules = IngestJob.rules(config);
        this.ids = new IdRules(rules.minIdLength());
        this.intake = new Intake(rules);
        EventUuid uuids =
                new EventUuid(rules.identities().organisation(), config.kafka().topic(), EPOCH);
        OutcomeColumns columns = RowTypes.ofSchemas().columns();
        this.accepted = new AcceptedRow(columns.events(), event, uuids, new TopicGeneration(EPOCH));
        this.others = new OtherRows(uuids, new TopicGeneration(EPOCH), columns);
    }

    /** Takes a row; it is shown again with other values. */
    interface RowConsumer {
        void accept(LakeTable table, RowData row) throws IOException;
    }

    private record Known(DeviceState story, DedupWindow inserts) {
        private static final Known NOTHING = new Known(DeviceState.UNSEEN, DedupWindow.NONE);
    }

    /** Decides the next record and hands over its rows. */
    void decide(RawRecord raw, RowConsumer consumer) throws IOException {
        Rejection refusal = decoder.decode(raw.value(), event);
        if (refusal == null) {
            refusal = ids.refusal(event);
        }
        if (refusal != null) {
            consumer.accept(LakeTable.DEAD_LETTERS, others.deadLetter(raw, refusal));
            return;
        }
        EventTimes times = EventTimes.of(event, raw.timestamp());
        String device = event.has(Field.DEVICE_ID)
                ? DeviceKey.of(event.text(Field.DEVICE_ID), null)
                : DeviceKey.of(null, event.text(Field.USER_ID));
        Known known = devices.getOrDefault(device, Known.NOTHING);
        InsertKey key = insertKeys.of(device, event);
        DedupEntry earlier = key == null ? null : known.inserts().find(key);
        Decision decision = intake.decide(known.story(), device, event, times, earlier);
        boolean sighted = key != null && decision.outcome() instanceof Outcome.Accepted;
        devices.put(device, new Known(decision.next(), sighted ? sighted(known, key, raw, times) : known.inserts()));
        try {
            decision.outcome().accept(new Rows(raw, times, device, consumer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private DedupWindow sighted(Known known, @Nullable InsertKey key, RawRecord raw, EventTimes times) {
        if (key == null) {
            return known.inserts();
        }
        long uploaded = EventTimes.clamp(raw.timestamp());
        DedupEntry sighting = new DedupEntry(
                new LogPosition(EPOCH, raw.partition(), raw.offset()),
                times.serverReceived(),
                Math.max(times.serverReceived(), uploaded));
        return known.inserts().with(key, sighting, rules.evictBefore(times.serverReceived(), uploaded));
    }

    /** The rows of one record, by its outcome. */
    private final class Rows implements Outcome.Visitor {
        private final RawRecord raw;
        private final EventTimes times;
        private final String device;
        private final RowConsumer consumer;

        Rows(RawRecord raw, EventTimes times, String device, RowConsumer consumer) {
            this.raw = raw;
            this.times = times;
            this.device = device;
            this.consumer = consumer;
        }

        @Override
        public void accepted(Outcome.Accepted outcome) {
            DeviceIdentity.Change change = outcome.change();
            if (change != null) {
                accept(LakeTable.IDENTITIES, others.identity(raw, event, times, device, change));
                if (change.merged()) {
                    var own = rules.identities().ofDevice(Intake.projectOf(event), device);
                    accept(LakeTable.MERGE_IDS, others.merge(raw, event, times, own, change));
                }
            }
            accept(LakeTable.EVENTS, accepted.show(raw, times, outcome, NO_CONFIGURATION));
        }

        @Override
        public void duplicate(Outcome.Duplicate duplicate) {
            accept(LakeTable.DUPLICATES, others.duplicate(raw, event, times, duplicate.of(), NO_CONFIGURATION));
        }

        @Override
        public void throttled(Outcome.Throttled throttled) {
            accept(LakeTable.THROTTLED, others.throttled(raw, event, times, throttled.by(), NO_CONFIGURATION));
        }

        private void accept(LakeTable table, RowData row) {
            try {
                consumer.accept(table, row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
