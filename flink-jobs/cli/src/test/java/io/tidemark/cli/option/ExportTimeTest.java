package io.tidemark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ExportTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2018-11-01, 2018-11-01T00:00:00Z",
        "2018-11-01T05, 2018-11-01T05:00:00Z",
        "2018-11-01T05:30, 2018-11-01T05:30:00Z",
        "2018-11-01 05:30, 2018-11-01T05:30:00Z",
        "2018-11-01T05:30:15.25, 2018-11-01T05:30:15.250Z",
        "2018-11-01T05:30:15Z, 2018-11-01T05:30:15Z",
        "2018-11-01T05:30:15+02:00, 2018-11-01T03:30:15Z",
        "20181101T5, 2018-11-01T05:00:00Z",
        "20181101, 2018-11-01T00:00:00Z"
    })
    void timesAreReadAsAPersonTypesThem(String text, Instant time) {
        assertThat(new ExportTime().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2018-13-01", "2018-11-01T25", "1541030400000", "2018-11"})
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> new ExportTime().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no time");
    }
}
