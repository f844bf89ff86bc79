package io.tidemark.job.ingest;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StaleStart;
import io.tidemark.job.fence.StatelessStart;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.fence.WriterLine;
import io.tidemark.job.state.DeviceRecord;
import io.tidemark.job.state.DeviceStates;
import io.tidemark.job.state.DeviceStore;
import io.tidemark.job.state.Receipt;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
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
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The one keyed operator: decodes a record, calls {@link Intake} to decide what becomes of it, keeps the device's
 * record, and emits the row for the table in which the record ends, with the identity rows that it causes. Keyed by the
 * 64-bit hash of the device key.
 *
 * <p>Rows of {@code events} are shown, not handed over: the sink behind must be chained to this operator, or take a
 * copy, as Flink's network stack does.
 */
public final class IntakeFunction extends KeyedProcessFunction<Long, RawRecord, RowData>
        implements CheckpointedFunction {
    private final IntakeSettings settings;
    private final OutcomeTags tags;
    private transient @Nullable KeyContext keys;
    private transient Worker worker;

    /** An operator with these settings. */
    @SuppressWarnings("NullAway.Init") // the worker is made when the operator opens
    public IntakeFunction(IntakeSettings settings, OutcomeTags tags) {
        this.settings = settings;
        this.tags = tags;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        ListState<Integer> writerEpoch = context.getOperatorStateStore().getUnionListState(DeviceStates.writerEpoch());
        // A savepoint's path does not tell its number, and Flink restarts a job without our start check: so it is
        // checked here.
        CheckpointPosition state =
                context.isRestored() ? position(context.getRestoredCheckpointId(), writerEpoch.get()) : null;
        ListState<String> writerLine = context.getOperatorStateStore().getUnionListState(DeviceStates.writerLine());
        WriterLine line = state == null ? WriterLine.UNKNOWN : WriterLine.of(writerLine.get());
        LakeAtStart.StartViolation fault = settings.lake().validate(state, line);
        if (fault != null) {
            throw state == null ? new StatelessStart() : new StaleStart(fault, state, settings.lake());
        }
        writerEpoch.update(List.of(settings.lake().epoch().number()));
        String job = getRuntimeContext().getJobInfo().getJobId().toString();
        long first = state == null || state.checkpoint() == Long.MAX_VALUE ? 1 : state.checkpoint() + 1;
        writerLine.update(line.with(job, first).entries());
    }

    private static CheckpointPosition position(OptionalLong checkpoint, Iterable<Integer> epochs) {
        int newest = WriterEpoch.FIRST.number();
        for (int epoch : epochs) {
            newest = Math.max(newest, epoch);
        }
        return new CheckpointPosition(new WriterEpoch(newest), checkpoint.orElse(Long.MAX_VALUE));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // All other state is keyed; Flink takes it.
    }

    @Override
    public void open(OpenContext context) {
        worker = new Worker(
                settings,
                tags,
                new DeviceStore(getRuntimeContext(), keys),
                new IntakeMetrics(getRuntimeContext().getMetricGroup()));
    }

    /** Promises, before the function opens, that {@link #writeBack} will be called at every checkpoint. */
    void writeBackWith(KeyContext operator) {
        keys = operator;
    }

    /** Writes the state down that is still on the heap. */
    void writeBack() throws Exception {
        worker.devices.writeBack();
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<RowData> events) throws Exception {
        worker.process(raw, context, events);
    }

    /** What an operator has once it is open. */
    private static final class Worker {
        private final IntakeSettings settings;
        private final OutcomeTags tags;
        private final DeviceStore devices;
        private final IntakeMetrics metrics;
        private final EventDecoder decoder;
        private final IdRules ids;
        private final Intake intake;
        private final InsertKeys insertKeys = new InsertKeys();
        private final Event event = new Event();
        private final AcceptedRow acceptedRow;
        private final OtherRows rows;

        Worker(IntakeSettings settings, OutcomeTags tags, DeviceStore devices, IntakeMetrics metrics) {
            this.settings = settings;
            this.tags = tags;
            this.devices = devices;
            this.metrics = metrics;
            this.decoder = new EventDecoder(settings.maxRecordBytes());
            this.ids = new IdRules(settings.rules().minIdLength());
            this.intake = new Intake(settings.rules());
            EventUuid uuids = new EventUuid(
                    settings.rules().identities().organisation(),
                    settings.topic(),
                    settings.generation().number());
            this.acceptedRow = new AcceptedRow(settings.eventColumns(), event, uuids, settings.generation());
            this.rows = new OtherRows(uuids, settings.generation());
        }

        void process(
                RawRecord raw,
                KeyedProcessFunction<Long, RawRecord, RowData>.Context context,
                Collector<RowData> events)
                throws Exception {
            Rejection refusal = decoder.decode(raw.value(), event);
            if (refusal == null) {
                refusal = ids.refusal(event);
            }
            if (refusal != null) {
                metrics.rejected(refusal.reason());
                context.output(tags.deadLetters(), rows.deadLetter(raw, refusal));
                return;
            }
            EventTimes times = EventTimes.of(event, raw.timestamp());
            String deviceKey = event.has(Field.DEVICE_ID)
                    ? DeviceKey.of(event.text(Field.DEVICE_ID), null)
                    : DeviceKey.of(null, event.text(Field.USER_ID));
            DeviceRecord device = devices.load(raw.deviceHash(), stateName(deviceKey));
            InsertKey key = insertKeys.of(device.deviceKey(), event);
            DedupEntry earlier = key == null ? null : devices.find(key);
            Decision decision = intake.decide(device.story(), deviceKey, event, times, earlier);
            remember(device, decision, key, raw, times);
            emit(decision.outcome(), deviceKey, raw, times, context, events);
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
                KeyedProcessFunction<Long, RawRecord, RowData>.Context context,
                Collector<RowData> events) {
            outcome.accept(new Outcome.Visitor() {
                @Override
                public void accepted(Outcome.Accepted accepted) {
                    metrics.accepted(times.serverReceived() - times.event());
                    emitIdentity(accepted, deviceKey, raw, times, context);
                    events.collect(acceptedRow.show(raw, times, accepted));
                }

                @Override
                public void duplicate(Outcome.Duplicate duplicate) {
                    metrics.duplicate();
                    context.output(tags.duplicates(), rows.duplicate(raw, event, times, duplicate.of()));
                }

                @Override
                public void throttled(Outcome.Throttled throttled) {
                    metrics.throttled();
                    context.output(tags.throttled(), rows.throttled(raw, event, times, throttled.by()));
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
}
