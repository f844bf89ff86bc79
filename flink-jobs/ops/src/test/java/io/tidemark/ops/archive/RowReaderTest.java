package io.tidemark.ops.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.LogPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    private static final long UPLOADED = 1_751_387_700_000L;

    private final RowReader reader = new RowReader();

    @Test
    void aRowOfAmplitudeIsAnEventAndNothingOfItIsDropped() {
        ArchivedEvent event = read("""
                {"$insert_id":"5f0adeff","$schema":13,"adid":null,"amplitude_attribution_ids":null,\
                "amplitude_event_type":null,"amplitude_id":48200212,"app":187520,"city":"Berlin",\
                "client_event_time":"2025-07-01 16:34:54.837000","client_upload_time":"2025-07-01 16:34:56.100000",\
                "data":{"path":"/batch"},"device_carrier":"O2","device_family":"Mac","device_id":"dev\\"ice",\
                "event_properties":{"p": 1.10},"event_time":"2025-07-01 16:34:54.837000","event_type":"buy",\
                "groups":{},"ip_address":"10.0.0.1","paying":false,"server_received_time":"2025-07-01 16:34:58.000000",\
                "server_upload_time":"2025-07-01 16:35:00.000000","session_id":-1,"user_id":null,\
                "uuid":"9f1f57ea","version_name":"1.2"}""");

        assertThat(event.timestamp()).isEqualTo(UPLOADED);
        assertThat(event.place()).isNull();
        assertThat(text(event)).isEqualTo("""
                {"insert_id":"5f0adeff","$schema":13,"amplitude_id":48200212,"project_id":"187520","city":"Berlin",\
                "time":1751387694837,"client_upload_time":1751387696100,"data":{"path":"/batch"},"carrier":"O2",\
                "device_family":"Mac","device_id":"dev\\"ice","event_properties":{"p": 1.10},\
                "event_time":"2025-07-01 16:34:54.837000","event_type":"buy","groups":{},"ip":"10.0.0.1",\
                "paying":false,"server_received_time":1751387698000,\
                "server_upload_time":"2025-07-01 16:35:00.000000","session_id":-1,"uuid":"9f1f57ea",\
                "app_version":"1.2"}""");
    }

    @Test
    void whereAmplitudeHasOnlyItsOwnTypeOrTheCorrectedTimeTheseAreTaken() {
        ArchivedEvent event = read("""
                {"amplitude_event_type":"session_start","amplitude_id":1,"client_event_time":null,\
                "client_upload_time":"2024-01-01 00:00:00","device_id":"device","event_time":"2025-07-01 16:34:54.837999",\
                "event_type":null,"server_upload_time":"2025-07-01 16:35:00","uuid":"u"}""");

        assertThat(event.timestamp()).isEqualTo(UPLOADED);
        assertThat(text(event)).isEqualTo("""
                {"event_type":"session_start","amplitude_id":1,"device_id":"device","time":1751387694837,\
                "server_upload_time":"2025-07-01 16:35:00","uuid":"u"}""");
    }

    @Test
    void whatIsNoTimeIsLeftToBeJudgedAsAnEvent() {
        ArchivedEvent event = read("""
                {"amplitude_id":1,"client_event_time":"yesterday","device_id":"device","event_time":"x",\
                "event_type":"a","server_upload_time":"2025-13-01 16:35:00","uuid":"u"}""");

        assertThat(event.timestamp()).isNull();
        assertThat(text(event)).contains("\"time\":\"yesterday\"");
    }

    @Test
    void whatIsDerivedInARowOfOursIsLeftOut() {
        ArchivedEvent event = read("""
                {"amplitude_id":1,"data":{"tidemark":{"amplitude_id":"1","extra":{"z":null,"t\\u0069me":1e18},\
                "ingest_epoch":1,"kafka_offset":5,"kafka_partition":0,"price":1.5,"time_suspect":true}},\
                "data_type":"event","event_time":"2025-07-01 16:34:54.837000","event_type":"a",\
                "server_upload_time":"2025-07-01 16:35:00.000000","user_id":"ann-1","uuid":"u"}""");

        assertThat(event.place()).isEqualTo(new LogPosition(1, 0, 5));
        assertThat(text(event))
                .isEqualTo("{\"event_type\":\"a\",\"user_id\":\"ann-1\",\"price\":1.5,\"z\":null,\"t\\u0069me\":1e18}");
    }

    /** Neither a row of Amplitude's nor one of ours says by what it is decided here, or that it was let back in here. */
    @Test
    void noArchiveSetsThePipelinesOwnFields() {
        String own = "\"config_version\":7,\"released\\u005ffrom\":{\"epoch\":1,\"partition\":0,\"offset\":5},";
        String row = "\"amplitude_id\":1,\"event_time\":\"x\",\"event_type\":\"a\",\"server_upload_time\":\"x\","
                + "\"user_id\":\"ann-1\",\"uuid\":\"u\"}";
        String ours = "\"data\":{\"tidemark\":{" + own + "\"extra\":{" + own + "\"z\":1},\"price\":1.5}},";

        assertThat(text(read("{" + own + row)))
                .startsWith("{\"amplitude_id\":1,")
                .doesNotContain("released", "config");
        assertThat(text(read("{" + own + ours + row)))
                .isEqualTo("{\"event_type\":\"a\",\"user_id\":\"ann-1\",\"price\":1.5,\"z\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "{\"event_type\":\"a\",\"user_id\":\"ann-1\",\"time\":1}",
                "{\"amplitude_id\":1,\"event_time\":\"x\",\"server_upload_time\":\"x\",\"uuid\":\"x\"}",
                "{\"amplitude_id\":1,\"event_time\":\"x\",\"server_upload_time\":\"x\",\"uuid\":\"x\",\"event_type\":"
            })
    void whatIsNoRowIsHandedOnAsItIs(String line) {
        ArchivedEvent event = read(line);

        assertThat(text(event)).isEqualTo(line);
        assertThat(event.timestamp()).isNull();
    }

    @Test
    void anEventThatWasNotTooLargeIsWrittenAsShortAsItWas() {
        String object = "{\"a\":\"" + "x".repeat(1_000_000) + "\"}";
        ArchivedEvent event = read("{\"amplitude_id\":1,\"app\":\"default\",\"data\":{\"tidemark\":{\"quantity\":1,"
                + "\"price\":1.0E10}},\"event_properties\":" + object
                + ",\"event_time\":\"x\",\"event_type\":\"a\",\"server_upload_time\":\"x\",\"user_id\":\"ann-1\","
                + "\"uuid\":\"u\"}");

        assertThat(text(event))
                .isEqualTo("{\"user_id\":\"ann-1\",\"event_type\":\"a\",\"price\":1e10,\"event_properties\":" + object
                        + "}");
    }

    private ArchivedEvent read(String line) {
        return reader.read(line.getBytes(UTF_8));
    }

    private static String text(ArchivedEvent event) {
        return new String(event.value(), UTF_8);
    }
}
