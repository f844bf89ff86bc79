package io.tidemark.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of an archive's list of files. */
class StretchTest {
    private static final Stretch STRETCH = new Stretch("p_2025-07-01_9#0.json.gz", 2, 3, 40, 49, 10);

    @Test
    void aLineHasItsKeysInTheirOrder() {
        assertThat(STRETCH.line())
                .isEqualTo("{\"file\":\"p_2025-07-01_9#0.json.gz\",\"ingest_epoch\":2,\"kafka_partition\":3,"
                        + "\"first_offset\":40,\"last_offset\":49,\"rows\":10}");
        assertThat(new String(STRETCH.bytes(), StandardCharsets.UTF_8)).isEqualTo(STRETCH.line() + "\n");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Stretch stretch = new Stretch(
                    ArchiveName.of("p" + random.nextInt(100), random.nextInt(600_000), random.nextInt(9))
                            .toString(),
                    1 + random.nextInt(1_000),
                    random.nextInt(10_000),
                    random.nextLong(Long.MAX_VALUE),
                    random.nextLong(Long.MAX_VALUE),
                    random.nextLong(Long.MAX_VALUE));

            assertThat(parse(stretch.line())).isEqualTo(stretch);
            assertThat(Stretch.parse(stretch.bytes())).isEqualTo(stretch);
        });
    }

    @Test
    void theOrderOfTheKeysAndWhatElseIsThereDoNotMatter() {
        assertThat(parse("{ \"rows\": 10, \"last_offset\": 49, \"first_offset\": 40, \"kafka_partition\": 3,"
                        + " \"later\": {\"a\": [1]}, \"ingest_epoch\": 2, \"file\": \"p_2025-07-01_9#0.json.gz\" }"))
                .isEqualTo(STRETCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "no json",
                "{\"file\":\"f\",\"ingest_epoch\":2,\"kafka_partition\":3,\"first_offset\":40,\"last_offset\":49}",
                "{\"file\":7,\"ingest_epoch\":2,\"kafka_partition\":3,\"first_offset\":40,\"last_offset\":49,\"rows\":1}",
                "{\"file\":\"f\",\"ingest_epoch\":2,\"kafka_partition\":3,\"first_offset\":\"40\",\"last_offset\":49,"
                        + "\"rows\":1}",
                "{\"file\":\"f\",\"ingest_epoch\":2,\"kafka_partition\":3,\"first_offset\":4.5,\"last_offset\":49,"
                        + "\"rows\":1}",
                "{\"file\":\"f\",\"ingest_epoch\":2,\"kafka_partition\":3,\"first_offset\":40,\"last_offset\":49,"
                        + "\"rows\":1"
            })
    void aLineThatLacksANumberOrAFileIsNone(String line) {
        assertThat(parse(line)).isNull();
    }

    @Test
    void aStretchBelongsToOnePartitionOfOneGeneration() {
        assertThat(STRETCH.log())
                .isEqualTo(new Stretch("other", 2, 3, 0, 1, 2).log())
                .isNotEqualTo(new Stretch("other", 1, 3, 0, 1, 2).log())
                .isNotEqualTo(new Stretch("other", 2, 4, 0, 1, 2).log());
    }

    private static @Nullable Stretch parse(String line) {
        return Stretch.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
