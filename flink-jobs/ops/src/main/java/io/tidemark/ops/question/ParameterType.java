package io.tidemark.ops.question;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.job.config.DurationParser;
import io.tidemark.job.config.TimeParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a parameter takes, and what becomes of it in a text. A value never becomes anything but a value. */
public sealed interface ParameterType {
    /** As it is written at the top of a question. */
    @JsonValue
    String label();

    /**
     * What a value becomes in the text of a question.
     *
     * @param now the time that {@code now} means
     * @throws WrongArgument if it is no value of this type; the message is the end of a sentence
     */
    String render(String value, Dialect dialect, Instant now);

    /** How many rows a value becomes; 1 of what is no list of rows. */
    default int rows(String value) {
        return 1;
    }

    /** The names of the properties of people that a value speaks of: of what a person had when an event came in. */
    default Set<String> propertiesOfPeople(String value) {
        return Set.of();
    }

    /** The type of a label. @throws IllegalArgumentException if there is none */
    static ParameterType of(String label) {
        for (Simple type : Simple.values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        if (label.contains("|")) {
            return new Choice(List.of(label.split("\\|")));
        }
        throw new IllegalArgumentException("There is no type of parameters named " + label);
    }

    /** One of a few words; it becomes a string. */
    record Choice(List<String> words) implements ParameterType {
        @Override
        public String label() {
            return String.join("|", words);
        }

        @Override
        public String render(String value, Dialect dialect, Instant now) {
            if (!words.contains(value)) {
                throw new WrongArgument("is one of " + String.join(", ", words));
            }
            return dialect.text(value);
        }
    }

    /** The types without particulars. */
    enum Simple implements ParameterType {
        /** Any text; it becomes a string. */
        TEXT {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                return dialect.text(value);
            }
        },
        /** Texts with commas between them, a comma in one written {@code \,}; strings with commas between them. */
        TEXTS {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                return texts(value).stream().map(dialect::text).collect(Collectors.joining(", "));
            }
        },
        /**
         * Up to 8 texts in an order; rows of a number from 1 and a string, for use in {@code FROM (:name) AS s(n,
         * word)}.
         */
        STEPS {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                List<String> steps = texts(value);
                if (steps.size() > MOST_STEPS) {
                    throw new WrongArgument("has at most " + MOST_STEPS + " steps");
                }
                var rows = new ArrayList<String>();
                for (int i = 0; i < steps.size(); i++) {
                    rows.add("(" + (i + 1) + ", " + dialect.text(steps.get(i)) + ")");
                }
                return "VALUES " + String.join(", ", rows);
            }

            @Override
            public int rows(String value) {
                return texts(value).size();
            }
        },
        /** A whole number from 0. */
        INTEGER {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                if (!WHOLE.matcher(value).matches()) {
                    throw new WrongArgument("is a whole number from 0 to 999999999999999999, such as 7");
                }
                return value;
            }
        },
        /**
         * Up to 60 whole numbers, each larger than the one before; rows of a number from 1 and the number, as those of
         * STEPS.
         */
        NUMBERS {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                List<Integer> numbers = Arrays.stream(value.split(","))
                        .map(String::strip)
                        .map(text -> SMALL.matcher(text).matches() ? Integer.parseInt(text) : -1)
                        .toList();
                boolean rising = IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i - 1) < numbers.get(i));
                if (!rising || numbers.isEmpty() || numbers.get(0) < 0 || numbers.size() > MOST_NUMBERS) {
                    throw new WrongArgument("is up to " + MOST_NUMBERS
                            + " whole numbers from 0 to 999999, each larger than the one before, with commas between"
                            + " them, such as '0, 1, 7, 30'");
                }
                return IntStream.range(0, numbers.size())
                        .mapToObj(i -> "(" + (i + 1) + ", " + numbers.get(i) + ")")
                        .collect(Collectors.joining(", ", "VALUES ", ""));
            }

            @Override
            public int rows(String value) {
                return value.split(",").length;
            }
        },
        /** A length of time; it becomes a number of milliseconds. */
        DURATION {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                Duration length = DurationParser.parse(value);
                if (length == null || length.compareTo(LONGEST) > 0) {
                    throw new WrongArgument("is " + DurationParser.EXPECTED);
                }
                return "CAST(" + length.toMillis() + " AS BIGINT)";
            }
        },
        /** A time; it becomes a timestamp. */
        TIME {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                Instant time = EngineTime.parse(value, now);
                if (time == null) {
                    throw new WrongArgument("is " + TimeParser.EXPECTED);
                }
                return dialect.time(time);
            }
        },
        /**
         * A column of {@code events}, or a property in one that holds JSON; it becomes what gives its text, or null.
         */
        PROPERTY {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                return PropertyPath.parse(value).render(dialect);
            }

            @Override
            public Set<String> propertiesOfPeople(String value) {
                PropertyPath path = PropertyPath.parse(value);
                return path.isOfPeople() ? Set.of(path.property()) : Set.of();
            }
        },
        /** The name of a mark; it is used in {@code AT(table, :name)} alone. */
        MARK {
            @Override
            public String render(String value, Dialect dialect, Instant now) {
                return dialect.text(value);
            }
        };

        private static final int MOST_STEPS = 8;
        private static final int MOST_NUMBERS = 60;
        private static final Pattern SMALL = Pattern.compile("\\d{1,6}");
        private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
        private static final Duration LONGEST = Duration.ofDays(3_650_000);

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static List<String> texts(String value) {
            List<String> texts = Pattern.compile("(?<!\\\\),")
                    .splitAsStream(value)
                    .map(text -> text.replace("\\,", ",").strip())
                    .filter(text -> !text.isEmpty())
                    .toList();
            if (texts.isEmpty()) {
                throw new WrongArgument("is one or more texts with commas between them, such as 'view, add to cart'");
            }
            return texts;
        }
    }
}
