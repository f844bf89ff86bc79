package io.tidemark.lake.table;

import static io.tidemark.lake.table.Columns.*;

import java.util.List;
import org.apache.iceberg.Schema;

/** The contents of each table, column by column ({@code events.md} and {@code identity.md}). */
final class Schemas {
    private static final List<String> TEXT_FIELDS = List.of(
            "user_agent",
            "app_version",
            "platform",
            "os_name",
            "os_version",
            "device_brand",
            "device_manufacturer",
            "device_model",
            "carrier",
            "country",
            "region",
            "city",
            "dma",
            "language",
            "productId",
            "revenueType",
            "currency",
            "ip",
            "idfa",
            "idfv",
            "adid",
            "android_id",
            "android_app_set_id",
            "partner_id");

    private static final List<String> WHOLE_NUMBER_FIELDS = List.of("quantity", "min_id_length");

    private static final List<String> NUMBER_FIELDS = List.of("price", "revenue", "location_lat", "location_lng");

    private Schemas() {}

    static Schema events() {
        Draft draft = new Draft()
                .number(EVENT_ID, "The client's number of the event, as sent")
                .requiredText(UUID, "The event's own id, derived from its place: the same at every replay")
                .requiredText(PROJECT_ID, "The project; 'default' where the event names none")
                .number(AMPLITUDE_ID, "Whose event it is, before merges; null for $groupidentify")
                .text(USER_ID, "The user's id, as sent")
                .text(DEVICE_ID, "The device's id, as sent")
                .requiredText(EVENT_TYPE, "What happened, as sent")
                .requiredTime(EVENT_TIME, "When it happened, by the client's clock as corrected on arrival")
                .requiredFlag(
                        TIME_SUSPECT,
                        "event_time is over 1 day after or 5 years before server_received_time, or not in 2000 to 2100")
                .time(CLIENT_EVENT_TIME, "The event's time, as sent")
                .time(CLIENT_UPLOAD_TIME, "When the client sent it, by the client's clock")
                .requiredTime(SERVER_RECEIVED_TIME, "When it was received; the clock of throttling and duplicates")
                .requiredTime(SERVER_UPLOAD_TIME, "The Kafka record's timestamp")
                .number(SESSION_ID, "Start of the session in milliseconds; -1 or null: outside any session")
                .text(INSERT_ID, "The client's name of the event, by which repetitions are known")
                .text("event_properties", "JSON object, as sent")
                .text("user_properties", "JSON object, as sent")
                .text("groups", "JSON object, as sent")
                .text("group_properties", "JSON object, as sent")
                .text("plan", "JSON object, as sent")
                .text(EXTRA, "Members that are not in the list of fields, as sent, in one JSON object");
        TEXT_FIELDS.forEach(name -> draft.text(name, "As sent"));
        WHOLE_NUMBER_FIELDS.forEach(name -> draft.number(name, "As sent"));
        NUMBER_FIELDS.forEach(name -> draft.decimal(name, "As sent"));
        return draft.requiredNumber(IDENTITY_SEQ, "The device's number of identity changes up to this event")
                .place()
                .decidedBy()
                .schema();
    }

    static Schema duplicates() {
        return keptWhole()
                .requiredInt(REPEATS_EPOCH, "The topic's generation of the event that this one repeats")
                .requiredInt(REPEATS_PARTITION, "The Kafka partition of the event that this one repeats")
                .requiredNumber(REPEATS_OFFSET, "The Kafka offset of the event that this one repeats")
                .requiredText(RAW, "The record's JSON, whole")
                .place()
                .decidedBy()
                .schema();
    }

    static Schema throttled() {
        return keptWhole()
                .requiredText(
                        THROTTLE_LIMIT,
                        "The limit that it was over: per_second_window or per_day; blocked where its device is")
                .requiredText(RAW, "The record's JSON, whole")
                .place()
                .decidedBy()
                .schema();
    }

    private static Draft keptWhole() {
        return new Draft()
                .requiredText(PROJECT_ID, "The project; 'default' where the event names none")
                .text(USER_ID, "The user's id, as sent")
                .text(DEVICE_ID, "The device's id, as sent")
                .requiredText(EVENT_TYPE, "What happened, as sent")
                .number(EVENT_ID, "The client's number of the event, as sent")
                .text(INSERT_ID, "The client's name of the event, as sent")
                .requiredTime(EVENT_TIME, "When it happened, by the client's clock as corrected on arrival")
                .requiredTime(SERVER_RECEIVED_TIME, "When it was received")
                .requiredTime(SERVER_UPLOAD_TIME, "The Kafka record's timestamp");
    }

    static Schema deadLetters() {
        return new Draft()
                .requiredText(REASON, "Why it was refused, one word of a closed list")
                .text(FIELD, "The field that it was refused for, where it was one")
                .requiredText(MESSAGE, "Why it was refused, as a sentence")
                .bytes(RAW, "The record's value, whole; null for a record without a value")
                .bytes(KAFKA_KEY, "The record's key; null for a record without a key")
                .requiredTime(SERVER_UPLOAD_TIME, "The Kafka record's timestamp")
                .place()
                .decidedBy()
                .schema();
    }

    static Schema identities() {
        return new Draft()
                .requiredText(PROJECT_ID, "The project of the event that changed the identity")
                .requiredText(DEVICE_KEY, "The device's id, or a name made from the user's id where there is no device")
                .requiredNumber(SEQ, "1 for the device's first row, then one more at each change")
                .text(DEVICE_ID, "The device's id; null where the event had none")
                .text(USER_ID, "The user from here on; null while the device is anonymous")
                .requiredText(IDENTITY_KEY, "The person from here on: a UUID of version 5, as text")
                .requiredNumber(AMPLITUDE_ID, "The person from here on: the top 63 bits of identity_key")
                .requiredTime(EVENT_TIME, "event_time of the event that changed the identity")
                .requiredTime(SERVER_TIME, "server_received_time of the event that changed the identity")
                .place()
                .schema();
    }

    static Schema mergeIds() {
        return new Draft()
                .requiredText(PROJECT_ID, "The project of the event that caused the merge")
                .requiredNumber(AMPLITUDE_ID, "The device's own id, merged away")
                .requiredNumber(MERGED_AMPLITUDE_ID, "The user's id, the survivor")
                .requiredTime(MERGE_EVENT_TIME, "event_time of the event that caused the merge")
                .requiredTime(MERGE_SERVER_TIME, "server_received_time of the event that caused the merge")
                .requiredText(CAUSE_UUID, "uuid of the event that caused the merge")
                .requiredInt(RULE_VERSION, "The version of the identity rules that wrote the row")
                .place()
                .schema();
    }

    static Schema identityOverrides() {
        return new Draft()
                .requiredNumber(
                        SEQ, "1 for the lake's first correction, then one more for each; the order in which they hold")
                .requiredText(KIND, "unlink, block_device, block_user, relink, map or unmap")
                .text(PROJECT_ID, "The project, where each has people of its own; else null")
                .text(DEVICE_ID, "The device that it is about, where it is one")
                .text(USER_ID, "The user that it is about, where it is one")
                .requiredNumber(AMPLITUDE_ID, "The person that it is about, before merges")
                .text(TO_USER_ID, "Of a map: the user who is that person")
                .number(TO_AMPLITUDE_ID, "Of a map: the number of that user")
                .requiredText(AUTHOR, "Who says so")
                .requiredText(REASON, "Why, in the author's words")
                .requiredTime(MADE_AT, "When it was said, by the author's clock")
                .schema();
    }

    static Schema serviceConfig() {
        return new Draft()
                .requiredNumber(VERSION, "The version of the whole configuration that this change is of, from 1")
                .requiredText(KEY, "What is configured, such as limits/shop")
                .text(VALUE_JSON, "Its value from this version on, as JSON; null where it is removed")
                .requiredTime(EFFECTIVE_FROM, "From when on it counts for records that name no version")
                .requiredText(AUTHOR, "Who says so")
                .requiredText(REASON, "Why, in the author's words")
                .requiredTime(MADE_AT, "When it was said, by the author's clock")
                .schema();
    }
}
