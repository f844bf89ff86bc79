package io.tidemark.rules.event;

import java.util.List;

/**
 * The fields of a raw event, named as Amplitude's HTTP V2 API names them ({@code events.md}, "Fields"). Two are the
 * pipeline's own, and are set by its collector alone: {@link #CONFIG_VERSION} is the version of the service configuration
 * by which the record is decided (1 or more), and {@link #RELEASED_FROM} the position at which a record was parked that was
 * let back in as this one.
 */
public enum Field {
    USER_ID("user_id", Kind.ID),
    DEVICE_ID("device_id", Kind.ID),
    EVENT_TYPE("event_type", Kind.TEXT),
    INSERT_ID("insert_id", Kind.TEXT),
    USER_AGENT("user_agent", Kind.TEXT),
    APP_VERSION("app_version", Kind.TEXT),
    PLATFORM("platform", Kind.TEXT),
    OS_NAME("os_name", Kind.TEXT),
    OS_VERSION("os_version", Kind.TEXT),
    DEVICE_BRAND("device_brand", Kind.TEXT),
    DEVICE_MANUFACTURER("device_manufacturer", Kind.TEXT),
    DEVICE_MODEL("device_model", Kind.TEXT),
    CARRIER("carrier", Kind.TEXT),
    COUNTRY("country", Kind.TEXT),
    REGION("region", Kind.TEXT),
    CITY("city", Kind.TEXT),
    DMA("dma", Kind.TEXT),
    LANGUAGE("language", Kind.TEXT),
    PRODUCT_ID("productId", Kind.TEXT),
    REVENUE_TYPE("revenueType", Kind.TEXT),
    CURRENCY("currency", Kind.TEXT),
    IP("ip", Kind.TEXT),
    IDFA("idfa", Kind.TEXT),
    IDFV("idfv", Kind.TEXT),
    ADID("adid", Kind.TEXT),
    ANDROID_ID("android_id", Kind.TEXT),
    ANDROID_APP_SET_ID("android_app_set_id", Kind.TEXT),
    PARTNER_ID("partner_id", Kind.TEXT),
    PROJECT_ID("project_id", Kind.TEXT),
    TIME("time", Kind.MILLIS),
    CLIENT_UPLOAD_TIME("client_upload_time", Kind.MILLIS),
    SERVER_RECEIVED_TIME("server_received_time", Kind.MILLIS),
    SESSION_ID("session_id", Kind.INTEGER),
    EVENT_ID("event_id", Kind.INTEGER),
    QUANTITY("quantity", Kind.INTEGER),
    MIN_ID_LENGTH("min_id_length", Kind.INTEGER, 0),
    PRICE("price", Kind.NUMBER),
    REVENUE("revenue", Kind.NUMBER),
    LOCATION_LAT("location_lat", Kind.NUMBER),
    LOCATION_LNG("location_lng", Kind.NUMBER),
    EVENT_PROPERTIES("event_properties", Kind.OBJECT),
    USER_PROPERTIES("user_properties", Kind.OBJECT),
    GROUPS("groups", Kind.GROUPS),
    GROUP_PROPERTIES("group_properties", Kind.OBJECT),
    PLAN("plan", Kind.OBJECT),
    CONFIG_VERSION("config_version", Kind.INTEGER, 1),
    RELEASED_FROM("released_from", Kind.PLACE);

    /** What a field's value must be. JSON {@code null} is always "absent". */
    public enum Kind {
        /** A string that names a device or a user; the empty string is "absent". */
        ID,
        /** A string. */
        TEXT,
        /** A whole number of milliseconds since the epoch. */
        MILLIS,
        /** A whole number that fits a {@code long}. */
        INTEGER,
        /** A number that fits a {@code double}. */
        NUMBER,
        /** A JSON object, kept as the text that was sent. */
        OBJECT,
        /** A JSON object whose values are strings, lists of strings, or null; kept as the text that was sent. */
        GROUPS,
        /** A JSON object with the whole numbers {@code epoch}, {@code partition} and {@code offset}, and nothing else. */
        PLACE
    }

    private static final List<Field> ALL = List.of(values());

    private final String jsonName;
    private final Kind kind;
    private final long least;

    Field(String jsonName, Kind kind) {
        this(jsonName, kind, Long.MIN_VALUE);
    }

    Field(String jsonName, Kind kind, long least) {
        this.jsonName = jsonName;
        this.kind = kind;
        this.least = least;
    }

    /** Every field, in the order of declaration. */
    public static List<Field> all() {
        return ALL;
    }

    /** The member's name in the event's JSON object. */
    public String jsonName() {
        return jsonName;
    }

    /** What the value must be. */
    public Kind kind() {
        return kind;
    }

    /** Whether it is one of the pipeline's own, which its collector alone sets. */
    public boolean isOwn() {
        return this == CONFIG_VERSION || this == RELEASED_FROM;
    }

    /** The smallest number that the value of a {@link Kind#INTEGER} may be; {@link Long#MIN_VALUE} where any may. */
    public long least() {
        return least;
    }
}
