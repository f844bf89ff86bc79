package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.LakeFailure;
import org.junit.jupiter.api.Test;

/** The file of a mark: what is written is read, and nothing else is. */
class MarkFileTest {
    private final Mark mark = SomeMark.named("half", SomeMark.NOON, true);
    private final String text = MarkFile.write(mark);

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(read(text)).isEqualTo(mark);
        assertThat(MarkFile.write(read(text))).isEqualTo(text);
        assertThat(text).startsWith("{\n  \"format\" : 1,\n  \"name\" : \"half\"");
    }

    @Test
    void aLaterFormatIsNotGuessedAt() {
        refuses(text.replace("\"format\" : 1", "\"format\" : 2"), "its format is 2");
    }

    @Test
    void aMemberThatIsMissingUnknownOrOfAnotherKindIsAFailure() {
        refuses(text.replace("\"epoch\" : 2,", ""), "'epoch' is missing");
        refuses(text.replace("\"epoch\" : 2,", "\"epoch\" : 2, \"more\" : 1,"), "'more' is unknown");
        refuses(text.replace("\"epoch\" : 2,", "\"epoch\" : 3000000000,"), "'epoch' is not a small whole number");
        refuses(text.replace("\"partition\" : 0,", "\"partition\" : 0, \"else\" : 1,"), "'else' is unknown");
        refuses(text.replace("\"schema_id\" : 0", "\"schema_id\" : \"0\""), "'schema_id' is not a small whole number");
        refuses(text.replace("\"merge_ids\"", "\"merges\""), "'merge_ids' is missing");
        refuses(text.replace("\"scheduled\" : true", "\"scheduled\" : \"yes\""), "'scheduled' is not true or false");
        refuses(text.replace("2026-01-04T12:00:00.123Z", "noon"), "noon");
    }

    @Test
    void halfAFileIsNoMark() {
        for (int length = 0; length < text.length() - 2; length += 7) {
            refuses(text.substring(0, length), "marks/half.json");
        }
        refuses(text + "{}", "it is no JSON");
    }

    private void refuses(String changed, String why) {
        assertThat(changed).isNotEqualTo(text);
        assertThatThrownBy(() -> read(changed))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("marks/half.json")
                .hasMessageContaining(why);
    }

    private static Mark read(String text) {
        return MarkReader.read("marks/half.json", text);
    }
}
