package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.state.RecordCache;
import io.tidemark.job.tables.LakeSinks;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** What is kept on the heap is never missing from the state, and never stands in the place of another device's. */
class RecordCacheOperatorTest {
    private static final long TIME = 1_760_000_000_000L;
    private static final OutcomeTags TAGS = new OutcomeTags(
            tag(LakeTable.DUPLICATES),
            tag(LakeTable.THROTTLED),
            tag(LakeTable.DEAD_LETTERS),
            tag(LakeTable.IDENTITIES),
            tag(LakeTable.MERGE_IDS));

    private long offset;

    @Test
    void whatWasOnTheHeapAtACheckpointIsInItsState() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness()) {
            harness.open();
            send(harness, "first", "a device of its own");
            send(harness, "second", "another device");
            state = harness.snapshot(1, 1);
            assertThat(duplicates(harness)).isZero();
        }
        try (var harness = harness()) {
            harness.initializeState(state);
            harness.open();
            send(harness, "first", "a device of its own");
            send(harness, "second", "another device");
            assertThat(duplicates(harness)).isEqualTo(2);
        }
    }

    @Test
    void aChangeAfterACheckpointIsInTheNextOne() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness()) {
            harness.open();
            send(harness, "first", "device-1");
            harness.snapshot(1, 1);
            send(harness, "second", "device-1");
            state = harness.snapshot(2, 2);
        }
        try (var harness = harness()) {
            harness.initializeState(state);
            harness.open();
            send(harness, "first", "device-1");
            send(harness, "second", "device-1");
            assertThat(duplicates(harness)).isEqualTo(2);
        }
    }

    @Test
    void aDeviceThatHadToLeaveIsRememberedWhenItComesBack() throws Exception {
        try (var harness = harness()) {
            harness.open();
            int devices = RecordCache.DEVICES + 10;
            for (int pass = 0; pass < 2; pass++) {
                for (int device = 0; device < devices; device++) {
                    send(harness, "insert", "device-" + device);
                }
                assertThat(duplicates(harness)).isEqualTo(pass * devices);
            }
        }
    }

    @Test
    void aFunctionThatNobodyWritesBackKeepsItsStateCompleteItself() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness(false)) {
            harness.open();
            send(harness, "first", "device-1");
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness()) {
            harness.initializeState(state);
            harness.open();
            send(harness, "first", "device-1");
            assertThat(duplicates(harness)).isEqualTo(1);
        }
    }

    private void send(KeyedOneInputStreamOperatorTestHarness<Long, RawRecord, RowData> to, String insert, String device)
            throws Exception {
        String json = "{\"device_id\":\"%s\",\"event_type\":\"look\",\"insert_id\":\"%s\",\"server_received_time\":%d}"
                .formatted(device, insert, TIME);
        long hash = DeviceKey.hash(DeviceKey.NO_SCOPE, device);
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        to.processElement(new RawRecord(0, offset++, TIME, hash, null, value), 0);
    }

    private static int duplicates(KeyedOneInputStreamOperatorTestHarness<Long, RawRecord, RowData> from) {
        Queue<?> rows = from.getSideOutput(TAGS.duplicates());
        return rows == null ? 0 : rows.size();
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, RawRecord, RowData> harness() throws Exception {
        return harness(true);
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, RawRecord, RowData> harness(boolean writesBack)
            throws Exception {
        IntakeFunction function = new IntakeFunction(settings(), TAGS);
        var operator = writesBack
                ? new IntakeOperator(function)
                : new org.apache.flink.streaming.api.operators.KeyedProcessOperator<>(function);
        return new KeyedOneInputStreamOperatorTestHarness<>(operator, RawRecord::deviceHash, Types.LONG);
    }

    private static IntakeSettings settings() {
        var rules = new IntakeRules(
                new IdentityKeys(IdentityScope.ORGANISATION, "test"),
                5,
                604_800_000,
                new IntakeRules.Throttle(0, 30, 0));
        OutcomeColumns columns = RowTypes.ofSchemas().columns();
        return new IntakeSettings(
                rules,
                1 << 20,
                "events.raw",
                new TopicGeneration(1),
                columns,
                SeededConfig.PLAIN,
                0,
                LakeAtStart.EMPTY);
    }

    private static OutputTag<RowData> tag(LakeTable table) {
        return OutcomeTags.tag(table.tableName(), LakeSinks.rows(table));
    }
}
