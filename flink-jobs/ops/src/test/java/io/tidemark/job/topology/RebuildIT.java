package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.identity.Device;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.model.RandomHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables depend on the log alone: not on how many operators read it, and the identities on the events alone. */
class RebuildIT {
    private static final int RECORDS = 5_000;
    private static final int PARTITIONS = 3;

    private static EmbeddedBroker broker;
    private static SmallPipeline narrow;
    private static SmallPipeline wide;

    @BeforeAll
    static void ingestOneLogTwice(@TempDir Path directory) {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", PARTITIONS);
        narrow = new SmallPipeline(directory.resolve("narrow"), broker, 1, Map.of());
        wide = new SmallPipeline(directory.resolve("wide"), broker, PARTITIONS, Map.of());
        narrow.send(RandomHistory.of(11, RECORDS));
        for (SmallPipeline pipeline : List.of(narrow, wide)) {
            try (RunningJob job = pipeline.start(null)) {
                pipeline.awaitRecords(job, RECORDS);
            }
        }
    }

    @AfterAll
    static void stop() {
        narrow.close();
        wide.close();
        broker.close();
    }

    @Test
    void theParallelismChangesNoRowOfAnyTable() {
        for (LakeTable table : LakeTable.pipeline()) {
            List<Map<String, Object>> rows = rows(narrow.lake(), table);

            assertThat(rows).as(table.tableName()).isNotEmpty();
            assertThat(rows(wide.lake(), table)).as(table.tableName()).isEqualTo(rows);
        }
        assertThat(rows(narrow.lake(), LakeTable.EVENTS))
                .extracting(row -> row.get("kafka_partition"))
                .contains(0, 1, 2);
    }

    /** {@code rebuild(log) == ingest(log)} on real tables: what the events say is what the identity tables hold. */
    @Test
    void theIdentityTablesAreTheFoldOfTheEvents() {
        Map<LakeTable, List<Map<String, Object>>> rebuilt = rebuild(rows(wide.lake(), LakeTable.EVENTS));

        for (LakeTable table : List.of(LakeTable.IDENTITIES, LakeTable.MERGE_IDS)) {
            assertThat(sorted(rebuilt.get(table))).as(table.tableName()).isEqualTo(rows(wide.lake(), table));
        }
    }

    private static Map<LakeTable, List<Map<String, Object>>> rebuild(List<Map<String, Object>> events) {
        IdentityKeys keys = IngestJob.identityKeys(wide.config().identity());
        Map<LakeTable, List<Map<String, Object>>> tables = new EnumMap<>(LakeTable.class);
        tables.put(LakeTable.IDENTITIES, new ArrayList<>());
        tables.put(LakeTable.MERGE_IDS, new ArrayList<>());
        Map<String, DeviceIdentity> devices = new HashMap<>();
        for (Map<String, Object> event : events) {
            if (event.get("event_type").equals(Intake.GROUP_IDENTIFY)) {
                continue;
            }
            String deviceKey = DeviceKey.of((String) event.get("device_id"), (String) event.get("user_id"));
            Device device = new Device(keys, (String) event.get("project_id"), deviceKey);
            DeviceIdentity before = devices.getOrDefault(deviceKey, DeviceIdentity.UNSEEN);
            DeviceIdentity.Change change = before.observe(device, (String) event.get("user_id"));
            if (change != null) {
                devices.put(deviceKey, change.next());
                tables.get(LakeTable.IDENTITIES).add(identity(event, deviceKey, change));
                if (change.merged()) {
                    tables.get(LakeTable.MERGE_IDS).add(merge(event, device, change));
                }
            }
            DeviceIdentity after = change == null ? before : change.next();
            assertThat(event).containsEntry("amplitude_id", after.owner()).containsEntry("identity_seq", after.seq());
        }
        return tables;
    }

    private static Map<String, Object> identity(
            Map<String, Object> event, String deviceKey, DeviceIdentity.Change change) {
        Map<String, Object> row = place(event);
        row.put("device_key", deviceKey);
        row.put("seq", change.next().seq());
        row.put("device_id", event.get("device_id"));
        row.put("user_id", change.next().lastUser());
        row.put("identity_key", change.identityKey().toString());
        row.put("amplitude_id", change.next().owner());
        row.put("event_time", event.get("event_time"));
        row.put("server_time", event.get("server_received_time"));
        return row;
    }

    private static Map<String, Object> merge(Map<String, Object> event, Device device, DeviceIdentity.Change change) {
        Map<String, Object> row = place(event);
        row.put("amplitude_id", IdentityKeys.amplitudeId(device.key()));
        row.put("merged_amplitude_id", change.next().owner());
        row.put("merge_event_time", event.get("event_time"));
        row.put("merge_server_time", event.get("server_received_time"));
        row.put("cause_uuid", event.get("uuid"));
        row.put("rule_version", 1);
        return row;
    }

    private static Map<String, Object> place(Map<String, Object> event) {
        Map<String, Object> row = new HashMap<>();
        for (String column : List.of("project_id", "ingest_epoch", "kafka_partition", "kafka_offset")) {
            row.put(column, event.get(column));
        }
        return row;
    }

    private static List<Map<String, Object>> rows(Lake lake, LakeTable table) {
        return LakeRows.inOrder(lake, table);
    }

    private static List<Map<String, Object>> sorted(List<Map<String, Object>> rows) {
        return LakeRows.sorted(rows);
    }
}
