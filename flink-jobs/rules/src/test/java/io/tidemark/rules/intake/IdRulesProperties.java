package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import io.tidemark.rules.seeded.Seeds;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Ids that are no ids" of events.md, read once more in the plainest way, over ids made of what matters. */
class IdRulesProperties {
    private static final Set<String> NO_IDS =
            Set.of("anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "{}", "lmy47d", "0", "-1");
    private static final List<String> PIECES = List.of(
            "anonymous",
            "NIL",
            "none",
            "Null",
            "n/a",
            "NA",
            "undefined",
            "unknown",
            "{}",
            "LMY47D",
            "0",
            "-1",
            "-",
            "00",
            "a",
            " ",
            "ä",
            "😀",
            "x1",
            "--",
            "user:");

    @Test
    void anIdIsRefusedExactlyWhereTheSpecificationSaysSo() {
        Seeds.forEach(3_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder id = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                id.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            int least = 1 + random.nextInt(8);
            Rejection refusal = new IdRules(least).refusal(event("{'event_type':'x','device_id':'" + id + "'}"));

            assertThat(refusal == null ? null : refusal.reason())
                    .as("'%s' with at least %d", id, least)
                    .isEqualTo(expected(id.toString(), least));
        });
    }

    /** The device's rules and the user's are the same; only the reason for a placeholder names whose it is. */
    @Test
    void userAndDeviceAreHeldToTheSameRules() {
        IdRules rules = new IdRules(5);
        for (String piece : PIECES) {
            for (String id : List.of(piece, piece + piece, piece + "-long-enough")) {
                Rejection device = rules.refusal(event("{'event_type':'x','device_id':'" + id + "'}"));
                Rejection user = rules.refusal(event("{'event_type':'x','user_id':'" + id + "'}"));

                assertThat(reason(user))
                        .as(id)
                        .isEqualTo(
                                reason(device) == Reason.INVALID_DEVICE_ID ? Reason.INVALID_USER_ID : reason(device));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'device_id':'abc'                           | device_id has 3 characters, fewer than 5
            'device_id':'abc','min_id_length':4         | device_id has 3 characters, fewer than 4
            'user_id':'none'                            | user_id is a placeholder that stands for no one
            'device_id':'device-1','user_id':'0000'     | user_id is a placeholder that stands for no one
            'device_id':'\\u001fuser:annie'             | device_id begins with the mark of keys that are made from user ids
            """)
    void aRefusalNamesTheFieldAndWhatIsWrongWithIt(String members, String message) {
        Rejection refusal = new IdRules(5).refusal(event("{'event_type':'x'," + members + "}"));

        assertThat(refusal).isNotNull();
        assertThat(refusal.message()).isEqualTo(message);
        assertThat(refusal.field()).isEqualTo(message.substring(0, message.indexOf(' ')));
    }

    @Test
    void aUserMayBeCalledLikeTheKeyOfADeviceLessEvent() {
        assertThat(new IdRules(5).refusal(event("{'event_type':'x','user_id':'\\u001fuser:annie'}")))
                .isNull();
    }

    @Test
    void theLongestIdHas1024CharactersAlsoWhereEachIsTwoHalves() {
        IdRules rules = new IdRules(5);
        for (String character : List.of("x", "ä", "😀")) {
            assertThat(rules.refusal(event("{'event_type':'x','user_id':'" + character.repeat(1_024) + "'}")))
                    .isNull();
            Rejection refusal = rules.refusal(event("{'event_type':'x','user_id':'" + character.repeat(1_025) + "'}"));
            assertThat(reason(refusal)).isEqualTo(Reason.ID_TOO_LONG);
        }
    }

    private static @Nullable Reason expected(String id, int least) {
        if (NO_IDS.contains(id.toLowerCase(Locale.ROOT)) || id.matches("[0-]+")) {
            return Reason.INVALID_DEVICE_ID;
        }
        return id.codePoints().count() < least ? Reason.ID_TOO_SHORT : null;
    }

    private static @Nullable Reason reason(@Nullable Rejection refusal) {
        return refusal == null ? null : refusal.reason();
    }
}
