package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionNumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | version 4",
                "4 5 | versions 4 and 5",
                "4 6 | versions 4 and 6",
                "1 2 3 | versions 1 to 3",
                "1 2 3 5 7 8 9 | versions 1 to 3, 5 and 7 to 9",
                "1 2 9 | versions 1, 2 and 9"
            })
    void numbersThatFollowEachOtherAreOneRange(String numbers, String text) {
        TreeSet<Long> set = new TreeSet<>();
        for (String number : numbers.split(" ")) {
            set.add(Long.valueOf(number));
        }
        assertThat(VersionNumbers.text(set)).isEqualTo(text);
    }

    @Test
    void whatIsMissingIsWhatIsNotThereUpToTheNewest() {
        assertThat(VersionNumbers.missing(4, List.of(3L, 1L, 9L, 3L))).containsExactly(2L, 4L);
        assertThat(VersionNumbers.missing(2, List.of(1L, 2L))).isEmpty();
        assertThat(VersionNumbers.missing(0, List.of())).isEmpty();
    }
}
