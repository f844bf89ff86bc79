package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTextTest {
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
        assertThat(UnitText.size(text)).isNull();
    }

    @Test
    void sizesPrintInTheLargestUnitThatDividesThem() {
        assertThat(new Size(1023)).hasToString("1023 B");
        assertThat(Size.ofKibibytes(1025)).hasToString("1025 KiB");
        assertThat(Size.ofMebibytes(128)).hasToString("128 MiB");
        assertThat(Size.ofMebibytes(1024)).hasToString("1 GiB");
    }
}
