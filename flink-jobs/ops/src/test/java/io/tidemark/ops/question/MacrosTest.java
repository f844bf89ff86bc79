package io.tidemark.ops.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that each engine says in its own way. */
class MacrosTest {
    private static final Macros MACROS = Macros.parse("""
            -- A comment; with a semicolon.
            TWICE(x) = (x + x);
            DIV(a, b) = ((a) / (b));
            BOTH(a, b) = TWICE(a) * TWICE(b);
            NOW() = CURRENT_TIMESTAMP;
            QUOTED(x) = 'x' + "x" + x;
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            TWICE(n)                  | (n + n)
            TWICE ( n )               | (n + n)
            TWICE(/* why */ n)        | (n + n)
            DIV(1, 2)                 | ((1) / (2))
            DIV(f(1, 2), 3)           | ((f(1, 2)) / (3))
            DIV(TWICE(a), TWICE(b))   | (((a + a)) / ((b + b)))
            BOTH(a, 7)                | (a + a) * (7 + 7)
            NOW()                     | CURRENT_TIMESTAMP
            QUOTED(y)                 | 'x' + "x" + y
            twice(n)                  | twice(n)
            TWICE                     | TWICE
            TWICE + (n)               | TWICE + (n)
            'TWICE(n)'                | 'TWICE(n)'
            "TWICE"(n)                | "TWICE"(n)
            -- TWICE(n)               | -- TWICE(n)
            OTHER(n)                  | OTHER(n)
            a, TWICE(n), b            | a, (n + n), b
            """)
    void aCallBecomesItsExpressionWithTheArgumentsInTheirPlaces(String text, String expected) {
        assertThat(expand(text)).isEqualTo(expected);
    }

    /** An argument that is called as another parameter is not replaced a second time. */
    @Test
    void argumentsArePutInAllAtOnce() {
        assertThat(expand("DIV(b, a)")).isEqualTo("((b) / (a))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIV(1)       | DIV takes 2 arguments, not 1
            DIV(1, 2, 3) | DIV takes 2 arguments, not 3
            TWICE(1, 2)  | TWICE takes 1 arguments, not 2
            """)
    void anotherNumberOfArgumentsIsRefused(String text, String message) {
        assertThatThrownBy(() -> expand(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theNamesAreThoseThatAreDefined() {
        assertThat(MACROS.names()).containsExactlyInAnyOrder("TWICE", "DIV", "BOTH", "NOW", "QUOTED");
        assertThat(Macros.parse("-- nothing\n").names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F(x) = x", "F(x) x;", "F(x) -> x;", "F(x);"})
    void whatIsNoDefinitionIsRefusedWithItsName(String text) {
        assertThatThrownBy(() -> Macros.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a definition of the form NAME(a) = expression; in F");
    }

    private static String expand(String text) {
        return Token.text(MACROS.expand(Token.of(text)));
    }
}
