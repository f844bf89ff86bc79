package io.tidemark.collector.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an answer says is read by another reader of JSON as it was said. */
class AnswerJsonTest {
    @Test
    void everyKindOfMember() {
        Answer answer = new AnswerJson(429)
                .string("error", "none")
                .number("n", Long.MIN_VALUE)
                .numbers("empty", List.of())
                .numbers("list", List.of(1, 2))
                .strings("texts", List.of("a", "b"))
                .strings("none", List.of())
                .lists("lists", Map.of("time", List.of(3, 4)))
                .lists("noLists", Map.of())
                .counts("counts", Map.of("device", 31L))
                .counts("noCounts", Map.of())
                .answer();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(Requests.text(answer.body()))
                .isEqualTo("{\"code\":429,\"error\":\"none\",\"n\":-9223372036854775808,\"empty\":[],\"list\":[1,2],"
                        + "\"texts\":[\"a\",\"b\"],\"none\":[],\"lists\":{\"time\":[3,4]},\"noLists\":{},"
                        + "\"counts\":{\"device\":31},\"noCounts\":{}}");
    }

    @Test
    void stringsOfAnyCharactersAreReadBack() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String sent = random.ints(random.nextInt(12), 0, 6)
                    .mapToObj(kind -> switch (kind) {
                        case 0 -> Character.toString(random.nextInt(0x80));
                        case 1 -> "\"";
                        case 2 -> "\\";
                        case 3 -> Character.toString(random.nextInt(0xD800));
                        case 4 -> Character.toString(0x10000 + random.nextInt(0x100000));
                        default -> "/";
                    })
                    .reduce("", String::concat);
            JsonNode read = Requests.tree(new AnswerJson(400)
                    .string("s", sent)
                    .counts("c", Map.of(sent, 1L))
                    .answer()
                    .body());
            assertThat(read.get("s").asText()).as("-Dseed=%d", seed).isEqualTo(sent);
            assertThat(read.get("c").fieldNames().next()).as("-Dseed=%d", seed).isEqualTo(sent);
        }
    }

    @Test
    void halfASurrogatePairIsWrittenAsAnEscape() {
        StringBuilder out = new StringBuilder();
        AnswerJson.quote("\ud83d\ude00 \ud83d \ude00", out);
        assertThat(out).hasToString("\"\ud83d\ude00 \\ud83d \\ude00\"");
        byte[] body = new AnswerJson(400).string("error", "x\udc00").answer().body();
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"code\":400,\"error\":\"x\\udc00\"}");
    }
}
