package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Reason;
import io.tidemark.rules.event.Rejection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRulesTest {
    private static final IdRules RULES = new IdRules(5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anonymous",
                "Anonymous",
                "nil",
                "NONE",
                "null",
                "N/A",
                "na",
                "undefined",
                "UNKNOWN",
                "{}",
                "LMY47D",
                "0",
                "-1",
                "-",
                "00000000-0000-0000-0000-000000000000",
                "00000"
            })
    void placeholdersAreNoIds(String id) {
        assertThat(reason("'device_id':'" + id + "'")).isEqualTo(Reason.INVALID_DEVICE_ID);
        assertThat(reason("'device_id':'dev-1','user_id':'" + id + "'")).isEqualTo(Reason.INVALID_USER_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous1", " null ", "00001", "0-0-1", "nullnull"})
    void idsThatOnlyLookLikePlaceholdersAreIds(String id) {
        assertThat(reason("'device_id':'" + id + "'")).isNull();
    }

    @Test
    void lengthIsCountedInCharactersNotInBytesOrHalves() {
        assertThat(reason("'device_id':'äöüß'")).isEqualTo(Reason.ID_TOO_SHORT);
        assertThat(reason("'device_id':'äöüßé'")).isNull();
        assertThat(reason("'device_id':'😀😀😀😀'")).isEqualTo(Reason.ID_TOO_SHORT);
        assertThat(reason("'device_id':'😀😀😀😀😀'")).isNull();
    }

    @Test
    void theEventsOwnMinimumWinsOverThePipelines() {
        assertThat(reason("'device_id':'abc','min_id_length':3")).isNull();
        assertThat(reason("'device_id':'abcdefgh','min_id_length':9")).isEqualTo(Reason.ID_TOO_SHORT);
    }

    @Test
    void idsOfMoreThan1024CharactersAreTooLong() {
        assertThat(reason("'device_id':'" + "x".repeat(1024) + "'")).isNull();
        assertThat(reason("'device_id':'" + "x".repeat(1025) + "'")).isEqualTo(Reason.ID_TOO_LONG);
    }

    @Test
    void idsThatAreNoStringsAreRefused() {
        assertThat(reason("'device_id':12345")).isEqualTo(Reason.ID_NOT_A_STRING);
    }

    @Test
    void anIdMadeOfHalfACharacterIsRefused() {
        assertThat(reason("'device_id':'abcdef\\ud800'")).isEqualTo(Reason.INVALID_DEVICE_ID);
    }

    @Test
    void aDeviceCannotTakeTheKeyOfAUserWithoutADevice() {
        assertThat(reason("'device_id':'\\u001fuser:ann'")).isEqualTo(Reason.INVALID_DEVICE_ID);
    }

    @Test
    void theMessageNamesTheFieldAndNeverTheId() {
        Rejection rejection = refusal("'device_id':'abc'");

        assertThat(rejection).isNotNull();
        assertThat(rejection.field()).isEqualTo("device_id");
        assertThat(rejection.message()).isEqualTo("device_id has 3 characters, fewer than 5");
    }

    private static @Nullable Reason reason(String members) {
        Rejection rejection = refusal(members);
        return rejection == null ? null : rejection.reason();
    }

    private static @Nullable Rejection refusal(String members) {
        return RULES.refusal(event("{'event_type':'x'," + members + "}"));
    }
}
