package io.tidemark.ops.archive;

import io.tidemark.lake.table.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of an archive's row and the column whose value it has.
 *
 * @param name the key
 * @param column the column; null for a key that only Amplitude can fill
 * @param form how the value is written
 */
record RowKey(String name, @Nullable String column, Form form) {
    /** How a value is written. */
    enum Form {
        TEXT,
        /** A number or a truth value. */
        PLAIN,
        /** A number, as a text: beyond 2^53 many readers of JSON round it. */
        NUMBER_AS_TEXT,
        TIME,
        /** A JSON text, as it is but for line ends. */
        JSON,
        /** A position in the log, as an event has it in {@code released_from}. */
        PLACE,
        /** The fixed text {@code event}. */
        EVENT,
        /** What Amplitude's format has no key for. */
        OURS
    }

    /** The name of our object in {@code data}. */
    static final String TIDEMARK = "tidemark";

    static final String DATA = "data";
    static final String AMPLITUDE_ID = "amplitude_id";

    /** Amplitude's keys, in their order. */
    static final List<RowKey> AMPLITUDE = List.of(
            text("$insert_id", Columns.INSERT_ID),
            nothing("$schema"),
            text("adid"),
            nothing("amplitude_attribution_ids"),
            nothing("amplitude_event_type"),
            plain(AMPLITUDE_ID),
            text("app", Columns.PROJECT_ID),
            text("city"),
            time(Columns.CLIENT_EVENT_TIME),
            time(Columns.CLIENT_UPLOAD_TIME),
            text("country"),
            new RowKey(DATA, null, Form.OURS),
            new RowKey("data_type", null, Form.EVENT),
            text("device_brand"),
            text("device_carrier", "carrier"),
            nothing("device_family"),
            text("device_id"),
            text("device_manufacturer"),
            text("device_model"),
            nothing("device_type"),
            text("dma"),
            plain("event_id"),
            json("event_properties"),
            time(Columns.EVENT_TIME),
            text("event_type"),
            nothing("global_user_properties"),
            json("group_properties"),
            json("groups"),
            text("idfa"),
            text("ip_address", "ip"),
            nothing("is_attribution_event"),
            text("language"),
            nothing("library"),
            plain("location_lat"),
            plain("location_lng"),
            text("os_name"),
            text("os_version"),
            text("partner_id"),
            nothing("paying"),
            json("plan"),
            text("platform"),
            nothing("processed_time"),
            text("region"),
            nothing("sample_rate"),
            time(Columns.SERVER_RECEIVED_TIME),
            time(Columns.SERVER_UPLOAD_TIME),
            plain("session_id"),
            nothing("source_id"),
            nothing("start_version"),
            nothing("user_creation_time"),
            text("user_id"),
            json("user_properties"),
            text("uuid"),
            text("version_name", "app_version"));

    /** The keys of our object, in their order; each is there only where the column has a value. */
    static final List<RowKey> OURS = List.of(
            new RowKey(AMPLITUDE_ID, AMPLITUDE_ID, Form.NUMBER_AS_TEXT),
            text("android_app_set_id"),
            text("android_id"),
            plain(Columns.CONFIG_VERSION),
            text("currency"),
            json(Columns.EXTRA),
            plain(Columns.IDENTITY_SEQ),
            text("idfv"),
            plain(Columns.INGEST_EPOCH),
            plain(Columns.KAFKA_OFFSET),
            plain(Columns.KAFKA_PARTITION),
            plain("min_id_length"),
            plain("price"),
            text("productId"),
            plain("quantity"),
            new RowKey(Columns.RELEASED_FROM, Columns.RELEASED_FROM, Form.PLACE),
            plain("revenue"),
            text("revenueType"),
            plain(Columns.TIME_SUSPECT),
            text("user_agent"));

    private static RowKey text(String name, String column) {
        return new RowKey(name, column, Form.TEXT);
    }

    private static RowKey text(String name) {
        return text(name, name);
    }

    private static RowKey plain(String name) {
        return new RowKey(name, name, Form.PLAIN);
    }

    private static RowKey time(String name) {
        return new RowKey(name, name, Form.TIME);
    }

    private static RowKey json(String name) {
        return new RowKey(name, name, Form.JSON);
    }

    private static RowKey nothing(String name) {
        return new RowKey(name, null, Form.PLAIN);
    }
}
