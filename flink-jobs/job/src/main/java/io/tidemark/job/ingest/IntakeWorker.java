package io.tidemark.job.ingest;

import io.tidemark.job.state.DeviceRecord;
import io.tidemark.job.state.DeviceStore;
import io.tidemark.job.state.Receipt;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.Decision;
import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.intake.IdRules;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.InsertKeys;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.intake.Outcome;
import io.tidemark.rules.intake.Screening;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ServiceConfig;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What {@link IntakeFunction} has once it is open: takes one record after another, reads and writes the device's record,
 * and emits the rows. For one thread.
 */
final class IntakeWorker {
    private static final Rejection NO_SUCH_VERSION = new Rejection(
            Reason.INVALID_FIELD,
            Field.CONFIG_VERSION.jsonName(),
            "config_version names a version of the service configuration that there is not");

    private final IntakeSettings settings;
    private final OutcomeTags tags;
    private final DeviceStore devices;
    private final IntakeMetrics metrics;
    private final EventDecoder decoder;
    private final IdRules ids;
    private final Intake intake;
    private final DecidingVersion versions;
    private final Screening screening = new Screening();
    private final InsertKeys insertKeys = new InsertKeys();
    private final Event event = new Event();
    private final AcceptedRow acceptedRow;
    private final OtherRows rows;

    IntakeWorker(
            IntakeSettings settings,
            OutcomeTags tags,
            DeviceStore devices,
            ConfigLog configuration,
            IntakeMetrics metrics) {
        this.settings = settings;
        this.tags = tags;
        this.devices = devices;
        this.versions = new DecidingVersion(configuration);
        this.metrics = metrics;
        this.decoder =
                new EventDecoder(settings.maxRecordBytes(), settings.columns().complete());
        this.ids = new IdRules(settings.rules().minIdLength());
        this.intake = new Intake(settings.rules());
        EventUuid uuids = new EventUuid(
                settings.rules().identities().organisation(),
                settings.topic(),
                settings.generation().number());
        this.acceptedRow = new AcceptedRow(settings.columns().events(), event, uuids, settings.generation());
        this.rows = new OtherRows(uuids, settings.generation(), settings.columns());
    }

    /** Writes the state down that is still on the heap. */
    void writeBack() throws Exception {
        devices.writeBack();
    }

    /** Decides the next record, and emits its rows. */
    void process(
            RawRecord raw, KeyedProcessFunction<Long, RawRecord, RowData>.Context context, Collector<RowData> events)
            throws Exception {
        Rejection refusal = decoder.decode(raw.value(), event);
        if (refusal != null) {
            reject(rows.deadLetter(raw, refusal), refusal, context);
            return;
        }
        EventTimes times = EventTimes.of(event, raw.timestamp());
        long version = versions.of(raw, event, times.serverReceived());
        long decidedBy = Math.max(version, DecidingVersion.NONE);
        ServiceConfig config = versions.at(decidedBy);
        refusal = version == DecidingVersion.UNKNOWN ? NO_SUCH_VERSION : refusal(config);
        if (refusal != null) {
            reject(rows.deadLetter(raw, refusal, event, decidedBy), refusal, context);
            return;
        }
        String deviceKey = event.has(Field.DEVICE_ID)
                ? DeviceKey.of(event.text(Field.DEVICE_ID), null)
                : DeviceKey.of(null, event.text(Field.USER_ID));
        DeviceRecord device = devices.load(raw.deviceHash(), stateName(deviceKey));
        InsertKey key = insertKeys.of(device.deviceKey(), event);
        DedupEntry earlier = key == null ? null : devices.find(key);
        Decision decision = intake.decide(
                device.story(),
                deviceKey,
                event,
                times,
                earlier,
                intake.limits(config, decidedBy == DecidingVersion.NONE ? "" : Intake.projectOf(event), deviceKey));
        remember(device, decision, key, raw, times);
        emit(decision.outcome(), deviceKey, raw, times, decidedBy, context, events);
    }

    private @Nullable Rejection refusal(ServiceConfig config) {
        Rejection refusal = ids.refusal(event);
        if (refusal != null || config.version() == DecidingVersion.NONE) {
            return refusal;
        }
        Screening.Result screened = screening.screen(config, event);
        if (screened.warned()) {
            metrics.misfit();
        }
        return screened.refusal();
    }

    private void reject(
            RowData row, Rejection refusal, KeyedProcessFunction<Long, RawRecord, RowData>.Context context) {
        metrics.rejected(refusal.reason());
        context.output(tags.deadLetters(), row);
    }

    private String stateName(String deviceKey) {
        return settings.rules().identities().scope() == IdentityScope.PROJECT
                ? Intake.projectOf(event) + '\u001F' + deviceKey
                : deviceKey;
    }

    private void remember(
            DeviceRecord device, Decision decision, @Nullable InsertKey key, RawRecord raw, EventTimes times)
            throws Exception {
        InsertKey sighted = decision.outcome() instanceof Outcome.Accepted ? key : null;
        if (sighted == null && decision.next().equals(device.story())) {
            return;
        }
        Receipt receipt = new Receipt(
                new LogPosition(settings.generation().number(), raw.partition(), raw.offset()),
                times.serverReceived(),
                EventTimes.clamp(raw.timestamp()));
        long evictBefore = receipt.evictBefore(settings.rules());
        devices.save(device.after(decision.next(), sighted, receipt, evictBefore), evictBefore);
    }

    private void emit(
            Outcome outcome,
            String deviceKey,
            RawRecord raw,
            EventTimes times,
            long decidedBy,
            KeyedProcessFunction<Long, RawRecord, RowData>.Context context,
            Collector<RowData> events) {
        outcome.accept(new Outcome.Visitor() {
            @Override
            public void accepted(Outcome.Accepted accepted) {
                metrics.accepted(times.serverReceived() - times.event());
                emitIdentity(accepted, deviceKey, raw, times, context);
                events.collect(acceptedRow.show(raw, times, accepted, decidedBy));
            }

            @Override
            public void duplicate(Outcome.Duplicate duplicate) {
                metrics.duplicate();
                context.output(tags.duplicates(), rows.duplicate(raw, event, times, duplicate.of(), decidedBy));
            }

            @Override
            public void throttled(Outcome.Throttled throttled) {
                metrics.throttled();
                context.output(tags.throttled(), rows.throttled(raw, event, times, throttled.by(), decidedBy));
            }
        });
    }

    private void emitIdentity(
            Outcome.Accepted accepted,
            String deviceKey,
            RawRecord raw,
            EventTimes times,
            KeyedProcessFunction<Long, RawRecord, RowData>.Context context) {
        DeviceIdentity.Change change = accepted.change();
        if (change == null) {
            return;
        }
        context.output(tags.identities(), rows.identity(raw, event, times, deviceKey, change));
        if (change.merged()) {
            var device = settings.rules().identities().ofDevice(Intake.projectOf(event), deviceKey);
            context.output(tags.mergeIds(), rows.merge(raw, event, times, device, change));
        }
    }
}
