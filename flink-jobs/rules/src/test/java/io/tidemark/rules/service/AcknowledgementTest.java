package io.tidemark.rules.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What collectors write is what is read, and what else is in the topic is no harm. */
class AcknowledgementTest {
    @Test
    void itIsReadAsItWasWritten() {
        Acknowledgement written = new Acknowledgement("collector-1:8080", 7, 1_700_000_000_000L);

        assertThat(new String(written.json(), UTF_8))
                .isEqualTo("{\"at\":1700000000000,\"collector\":\"collector-1:8080\",\"version\":7}");
        assertThat(Acknowledgement.read(written.json())).isEqualTo(written);
        assertThat(Acknowledgement.read("{\"at\":1,\"new\":{},\"collector\":\"c\",\"version\":0}".getBytes(UTF_8)))
                .isEqualTo(new Acknowledgement("c", 0, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "7",
                "{\"collector\":1,\"version\":1,\"at\":1}",
                "{\"collector\":\"c\",\"version\":1}"
            })
    void whatIsNoneIsNone(String json) {
        assertThat(Acknowledgement.read(json.getBytes(UTF_8))).isNull();
    }
}
