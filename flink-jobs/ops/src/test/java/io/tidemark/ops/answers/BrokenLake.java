package io.tidemark.ops.answers;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.SmallLake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** A lake in which every invariant is broken once, written by hand. What a row does not say is harmless. */
public final class BrokenLake {
    static final Instant RECEIVED = Instant.parse("2024-01-09T10:00:00Z");
    private static final String SEQ = "seq";
    private static final String DEVICE_KEY = "device_key";
    private static final String DEVICE_ID = "device_id";
    private static final String USER_ID = "user_id";
    private static final String AMPLITUDE_ID = "amplitude_id";
    private static final String IDENTITY_KEY = "identity_key";
    private static final String MERGED_INTO = "merged_amplitude_id";
    private static final String CAUSE = "cause_uuid";
    private static final String CONFIG_VERSION = "config_version";
    private static final String OFFSET = "kafka_offset";
    private static final String IDENTITY_SEQ = "identity_seq";

    private final Map<LakeTable, List<List<?>>> rows = new EnumMap<>(LakeTable.class);

    private BrokenLake() {
        LakeTable.all().forEach(table -> rows.put(table, new ArrayList<>()));
    }

    /** Writes it into a directory. */
    public static SmallLake write(Path directory) throws IOException {
        BrokenLake lake = new BrokenLake();
        lake.events();
        lake.identities();
        lake.merges();
        lake.others();
        lake.corrections();
        lake.versions();
        SmallLake written = new SmallLake(directory);
        for (LakeTable table : LakeTable.all()) {
            written.table(table.tableName(), table.schema(), lake.rows.get(table));
        }
        return written;
    }

    private void events() {
        add(LakeTable.EVENTS, OFFSET, 0L, DEVICE_ID, "device-1", AMPLITUDE_ID, 101L, IDENTITY_SEQ, 1L, "uuid", "u0");
        add(
                LakeTable.EVENTS,
                OFFSET,
                1L,
                DEVICE_ID,
                "device-1",
                USER_ID,
                "user-1",
                AMPLITUDE_ID,
                201L,
                IDENTITY_SEQ,
                2L,
                "uuid",
                "u1");
        // Offsets 2 and 3 are nowhere; whose the event is, identities denies.
        add(LakeTable.EVENTS, OFFSET, 4L, DEVICE_ID, "device-2", AMPLITUDE_ID, 999L, IDENTITY_SEQ, 1L, "uuid", "u4");
        // Of nobody, though it is no $groupidentify.
        add(LakeTable.EVENTS, OFFSET, 5L, DEVICE_ID, "device-1", "uuid", "u5");
        // The client said nothing of the time, so it is that of receiving.
        add(
                LakeTable.EVENTS,
                OFFSET,
                6L,
                DEVICE_ID,
                "device-1",
                AMPLITUDE_ID,
                101L,
                IDENTITY_SEQ,
                1L,
                "uuid",
                "u6",
                "event_time",
                RECEIVED.minusSeconds(1),
                // It took effect a second later.
                CONFIG_VERSION,
                3L);
    }

    private void identities() {
        identity("device-1", 1, 0, null, 101, "key-101");
        identity("device-1", 2, 1, "user-1", 201, "key-201");
        identity("device-2", 1, 4, null, 102, "key-102");
        identity("device-2", 3, 4, "user-3", 203, "key-203");
        // One identity with two numbers, and two identities with one.
        identity("device-3", 1, 7, "user-4", 204, "key-204");
        identity("device-4", 1, 7, "user-4", 205, "key-204");
        identity("device-5", 1, 7, "user-5", 205, "key-205");
    }

    private void identity(String device, long seq, long offset, @Nullable String user, long id, String key) {
        add(
                LakeTable.IDENTITIES,
                DEVICE_KEY,
                device,
                DEVICE_ID,
                device,
                SEQ,
                seq,
                OFFSET,
                offset,
                USER_ID,
                user,
                AMPLITUDE_ID,
                id,
                IDENTITY_KEY,
                key);
    }

    private void merges() {
        add(LakeTable.MERGE_IDS, AMPLITUDE_ID, 101L, MERGED_INTO, 201L, CAUSE, "u1", OFFSET, 1L);
        // A second time, into nobody, for no reason.
        add(LakeTable.MERGE_IDS, AMPLITUDE_ID, 101L, MERGED_INTO, 202L, CAUSE, "nothing", OFFSET, 40L);
        // A survivor that is merged on, and was never anonymous.
        add(LakeTable.MERGE_IDS, AMPLITUDE_ID, 201L, MERGED_INTO, 203L, CAUSE, "u4", OFFSET, 4L);
    }

    private void others() {
        add(LakeTable.DUPLICATES, OFFSET, 4L, DEVICE_ID, "device-1", "repeats_offset", 0L);
        add(LakeTable.DUPLICATES, OFFSET, 7L, DEVICE_ID, "device-1", "repeats_offset", 77L);
        add(LakeTable.DEAD_LETTERS, OFFSET, 8L, "reason", "because");
        add(LakeTable.DEAD_LETTERS, OFFSET, 9L, "reason", "invalid_json");
        // Of another partition, and of a topic that is no more.
        add(LakeTable.DEAD_LETTERS, OFFSET, 3L, "kafka_partition", 1, "reason", "invalid_json");
        add(LakeTable.DEAD_LETTERS, OFFSET, 0L, "ingest_epoch", 0, "reason", "invalid_json");
        for (long offset = 10; offset < 13; offset++) {
            String limit = offset == 10 ? "per_day" : "per_second_window";
            add(LakeTable.THROTTLED, OFFSET, offset, DEVICE_ID, "device-9", "throttle_limit", limit);
        }
        add(
                LakeTable.THROTTLED,
                OFFSET,
                13L,
                USER_ID,
                "user-9",
                "throttle_limit",
                "per_day",
                // Nobody knows it.
                CONFIG_VERSION,
                2L);
        // Of these one was in force, and the other is the stand-in of one that was.
        duplicateBy(14, 1);
        duplicateBy(15, 4);
    }

    private void duplicateBy(long offset, long version) {
        add(LakeTable.DUPLICATES, OFFSET, offset, DEVICE_ID, "device-1", "repeats_offset", 0L, CONFIG_VERSION, version);
    }

    private void versions() {
        version(1, "project/default", "{}", RECEIVED);
        version(3, "project/shop", "{}", RECEIVED.plusSeconds(1));
        version(4, "stand_in/1", "{\"version\":4}", RECEIVED.plusSeconds(2));
    }

    private void version(long version, String key, String value, Instant from) {
        add(
                LakeTable.SERVICE_CONFIG,
                OFFSET,
                0L,
                "version",
                version,
                "key",
                key,
                "value_json",
                value,
                "effective_from",
                from);
    }

    private void corrections() {
        // In two steps, and without a second one.
        add(
                LakeTable.IDENTITY_OVERRIDES,
                OFFSET,
                0L,
                SEQ,
                1L,
                "kind",
                "map",
                AMPLITUDE_ID,
                11L,
                "to_amplitude_id",
                12L);
        add(
                LakeTable.IDENTITY_OVERRIDES,
                OFFSET,
                0L,
                SEQ,
                3L,
                "kind",
                "map",
                AMPLITUDE_ID,
                12L,
                "to_amplitude_id",
                13L);
    }

    private void add(LakeTable table, @Nullable Object... namesAndValues) {
        var given = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        given.putIfAbsent("server_upload_time", RECEIVED.plusSeconds(((Number) given.get(OFFSET)).longValue()));
        rows.get(table).add(row(table, given));
    }

    /** A row of a table; columns that are not given are harmless. */
    static List<@Nullable Object> row(LakeTable table, Map<String, @Nullable Object> given) {
        var row = new ArrayList<@Nullable Object>();
        for (NestedField column : table.schema().columns()) {
            Object value = given.containsKey(column.name()) ? given.get(column.name()) : harmless(column);
            row.add(value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
        }
        return row;
    }

    private static @Nullable Object harmless(NestedField column) {
        if (column.isOptional()) {
            return null;
        }
        return switch (column.type().typeId()) {
            case STRING -> column.name().equals("project_id") ? "default" : "View";
            case LONG -> 0L;
            case INTEGER -> column.name().endsWith("epoch") ? 1 : 0;
            case BOOLEAN -> false;
            case TIMESTAMP -> RECEIVED;
            default -> throw new IllegalStateException("No value for " + column);
        };
    }
}
