package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.topology.EarlierTables;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.EventUuid;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every column of every table holds what its name says: rows are read back by the names and types of the tables' own
 * schemas, and no two values of a row are alike.
 */
class TableColumnsOperatorTest {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.PROJECT, "acme");
    private static final Map<LakeTable, List<Map<String, Object>>> ROWS = new EnumMap<>(LakeTable.class);

    private static final int PARTITION = 3;
    private static final int OTHER_PARTITION = 4;
    private static final int EPOCH = 5;
    private static final int NEXT_EPOCH = 6;
    private static final long UPLOADED = 1_700_000_200_000L;
    private static final long RECEIVED = 1_700_000_100_000L;
    private static final long SENT_AT = 1_700_000_000_500L;
    private static final long TIME = 1_700_000_000_001L;
    private static final long EVENT_TIME = TIME + (RECEIVED - SENT_AT);
    private static final long DAYS_AHEAD = RECEIVED + 10 * 86_400_000L;

    private static final String PROJECT = text(Field.PROJECT_ID);
    private static final String DEVICE = text(Field.DEVICE_ID);
    private static final String USER = text(Field.USER_ID);
    private static final String ANONYMOUS = """
            {"device_id":"%s","project_id":"%s","event_type":"Start","time":%d,"server_received_time":%d}""".formatted(DEVICE, PROJECT, DAYS_AHEAD, RECEIVED);
    private static final String WITH_EVERYTHING = withEverything();
    private static final String OWN = "\"config_version\":%d,\"released_from\":%s"
            .formatted(whole(Field.CONFIG_VERSION), object(Field.RELEASED_FROM));
    private static final String OVER = WITH_EVERYTHING
            .replace("insert_id é", "another")
            .replace(object(Field.RELEASED_FROM), "null");
    private static final String REFUSED = "{\"device_id\":1234567,\"event_type\":\"View\"," + OWN + "}";
    private static final String NO_EVENT = "{\"device_id\":\"device\"," + OWN + "}";

    /** Two of a device are accepted, one is repeated after the topic was made anew, one is over the limit. */
    @BeforeAll
    static void writeOneRowOfEachKind() throws Exception {
        OperatorSubtaskState state;
        try (RunningIntake intake = RunningIntake.start(settings(EPOCH), Backend.HEAP, 1, null, 1)) {
            intake.process(raw(PARTITION, 10, ANONYMOUS));
            intake.process(raw(PARTITION, 11, WITH_EVERYTHING));
            state = intake.checkpoint();
            intake.rowsInto(ROWS);
        }
        try (RunningIntake intake = RunningIntake.start(settings(NEXT_EPOCH), Backend.HEAP, 1, state, 1)) {
            intake.process(raw(OTHER_PARTITION, 12, WITH_EVERYTHING));
            // What was let back in does not count, so the limit is reached by this one.
            intake.process(raw(OTHER_PARTITION, 13, ANONYMOUS));
            intake.process(raw(OTHER_PARTITION, 14, OVER));
            intake.process(raw(OTHER_PARTITION, 15, REFUSED));
            intake.process(new RawRecord(OTHER_PARTITION, 16, UPLOADED + 16, 1, null, null));
            intake.process(raw(OTHER_PARTITION, 17, NO_EVENT));
            intake.rowsInto(ROWS);
        }
    }

    @Test
    void eventsHoldEveryFieldUnderItsName() {
        Map<String, Object> expected = new HashMap<>();
        Field.all().forEach(field -> expected.put(column(field), value(field)));
        expected.remove("time");
        expected.put("uuid", uuid(11));
        expected.put("amplitude_id", IdentityKeys.amplitudeId(KEYS.ofUser(PROJECT, USER)));
        expected.put("event_time", Instant.ofEpochMilli(EVENT_TIME));
        expected.put("time_suspect", false);
        expected.put("server_upload_time", Instant.ofEpochMilli(UPLOADED + 11));
        expected.put("extra", "{\"new_one\":{\"a\":1.10},\"and\":[null]}");
        expected.put("identity_seq", 2L);
        place(expected, EPOCH, PARTITION, 11);

        assertThat(ROWS.get(LakeTable.EVENTS).get(1)).isEqualTo(expected);
    }

    @Test
    void eventsHoldNullsWhereNothingWasSentAndDefaultsWhereTheSpecificationHasThem() {
        Map<String, Object> expected = new HashMap<>();
        LakeTable.EVENTS.schema().columns().forEach(column -> expected.put(column.name(), null));
        expected.put("uuid", uuid(10));
        expected.put("amplitude_id", IdentityKeys.amplitudeId(KEYS.ofDevice(PROJECT, DEVICE)));
        expected.put("project_id", PROJECT);
        expected.put("device_id", DEVICE);
        expected.put("event_type", "Start");
        expected.put("event_time", Instant.ofEpochMilli(DAYS_AHEAD));
        expected.put("client_event_time", Instant.ofEpochMilli(DAYS_AHEAD));
        expected.put("time_suspect", true);
        expected.put("server_received_time", Instant.ofEpochMilli(RECEIVED));
        expected.put("server_upload_time", Instant.ofEpochMilli(UPLOADED + 10));
        expected.put("quantity", 1L);
        expected.put("identity_seq", 1L);
        place(expected, EPOCH, PARTITION, 10);

        assertThat(ROWS.get(LakeTable.EVENTS).get(0)).isEqualTo(expected);
    }

    @Test
    void duplicatesNameThePlaceOfTheEventThatTheyRepeat() {
        Map<String, Object> expected = keptWhole(12);
        expected.put("insert_id", text(Field.INSERT_ID));
        expected.put("repeats_epoch", EPOCH);
        expected.put("repeats_partition", PARTITION);
        expected.put("repeats_offset", 11L);
        expected.put("raw", WITH_EVERYTHING);

        assertThat(ROWS.get(LakeTable.DUPLICATES)).containsExactly(expected);
    }

    @Test
    void throttledEventsNameTheLimitAndAreKeptWhole() {
        Map<String, Object> expected = keptWhole(14);
        expected.put("insert_id", "another");
        expected.put("throttle_limit", "per_second_window");
        expected.put("raw", OVER);
        expected.put("released_from", null);

        assertThat(ROWS.get(LakeTable.THROTTLED)).containsExactly(expected);
    }

    @Test
    void deadLettersSayWhyAndKeepTheBytes() {
        Map<String, Object> expected = new HashMap<>();
        expected.put("reason", "id_not_a_string");
        expected.put("field", "device_id");
        expected.put("message", "device_id must be a string");
        expected.put("raw", ByteBuffer.wrap(REFUSED.getBytes(StandardCharsets.UTF_8)));
        expected.put("kafka_key", ByteBuffer.wrap(new byte[] {15}));
        expected.put("server_upload_time", Instant.ofEpochMilli(UPLOADED + 15));
        place(expected, NEXT_EPOCH, OTHER_PARTITION, 15);
        expected.put("config_version", value(Field.CONFIG_VERSION));
        expected.put("released_from", value(Field.RELEASED_FROM));

        assertThat(ROWS.get(LakeTable.DEAD_LETTERS).get(0)).isEqualTo(expected);
    }

    @Test
    void aTombstoneIsADeadLetterWithNothingInIt() {
        assertThat(ROWS.get(LakeTable.DEAD_LETTERS).get(1))
                .containsEntry("reason", "invalid_json")
                .containsEntry("field", null)
                .containsEntry("raw", null)
                .containsEntry("kafka_key", null)
                .containsEntry("kafka_offset", 16L)
                .containsEntry("config_version", null)
                .containsEntry("released_from", null);
    }

    @Test
    void ofWhatIsNoEventNothingIsTakenForKnown() {
        assertThat(ROWS.get(LakeTable.DEAD_LETTERS).get(2))
                .containsEntry("reason", "missing_event_type")
                .containsEntry("kafka_offset", 17L)
                .containsEntry("config_version", null)
                .containsEntry("released_from", null);
    }

    @Test
    void whatWasDecidedBeforeIsDecidedByTheSameVersion() throws Exception {
        Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
        try (RunningIntake intake = RunningIntake.start(settings(EPOCH), Backend.HEAP, 1, null, 1)) {
            intake.process(decided(1, ANONYMOUS, 7));
            intake.process(decided(2, WITH_EVERYTHING, 8));
            intake.process(decided(3, WITH_EVERYTHING, RawRecord.WITHOUT_CONFIGURATION));
            intake.process(decided(4, REFUSED, 9));
            intake.process(decided(5, ANONYMOUS, RawRecord.UNDECIDED));
            intake.process(decided(6, OVER, RawRecord.UNDECIDED));
            intake.rowsInto(rows);
        }

        assertThat(versions(rows, LakeTable.EVENTS)).containsExactly(7L, 8L, null);
        assertThat(versions(rows, LakeTable.DUPLICATES)).containsExactly((Object) null);
        assertThat(versions(rows, LakeTable.DEAD_LETTERS)).containsExactly(9L);
        assertThat(versions(rows, LakeTable.THROTTLED)).containsExactly(value(Field.CONFIG_VERSION));
    }

    private static RawRecord decided(long offset, String event, long decidedBy) {
        return new RawRecord(
                PARTITION, offset, UPLOADED, 1, null, event.getBytes(StandardCharsets.UTF_8), decidedBy);
    }

    private static List<Object> versions(Map<LakeTable, List<Map<String, Object>>> rows, LakeTable table) {
        return rows.get(table).stream().map(row -> row.get("config_version")).toList();
    }

    /** Until every outcome table has their columns, the pipeline's own fields are members like any other. */
    @ParameterizedTest
    @EnumSource(
            value = LakeTable.class,
            names = {"EVENTS", "DUPLICATES", "THROTTLED", "DEAD_LETTERS"})
    void rowsEndWhereTheirTableEnds(LakeTable lacking) throws Exception {
        RowTypes all = RowTypes.of(EarlierTables::schema);
        RowTypes one = RowTypes.of(table -> table == lacking ? EarlierTables.schema(table) : table.schema());
        for (RowTypes types : List.of(all, one)) {
            Map<LakeTable, List<Map<String, Object>>> rows = new EnumMap<>(LakeTable.class);
            try (RunningIntake intake =
                    RunningIntake.start(types, settings(EPOCH, types.columns()), Backend.HEAP, 1, null, 1)) {
                intake.process(raw(PARTITION, 1, ANONYMOUS));
                intake.process(raw(PARTITION, 2, WITH_EVERYTHING));
                intake.process(raw(PARTITION, 3, WITH_EVERYTHING));
                intake.process(raw(PARTITION, 4, WITH_EVERYTHING.replace("insert_id é", "another")));
                intake.process(raw(PARTITION, 5, REFUSED));
                intake.rowsInto(rows);
            }
            for (LakeTable table : LakeTable.outcomes()) {
                Map<String, Object> last = rows.get(table).get(rows.get(table).size() - 1);
                boolean lacks = types.equals(all) || table == lacking;
                assertThat(last.containsKey("config_version")).isNotEqualTo(lacks);
                assertThat(last.get("config_version")).isNull();
                assertThat(last.get("released_from")).isNull();
            }
            assertThat((String) rows.get(LakeTable.EVENTS).get(1).get("extra")).contains(OWN.split(",")[0]);
        }
    }

    @Test
    void identitiesHoldOneRowForEachChange() {
        Map<String, Object> anonymous = new HashMap<>();
        anonymous.put("project_id", PROJECT);
        anonymous.put("device_key", DEVICE);
        anonymous.put("device_id", DEVICE);
        anonymous.put("seq", 1L);
        anonymous.put("user_id", null);
        anonymous.put("identity_key", KEYS.ofDevice(PROJECT, DEVICE).toString());
        anonymous.put("amplitude_id", IdentityKeys.amplitudeId(KEYS.ofDevice(PROJECT, DEVICE)));
        anonymous.put("event_time", Instant.ofEpochMilli(DAYS_AHEAD));
        anonymous.put("server_time", Instant.ofEpochMilli(RECEIVED));
        place(anonymous, EPOCH, PARTITION, 10);
        Map<String, Object> login = new HashMap<>(anonymous);
        login.put("seq", 2L);
        login.put("user_id", USER);
        login.put("identity_key", KEYS.ofUser(PROJECT, USER).toString());
        login.put("amplitude_id", IdentityKeys.amplitudeId(KEYS.ofUser(PROJECT, USER)));
        login.put("event_time", Instant.ofEpochMilli(EVENT_TIME));
        login.put("kafka_offset", 11L);

        assertThat(ROWS.get(LakeTable.IDENTITIES)).containsExactly(anonymous, login);
    }

    @Test
    void mergesGoFromTheDevicesIdIntoTheUsers() {
        Map<String, Object> expected = new HashMap<>();
        expected.put("project_id", PROJECT);
        expected.put("amplitude_id", IdentityKeys.amplitudeId(KEYS.ofDevice(PROJECT, DEVICE)));
        expected.put("merged_amplitude_id", IdentityKeys.amplitudeId(KEYS.ofUser(PROJECT, USER)));
        expected.put("merge_event_time", Instant.ofEpochMilli(EVENT_TIME));
        expected.put("merge_server_time", Instant.ofEpochMilli(RECEIVED));
        expected.put("cause_uuid", uuid(11));
        expected.put("rule_version", 1);
        place(expected, EPOCH, PARTITION, 11);

        assertThat(ROWS.get(LakeTable.MERGE_IDS)).containsExactly(expected);
    }

    private static Map<String, Object> keptWhole(long offset) {
        Map<String, Object> expected = new HashMap<>();
        for (Field field :
                List.of(Field.PROJECT_ID, Field.USER_ID, Field.DEVICE_ID, Field.EVENT_TYPE, Field.EVENT_ID)) {
            expected.put(field.jsonName(), value(field));
        }
        expected.put("config_version", value(Field.CONFIG_VERSION));
        expected.put("released_from", value(Field.RELEASED_FROM));
        expected.put("event_time", Instant.ofEpochMilli(EVENT_TIME));
        expected.put("server_received_time", Instant.ofEpochMilli(RECEIVED));
        expected.put("server_upload_time", Instant.ofEpochMilli(UPLOADED + offset));
        place(expected, NEXT_EPOCH, OTHER_PARTITION, offset);
        return expected;
    }

    private static void place(Map<String, Object> row, int epoch, int partition, long offset) {
        row.put("ingest_epoch", epoch);
        row.put("kafka_partition", partition);
        row.put("kafka_offset", offset);
    }

    private static String withEverything() {
        List<String> members = new ArrayList<>();
        for (Field field : Field.all()) {
            members.add("\"" + field.jsonName() + "\":" + json(field));
        }
        members.add(7, "\"new_one\":{\"a\":1.10}");
        members.add("\"and\":[null]");
        return "{" + String.join(",", members) + "}";
    }

    private static String json(Field field) {
        return switch (field.kind()) {
            case ID, TEXT -> "\"" + text(field) + "\"";
            case MILLIS -> Long.toString(millis(field));
            case INTEGER -> Long.toString(whole(field));
            case NUMBER -> Double.toString(number(field));
            case OBJECT, GROUPS, PLACE -> object(field);
        };
    }

    private static Object value(Field field) {
        return switch (field.kind()) {
            case ID, TEXT -> text(field);
            case MILLIS -> Instant.ofEpochMilli(millis(field));
            case INTEGER -> whole(field);
            case NUMBER -> number(field);
            case OBJECT, GROUPS -> object(field);
            case PLACE -> new LogPosition(7, 8, 9);
        };
    }

    private static String column(Field field) {
        return field == Field.TIME ? "client_event_time" : field.jsonName();
    }

    private static String text(Field field) {
        return field.jsonName() + " é";
    }

    private static long millis(Field field) {
        return field == Field.TIME ? TIME : field == Field.CLIENT_UPLOAD_TIME ? SENT_AT : RECEIVED;
    }

    private static long whole(Field field) {
        return field == Field.MIN_ID_LENGTH ? 2 : 1_000L + field.ordinal();
    }

    private static double number(Field field) {
        return field.ordinal() + 0.5;
    }

    private static String object(Field field) {
        return field.kind() == Field.Kind.PLACE
                ? "{ \"offset\" : 9, \"epoch\" : 7, \"partition\" : 8 }"
                : "{ \"" + field.jsonName() + "\" : [\"a\", \"b\"] }";
    }

    private static String uuid(long offset) {
        return new String(
                new EventUuid("acme", "events.raw", EPOCH).text(PARTITION, offset), StandardCharsets.US_ASCII);
    }

    private static RawRecord raw(int partition, long offset, String event) {
        byte[] key = {(byte) offset};
        return new RawRecord(partition, offset, UPLOADED + offset, 1, key, event.getBytes(StandardCharsets.UTF_8));
    }

    private static IntakeSettings settings(int epoch) {
        return settings(epoch, RowTypes.ofSchemas().columns());
    }

    private static IntakeSettings settings(int epoch, OutcomeColumns columns) {
        IntakeRules rules = new IntakeRules(KEYS, 5, 7 * 86_400_000L, new IntakeRules.Throttle(1, 2, 0));
        return new IntakeSettings(rules, 1 << 20, "events.raw", new TopicGeneration(epoch), columns, LakeAtStart.EMPTY);
    }
}
