package io.tidemark.job.ingest;

import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The intake operator outside of a job, with as many subtasks as asked for, its rows read by the names and types of the
 * tables' own schemas.
 */
final class RunningIntake implements AutoCloseable {
    private static final int MAX_PARALLELISM = 128;

    private final RowTypes types;

    private final List<KeyedOneInputStreamOperatorTestHarness<Long, RawRecord, RowData>> subtasks = new ArrayList<>();
    private long checkpoint;

    private RunningIntake(RowTypes types) {
        this.types = types;
    }

    /** Starts the operator, without state where {@code state} is null; any state is that of checkpoint 1. */
    static RunningIntake start(
            IntakeSettings settings,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState state,
            int parallelismBefore)
            throws Exception {
        return start(RowTypes.ofSchemas(), settings, backend, parallelism, state, parallelismBefore);
    }

    /** The same for tables with rows of these types, of which the settings have the columns. */
    static RunningIntake start(
            RowTypes types,
            IntakeSettings settings,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState state,
            int parallelismBefore)
            throws Exception {
        RunningIntake running = new RunningIntake(types);
        try {
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var operator = new IntakeOperator(new IntakeFunction(settings, types.tags()));
                var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, RawRecord::deviceHash, Types.LONG, MAX_PARALLELISM, parallelism, subtask);
                running.subtasks.add(harness);
                harness.setStateBackend(backend.make());
                ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig()).setGenericTypes(false);
                harness.setup(types.of(LakeTable.EVENTS).createSerializer(new SerializerConfigImpl()));
                if (state == null) {
                    harness.initializeEmptyState();
                } else {
                    harness.setRestoredCheckpointId(1);
                    harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            state, MAX_PARALLELISM, parallelismBefore, parallelism, subtask));
                }
                harness.open();
            }
            return running;
        } catch (Exception | AssertionError e) {
            running.close();
            throw e;
        }
    }

    /** Sends a record to the subtask that has its device. */
    void process(RawRecord raw) throws Exception {
        int subtask =
                KeyGroupRangeAssignment.assignKeyToParallelOperator(raw.deviceHash(), MAX_PARALLELISM, subtasks.size());
        subtasks.get(subtask).processElement(new StreamRecord<>(raw));
    }

    /** What the subtasks' states are together, as a checkpoint keeps them. */
    OperatorSubtaskState checkpoint() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
        checkpoint++;
        for (int i = 0; i < states.length; i++) {
            states[i] = subtasks.get(i).snapshot(checkpoint, checkpoint);
        }
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    /** The same as a savepoint that any backend reads. */
    OperatorSubtaskState savepoint() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
        checkpoint++;
        for (int i = 0; i < states.length; i++) {
            states[i] = subtasks.get(i)
                    .snapshotWithLocalState(
                            checkpoint, checkpoint, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                    .getJobManagerOwnedState();
        }
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    /** Adds the rows written so far to those of each table. */
    void rowsInto(Map<LakeTable, List<Map<String, Object>>> tables) {
        for (var subtask : subtasks) {
            addRows(tables, LakeTable.EVENTS, subtask.getRecordOutput());
            tags().forEach((table, tag) -> {
                Collection<StreamRecord<RowData>> rows = subtask.getSideOutput(tag);
                addRows(tables, table, rows == null ? List.of() : rows);
            });
        }
    }

    /** The rows written so far, by table. */
    Map<LakeTable, List<Map<String, Object>>> rows() {
        Map<LakeTable, List<Map<String, Object>>> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> tables.put(table, new ArrayList<>()));
        rowsInto(tables);
        return tables;
    }

    @Override
    public void close() throws Exception {
        for (var subtask : subtasks) {
            subtask.close();
        }
    }

    private Map<LakeTable, OutputTag<RowData>> tags() {
        OutcomeTags tags = types.tags();
        return Map.of(
                LakeTable.DUPLICATES, tags.duplicates(),
                LakeTable.THROTTLED, tags.throttled(),
                LakeTable.DEAD_LETTERS, tags.deadLetters(),
                LakeTable.IDENTITIES, tags.identities(),
                LakeTable.MERGE_IDS, tags.mergeIds());
    }

    private void addRows(
            Map<LakeTable, List<Map<String, Object>>> tables,
            LakeTable table,
            Collection<StreamRecord<RowData>> written) {
        RowType type = ((InternalTypeInfo<RowData>) types.of(table)).toRowType();
        List<Map<String, Object>> rows = tables.computeIfAbsent(table, name -> new ArrayList<>());
        written.forEach(record -> rows.add(byName(type, record.getValue())));
    }

    private static Map<String, Object> byName(RowType type, RowData row) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            Object value = RowData.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row);
            values.put(type.getFieldNames().get(i), plain(value));
        }
        return values;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof StringData text) {
            return text.toString();
        }
        if (value instanceof TimestampData time) {
            return time.toInstant();
        }
        if (value instanceof RowData place) {
            return new LogPosition(place.getInt(0), place.getInt(1), place.getLong(2));
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}
