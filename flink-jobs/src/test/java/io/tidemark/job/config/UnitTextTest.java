package io.tidemark.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTextTest {
    @ParameterizedTest
    @CsvSource({"500 ms,500", "30 s,30000", "30s,30000", "1 min,60000", "2 h,7200000", "7 d,604800000", "0,0", "0 s,0"})
    void durationsAreAWholeNumberAndAUnit(String text, long millis) {
        assertThat(UnitText.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"512 B,512", "1 KiB,1024", "1MiB,1048576", "128 MiB,134217728", "2 GiB,2147483648", "0,0"})
    void sizesAreAWholeNumberAndAUnit(String text, long bytes) {
        assertThat(UnitText.size(text)).isEqualTo(new Size(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "1",
                "1.5 s",
                "1 S",
                "1 sec",
                "-1 s",
                "1 s s",
                " 1 s",
                "999999999999999999 d",
                "1 MB",
                "1 mib"
            })
    void anythingElseIsNoAmount(String text) {
        assertThat(UnitText.duration(text)).isNull();
        assertThat(UnitText.size(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 ms", "1500 ms", "30 s", "90 s", "1 min", "36 h", "7 d"})
    void durationsPrintAsTheyAreWritten(String text) {
        assertThat(UnitText.text(Objects.requireNonNull(UnitText.duration(text))))
                .isEqualTo(text);
    }

    @Test
    void sizesPrintInTheLargestUnitThatDividesThem() {
        assertThat(new Size(1023)).hasToString("1023 B");
        assertThat(Size.ofKibibytes(1025)).hasToString("1025 KiB");
        assertThat(Size.ofMebibytes(128)).hasToString("128 MiB");
        assertThat(Size.ofMebibytes(1024)).hasToString("1 GiB");
    }
}
