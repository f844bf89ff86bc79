package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowWriterTest {
    /** The list of events.md, "Downloads". */
    private static final String KEYS =
            "$insert_id $schema adid amplitude_attribution_ids amplitude_event_type amplitude_id app city client_event_time"
                    + " client_upload_time country data data_type device_brand device_carrier device_family device_id"
                    + " device_manufacturer device_model device_type dma event_id event_properties event_time event_type"
                    + " global_user_properties group_properties groups idfa ip_address is_attribution_event language"
                    + " library location_lat location_lng os_name os_version partner_id paying plan platform"
                    + " processed_time region sample_rate server_received_time server_upload_time session_id source_id"
                    + " start_version user_creation_time user_id user_properties uuid version_name";

    @Test
    void aRowIsWrittenAsAmplitudeWritesIt() {
        assertThat(text(new RowWriter().write(row()::get))).isEqualTo("""
                {"$insert_id":"i-1","$schema":null,"adid":null,"amplitude_attribution_ids":null,\
                "amplitude_event_type":null,"amplitude_id":9223372036854775807,"app":"sparkify","city":"Köln \\"Süd\\"",\
                "client_event_time":"2025-07-01 16:34:54.837000","client_upload_time":null,"country":null,\
                "data":{"tidemark":{"amplitude_id":"9223372036854775807","extra":{"library":"x/1","a":[1.10,1e3]},\
                "identity_seq":2,"ingest_epoch":1,"kafka_offset":42,"kafka_partition":3,"price":9.99,"quantity":1,\
                "time_suspect":false,"user_agent":"a\\u0001\\tb"}},\
                "data_type":"event","device_brand":null,"device_carrier":"Telekom","device_family":null,\
                "device_id":"device-1","device_manufacturer":null,"device_model":null,"device_type":null,"dma":null,\
                "event_id":7,"event_properties":{"n": 1.10,  "n":1},"event_time":"2025-07-01 16:34:55.000000",\
                "event_type":"buy","global_user_properties":null,"group_properties":null,"groups":null,"idfa":null,\
                "ip_address":"10.0.0.1","is_attribution_event":null,"language":null,"library":null,\
                "location_lat":50.9,"location_lng":null,"os_name":null,"os_version":null,"partner_id":null,\
                "paying":null,"plan":null,"platform":null,"processed_time":null,"region":null,"sample_rate":null,\
                "server_received_time":"+11970-01-01 00:00:00.001000",\
                "server_upload_time":"1969-12-31 23:59:59.999000","session_id":-1,"source_id":null,\
                "start_version":null,"user_creation_time":null,"user_id":null,"user_properties":null,\
                "uuid":"u-1","version_name":"1.2.3"}""");
    }

    @Test
    void everyKeyOfTheFormatIsThereInItsOrder() throws IOException {
        JsonNode row = new ObjectMapper().readTree(new RowWriter().write(column -> null));
        List<String> keys = List.of(KEYS.split(" "));

        assertThat(row.fieldNames()).toIterable().containsExactlyElementsOf(keys);
        assertThat(keys).isSorted();
        assertThat(row.get("data").toString()).isEqualTo("{\"tidemark\":{}}");
        assertThat(RowKey.OURS).extracting(RowKey::name).isSorted();
    }

    private static Map<String, Object> row() {
        Map<String, Object> row = new HashMap<>();
        row.put("insert_id", "i-1");
        row.put("amplitude_id", Long.MAX_VALUE);
        row.put("project_id", "sparkify");
        row.put("city", "Köln \"Süd\"");
        row.put("client_event_time", Instant.parse("2025-07-01T16:34:54.837Z"));
        row.put("event_time", Instant.parse("2025-07-01T16:34:55Z"));
        row.put("server_received_time", Instant.parse("+11970-01-01T00:00:00.001Z"));
        row.put("server_upload_time", Instant.ofEpochMilli(-1));
        row.put("extra", "{\"library\":\"x/1\",\n\"a\":[1.10,1e3]}".replace("\n", ""));
        row.put("event_properties", "{\"n\": 1.10,\n\r\"n\":1}");
        row.put("identity_seq", 2L);
        row.put("ingest_epoch", 1);
        row.put("kafka_partition", 3);
        row.put("kafka_offset", 42L);
        row.put("price", 9.99);
        row.put("quantity", 1L);
        row.put("time_suspect", false);
        row.put("user_agent", "a\u0001\tb");
        row.put("carrier", "Telekom");
        row.put("device_id", "device-1");
        row.put("event_id", 7L);
        row.put("event_type", "buy");
        row.put("ip", "10.0.0.1");
        row.put("location_lat", 50.9);
        row.put("session_id", -1L);
        row.put("uuid", "u-1");
        row.put("app_version", "1.2.3");
        return row;
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
