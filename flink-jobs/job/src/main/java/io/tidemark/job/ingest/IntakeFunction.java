package io.tidemark.job.ingest;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.fence.LakeAtStart.CheckpointPosition;
import io.tidemark.job.fence.StaleStart;
import io.tidemark.job.fence.StatelessStart;
import io.tidemark.job.fence.WriterEpoch;
import io.tidemark.job.fence.WriterLine;
import io.tidemark.job.state.DeviceStates;
import io.tidemark.job.state.DeviceStore;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.service.ConfigLog;
import java.util.List;
import java.util.Objects;
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
    private transient @Nullable KnownVersions versions;
    private transient ConfigLog configuration;
    private transient IntakeWorker worker;

    /** An operator with these settings. */
    @SuppressWarnings("NullAway.Init") // the rest is made when the operator opens
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
        versions = new KnownVersions(
                context.getOperatorStateStore().getUnionListState(DeviceStates.serviceConfig()),
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
    }

    private static CheckpointPosition position(OptionalLong checkpoint, Iterable<Integer> epochs) {
        int newest = WriterEpoch.FIRST.number();
        for (int epoch : epochs) {
            newest = Math.max(newest, epoch);
        }
        return new CheckpointPosition(new WriterEpoch(newest), checkpoint.orElse(Long.MAX_VALUE));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        Objects.requireNonNull(versions).write(configuration);
        // All other state is keyed; Flink takes it.
    }

    @Override
    public void open(OpenContext context) throws Exception {
        configuration =
                settings.configuration().open(Objects.requireNonNull(versions).read());
        requireVersions();
        worker = new IntakeWorker(
                settings,
                tags,
                new DeviceStore(getRuntimeContext(), keys),
                configuration,
                new IntakeMetrics(getRuntimeContext().getMetricGroup(), configuration));
    }

    private void requireVersions() throws InterruptedException {
        long required = settings.required();
        if (configuration.known().newest() < required && configuration.read().newest() < required) {
            throw new IllegalStateException("The topic has versions of the service configuration up to "
                    + configuration.known().newest() + ", and the table service_config up to " + required
                    + ". Write the missing ones into the topic: tidemark config publish.");
        }
    }

    @Override
    public void close() throws Exception {
        if (configuration != null) {
            configuration.close();
        }
    }

    /** Promises, before the function opens, that {@link #writeBack} will be called at every checkpoint. */
    void writeBackWith(KeyContext operator) {
        keys = operator;
    }

    /** Writes the state down that is still on the heap. */
    void writeBack() throws Exception {
        worker.writeBack();
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<RowData> events) throws Exception {
        worker.process(raw, context, events);
    }
}
