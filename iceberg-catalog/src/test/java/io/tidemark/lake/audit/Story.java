package io.tidemark.lake.audit;

import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to some records, and the rows of all six tables that follow from it: a model of its own of the rules of
 * {@code identity.md}, so that a test may break exactly one thing.
 */
public final class Story {
    static final String PROJECT = "shop";

    private final IdentityRules rules = new SimpleRules();
    private final Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
    private final Map<String, Device> devices = new HashMap<>();
    private final int epoch;
    private final FakeLog log;

    private static final class Device {
        private long seq;
        private @Nullable String lastUser;
    }

    public Story() {
        this(1);
    }

    public Story(int epoch) {
        this.epoch = epoch;
        this.log = new FakeLog(epoch);
        LakeTable.pipeline().forEach(table -> rows.put(table, new ArrayList<>()));
    }

    public FakeLog log() {
        return log;
    }

    public List<Map<String, Object>> rows(LakeTable table) {
        return Objects.requireNonNull(rows.get(table));
    }

    /** An accepted event. */
    public LogPosition event(int partition, @Nullable String deviceId, @Nullable String userId) {
        LogPosition place = next(partition);
        String key = rules.deviceKey(deviceId, userId);
        Device device = devices.computeIfAbsent(key, k -> new Device());
        boolean first = device.seq == 0;
        boolean firstUser = device.lastUser == null;
        if (first || (userId != null && !userId.equals(device.lastUser))) {
            device.seq++;
            device.lastUser = userId;
            rows(LakeTable.IDENTITIES).add(identity(place, deviceId, key, device));
            if (!first && firstUser) {
                rows(LakeTable.MERGE_IDS).add(merge(place, key, device));
            }
        }
        Map<String, Object> row = eventRow(place, deviceId, userId, "View Item");
        row.put(Columns.AMPLITUDE_ID, IdentityRules.amplitudeId(person(key, device)));
        row.put(Columns.IDENTITY_SEQ, device.seq);
        rows(LakeTable.EVENTS).add(row);
        return place;
    }

    /** An accepted event that touches no identity. */
    public LogPosition groupIdentify(int partition, String deviceId) {
        LogPosition place = next(partition);
        Map<String, Object> row = eventRow(place, deviceId, null, "$groupidentify");
        row.put(Columns.IDENTITY_SEQ, devices.getOrDefault(deviceId, new Device()).seq);
        rows(LakeTable.EVENTS).add(row);
        return place;
    }

    public LogPosition duplicate(int partition, LogPosition original) {
        LogPosition place = next(partition);
        Map<String, Object> row = keptWhole(place);
        row.put(Columns.REPEATS_EPOCH, original.generation());
        row.put(Columns.REPEATS_PARTITION, original.partition());
        row.put(Columns.REPEATS_OFFSET, original.offset());
        rows(LakeTable.DUPLICATES).add(row);
        return place;
    }

    public LogPosition throttled(int partition) {
        LogPosition place = next(partition);
        Map<String, Object> row = keptWhole(place);
        row.put(Columns.THROTTLE_LIMIT, "per_second_window");
        rows(LakeTable.THROTTLED).add(row);
        return place;
    }

    public LogPosition rejected(int partition, String reason) {
        LogPosition place = next(partition);
        Map<String, Object> row = row(place);
        row.put(Columns.REASON, reason);
        row.put(Columns.MESSAGE, "The record is no event.");
        row.put(Columns.SERVER_UPLOAD_TIME, time(place));
        rows(LakeTable.DEAD_LETTERS).add(row);
        return place;
    }

    private LogPosition next(int partition) {
        LogPosition place = new LogPosition(epoch, partition, log.end(partition));
        log.record(partition);
        return place;
    }

    private Map<String, Object> identity(LogPosition place, @Nullable String deviceId, String key, Device device) {
        UUID person = person(key, device);
        Map<String, Object> row = row(place);
        row.put(Columns.PROJECT_ID, PROJECT);
        row.put(Columns.DEVICE_KEY, key);
        row.put(Columns.SEQ, device.seq);
        if (deviceId != null) {
            row.put(Columns.DEVICE_ID, deviceId);
        }
        if (device.lastUser != null) {
            row.put(Columns.USER_ID, device.lastUser);
        }
        row.put(Columns.IDENTITY_KEY, person.toString());
        row.put(Columns.AMPLITUDE_ID, IdentityRules.amplitudeId(person));
        row.put(Columns.EVENT_TIME, time(place));
        row.put(Columns.SERVER_TIME, time(place));
        return row;
    }

    private Map<String, Object> merge(LogPosition place, String key, Device device) {
        Map<String, Object> row = row(place);
        row.put(Columns.PROJECT_ID, PROJECT);
        row.put(Columns.AMPLITUDE_ID, IdentityRules.amplitudeId(rules.deviceIdentity(PROJECT, key)));
        row.put(Columns.MERGED_AMPLITUDE_ID, IdentityRules.amplitudeId(person(key, device)));
        row.put(Columns.MERGE_EVENT_TIME, time(place));
        row.put(Columns.MERGE_SERVER_TIME, time(place));
        row.put(Columns.CAUSE_UUID, uuid(place));
        row.put(Columns.RULE_VERSION, 1);
        return row;
    }

    private UUID person(String key, Device device) {
        return device.lastUser == null
                ? rules.deviceIdentity(PROJECT, key)
                : rules.userIdentity(PROJECT, device.lastUser);
    }

    private static Map<String, Object> eventRow(
            LogPosition place, @Nullable String deviceId, @Nullable String userId, String type) {
        Map<String, Object> row = row(place);
        row.put(Columns.UUID, uuid(place));
        row.put(Columns.PROJECT_ID, PROJECT);
        row.put(Columns.EVENT_TYPE, type);
        row.put(Columns.EVENT_TIME, time(place));
        row.put(Columns.TIME_SUSPECT, false);
        row.put(Columns.SERVER_RECEIVED_TIME, time(place));
        row.put(Columns.SERVER_UPLOAD_TIME, time(place));
        if (deviceId != null) {
            row.put(Columns.DEVICE_ID, deviceId);
        }
        if (userId != null) {
            row.put(Columns.USER_ID, userId);
        }
        return row;
    }

    private static Map<String, Object> keptWhole(LogPosition place) {
        Map<String, Object> row = row(place);
        row.put(Columns.PROJECT_ID, PROJECT);
        row.put(Columns.EVENT_TYPE, "View Item");
        row.put(Columns.EVENT_TIME, time(place));
        row.put(Columns.SERVER_RECEIVED_TIME, time(place));
        row.put(Columns.SERVER_UPLOAD_TIME, time(place));
        row.put(Columns.RAW, "{}");
        return row;
    }

    private static Map<String, Object> row(LogPosition place) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(Columns.INGEST_EPOCH, place.generation());
        row.put(Columns.KAFKA_PARTITION, place.partition());
        row.put(Columns.KAFKA_OFFSET, place.offset());
        return row;
    }

    static String uuid(LogPosition place) {
        return new UUID(place.generation(), place.partition() * 1_000_000L + place.offset()).toString();
    }

    private static OffsetDateTime time(LogPosition place) {
        return OffsetDateTime.ofInstant(Instant.ofEpochSecond(1_541_105_830 + place.offset()), ZoneOffset.UTC);
    }
}
