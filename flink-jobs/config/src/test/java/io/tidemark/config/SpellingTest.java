package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mistyped key was meant to be. */
class SpellingTest {
    private static final List<String> KEYS = List.of(
            "parallelism",
            "max-parallelism",
            "state-backend",
            "checkpoint-interval",
            "checkpoint-dir",
            "checkpoints-retained",
            "restart-attempts",
            "restart-delay",
            "flink");

    @ParameterizedTest
    @CsvSource({
        "paralellism, parallelism",
        "Parallelism, parallelism",
        "maxParallelism, max-parallelism",
        "MAX_PARALLELISM, max-parallelism",
        "max.parallelism, max-parallelism",
        "checkpoint-directory, ",
        "checkpoint-dirs, checkpoint-dir",
        "checkpoint-retained, checkpoints-retained",
        "restart-atempts, restart-attempts",
        "restart, ",
        "flnk, flink",
        "link, flink",
        "fli, ",
        "x, "
    })
    void theNearestKeyIsNamedWhereItIsNearEnough(String word, String meant) {
        assertThat(Spelling.nearest(word, KEYS)).isEqualTo(meant);
    }

    @Test
    void aShortKeyAllowsOneEdit() {
        assertThat(Spelling.nearest("urj", List.of("uri"))).isEqualTo("uri");
        assertThat(Spelling.nearest("urjj", List.of("uri"))).isNull();
    }

    @Test
    void ofTwoThatAreNearTheNearerIsMeantAndOfEqualsTheFirst() {
        assertThat(Spelling.nearest("keep-dayly", List.of("keep-hourly", "keep-daily")))
                .isEqualTo("keep-daily");
        assertThat(Spelling.nearest("ab", List.of("ax", "ay"))).isEqualTo("ax");
    }

    @Test
    void withoutCandidatesNothingIsMeant() {
        assertThat(Spelling.nearest("anything", List.of())).isNull();
    }

    /** One wrong, missing or added letter never hides which key was meant. */
    @Test
    void everyKeyIsFoundAgainAfterOneEdit() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            String key = KEYS.get(random.nextInt(KEYS.size()));
            StringBuilder word = new StringBuilder(key);
            int at = random.nextInt(key.length());
            switch (random.nextInt(3)) {
                case 0 -> word.setCharAt(at, 'q');
                case 1 -> word.deleteCharAt(at);
                default -> word.insert(at, 'q');
            }
            assertThat(Spelling.nearest(word.toString(), KEYS)).as("%s", word).isEqualTo(key);
        });
    }
}
