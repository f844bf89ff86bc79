package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ops.question.Token.Kind;
import io.tidemark.rules.seeded.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text cut up loses nothing, and what is in a string, in quotes or in a comment is never taken for anything else. */
class TokenProperties {
    private static final List<String> PIECES = List.of(
            "SELECT",
            " ",
            "\n",
            "events",
            "'a'",
            "'it''s'",
            "'",
            "\"",
            "\"col umn\"",
            "`raw`",
            "-- note\n",
            "/* a\nb */",
            "/*",
            ":from",
            ":",
            "::",
            "(",
            ")",
            ",",
            ";",
            "1.5e3",
            "ä",
            "😀",
            "--",
            "FROM",
            "_x9",
            "'-- no'",
            "\"/* no */\"");

    @Test
    void theTokensInARowAreTheText() {
        Seeds.forEach(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }

            assertThat(Token.text(Token.of(text.toString()))).isEqualTo(text.toString());
        });
    }

    /** Whatever a person writes into a value, it comes back out of a quoted string as one token. */
    @Test
    void aQuotedValueIsOneStringWhateverIsInIt() {
        Seeds.forEach(300, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                value.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            for (Dialect dialect : List.of(Dialect.TRINO, Dialect.FLINK)) {
                List<Token> tokens = Token.of("x = " + dialect.text(value.toString()) + " AND y");

                assertThat(tokens.get(4).kind()).as("%s", tokens).isEqualTo(Kind.STRING);
                assertThat(tokens.get(4).text()).isEqualTo(dialect.text(value.toString()));
                assertThat(tokens).hasSize(9);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'it''s'         | STRING
            ''              | STRING
            "from"          | QUOTED_NAME
            `from`          | QUOTED_NAME
            -- from x       | COMMENT
            /* from */      | COMMENT
            :from           | PARAMETER
            :min_size2      | PARAMETER
            from            | WORD
            FROM            | WORD
            _x9             | WORD
            ::              | SYMBOL
            (               | SYMBOL
            9               | SYMBOL
            ä               | SYMBOL
            """)
    void eachKindIsTold(String text, Kind kind) {
        assertThat(Token.of(text)).containsExactly(new Token(kind, text));
    }

    @Test
    void aCastWithTwoColonsIsNoParameter() {
        assertThat(Token.of("x::bigint")).extracting(Token::kind).containsExactly(Kind.WORD, Kind.SYMBOL, Kind.WORD);
        assertThat(Token.of(":From")).extracting(Token::kind).containsExactly(Kind.SYMBOL, Kind.WORD);
    }

    @Test
    void anOpenStringOrCommentIsNoneAndStillThere() {
        assertThat(Token.of("'open")).extracting(Token::text).containsExactly("'", "open");
        assertThat(Token.of("/* open")).extracting(Token::text).containsExactly("/", "*", " ", "open");
        assertThat(Token.of("a -- b")).extracting(Token::kind).containsExactly(Kind.WORD, Kind.SPACE, Kind.COMMENT);
    }

    @Test
    void aWordIsKnownInAnyCaseAndOnlyAWord() {
        assertThat(Token.of("FrOm").get(0).isWord("from")).isTrue();
        assertThat(Token.of("FrOm").get(0).name()).isEqualTo("from");
        assertThat(Token.of(":from").get(0).name()).isEqualTo("from");
        assertThat(Token.of("'from'").get(0).isWord("'from'")).isFalse();
        assertThat(Token.of("\"from\"").get(0).isWord("from")).isFalse();
    }

    @Test
    void argumentsAreSeparatedByTheCommasOfTheirOwnParentheses() {
        List<Token> tokens = Token.of("F( a , G(b, c), 'x, y' /* , */ , (d, e) ) rest");
        Call call = Call.read(tokens, 1);

        assertThat(call.arguments()).hasSize(4);
        assertThat(call.argument(0)).isEqualTo("a");
        assertThat(call.argument(1)).isEqualTo("G(b, c)");
        assertThat(call.argument(2)).isEqualTo("'x, y'");
        assertThat(call.argument(3)).isEqualTo("(d, e)");
        assertThat(Token.text(tokens.subList(call.end(), tokens.size()))).isEqualTo(" rest");
    }

    @Test
    void noArgumentIsOneThatIsEmpty() {
        assertThat(Call.read(Token.of("F()"), 1).argument(0)).isEmpty();
        assertThat(Call.read(Token.of("F(,)"), 1).arguments()).hasSize(2);
    }

    @Test
    void aParenthesisThatIsNeverClosedIsSaidSo() {
        for (String text : List.of("F(", "F(a, (b)", "F(')'")) {
            assertThatThrownBy(() -> Call.read(Token.of(text), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A parenthesis is not closed in " + text);
        }
    }
}
