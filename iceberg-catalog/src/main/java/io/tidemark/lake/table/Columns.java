package io.tidemark.lake.table;

/**
 * The names of the lake's columns, each in one place. A field of a raw event has a column of its own name and has no
 * constant of its own here unless some other column or check depends on it.
 */
public final class Columns {
    /** The customer's project. */
    public static final String PROJECT_ID = "project_id";
    /** The device's id, as sent. */
    public static final String DEVICE_ID = "device_id";
    /** The user's id, as sent. */
    public static final String USER_ID = "user_id";
    /** What happened. */
    public static final String EVENT_TYPE = "event_type";
    /** The client's number of the event. */
    public static final String EVENT_ID = "event_id";
    /** The client's name of the event, by which repetitions are known. */
    public static final String INSERT_ID = "insert_id";
    /** The start of the session in milliseconds. */
    public static final String SESSION_ID = "session_id";
    /** The event's own id, derived from its place in the log. */
    public static final String UUID = "uuid";
    /** The person: the top 63 bits of {@link #IDENTITY_KEY}. */
    public static final String AMPLITUDE_ID = "amplitude_id";
    /** When it happened, the client's clock corrected. */
    public static final String EVENT_TIME = "event_time";
    /** Whether {@link #EVENT_TIME} is too far from its arrival to be believed. */
    public static final String TIME_SUSPECT = "time_suspect";
    /** When it happened by the client's clock. */
    public static final String CLIENT_EVENT_TIME = "client_event_time";
    /** When it was sent by the client's clock. */
    public static final String CLIENT_UPLOAD_TIME = "client_upload_time";
    /** When it was received. */
    public static final String SERVER_RECEIVED_TIME = "server_received_time";
    /** The Kafka record's timestamp. */
    public static final String SERVER_UPLOAD_TIME = "server_upload_time";
    /** Members of the event that are not in the list of fields, as one JSON object. */
    public static final String EXTRA = "extra";
    /** The record as it came. */
    public static final String RAW = "raw";
    /** The Kafka record's key. */
    public static final String KAFKA_KEY = "kafka_key";
    /** The topic's generation. */
    public static final String INGEST_EPOCH = "ingest_epoch";
    /** The Kafka partition. */
    public static final String KAFKA_PARTITION = "kafka_partition";
    /** The Kafka offset. */
    public static final String KAFKA_OFFSET = "kafka_offset";
    /** The version of the service configuration by which a record was decided. */
    public static final String CONFIG_VERSION = "config_version";
    /** The position of the record that was let back in as this one. */
    public static final String RELEASED_FROM = "released_from";
    /** The epoch of the event that a duplicate repeats. */
    public static final String REPEATS_EPOCH = "repeats_epoch";
    /** The partition of the event that a duplicate repeats. */
    public static final String REPEATS_PARTITION = "repeats_partition";
    /** The offset of the event that a duplicate repeats. */
    public static final String REPEATS_OFFSET = "repeats_offset";
    /** Which limit a throttled event was over. */
    public static final String THROTTLE_LIMIT = "throttle_limit";
    /** Why a record was refused, or why a person corrects an identity or configures something. */
    public static final String REASON = "reason";
    /** Which field a record was refused for. */
    public static final String FIELD = "field";
    /** Why a record was refused, as a sentence. */
    public static final String MESSAGE = "message";
    /** The device's number of identity changes when the event was decided. */
    public static final String IDENTITY_SEQ = "identity_seq";
    /** The name under which the device's state is kept. */
    public static final String DEVICE_KEY = "device_key";
    /** The number of an identity change, 1 for the device's first. */
    public static final String SEQ = "seq";
    /** The person's 128-bit key as UUID text. */
    public static final String IDENTITY_KEY = "identity_key";
    /** When the event that changed the identity was received. */
    public static final String SERVER_TIME = "server_time";
    /** The survivor of a merge. */
    public static final String MERGED_AMPLITUDE_ID = "merged_amplitude_id";
    /** When the event that caused the merge happened. */
    public static final String MERGE_EVENT_TIME = "merge_event_time";
    /** When the event that caused the merge was received. */
    public static final String MERGE_SERVER_TIME = "merge_server_time";
    /** The {@link #UUID} of the event that caused the merge. */
    public static final String CAUSE_UUID = "cause_uuid";
    /** The version of the identity rules that wrote the row. */
    public static final String RULE_VERSION = "rule_version";

    /** What a correction of an identity does. */
    public static final String KIND = "kind";
    /** The user who a mapped person is. */
    public static final String TO_USER_ID = "to_user_id";
    /** The number of {@link #TO_USER_ID}. */
    public static final String TO_AMPLITUDE_ID = "to_amplitude_id";
    /** The version of the whole service configuration. */
    public static final String VERSION = "version";
    /** What is configured. */
    public static final String KEY = "key";
    /** The value of a key, as JSON. */
    public static final String VALUE_JSON = "value_json";
    /** From when on a version counts for records that name none. */
    public static final String EFFECTIVE_FROM = "effective_from";

    /** Who corrects, or configures. */
    public static final String AUTHOR = "author";
    /** When a correction or a configuration was made. */
    public static final String MADE_AT = "made_at";

    private Columns() {}
}
