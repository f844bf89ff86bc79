package io.tidemark.ops.question;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.config.DurationParser;
import io.tidemark.config.TimeParser;
import io.tidemark.rules.service.Zones;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
     * @throws WrongArgument if it is no value of this type; the message is the end of a sentence
     */
    String render(String value, Rendering rendering);

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
        public String render(String value, Rendering rendering) {
            if (!words.contains(value)) {
                throw new WrongArgument("is one of " + String.join(", ", words));
            }
            return rendering.dialect().text(value);
        }
    }

    /** The types without particulars. */
    enum Simple implements ParameterType {
        /** Any text; it becomes a string. */
        TEXT {
            @Override
            public String render(String value, Rendering rendering) {
                return rendering.dialect().text(value);
            }
        },
        /** Texts with commas between them, a comma in one written {@code \,}; strings with commas between them. */
        TEXTS {
            @Override
            public String render(String value, Rendering rendering) {
                return texts(value).stream().map(rendering.dialect()::text).collect(Collectors.joining(", "));
            }
        },
        /**
         * Up to 8 kinds of events in an order, each an {@link EventSelector}; rows of a number from 1 and its text, for use in
         * {@code FROM (:name) AS s(n, word)}, where {@code STEP_IS(:name, s.n, s.word)} is whether an event is of the kind.
         */
        STEPS {
            @Override
            public String render(String value, Rendering rendering) {
                List<EventSelector> steps = steps(value);
                return IntStream.range(0, steps.size())
                        .mapToObj(i -> "(" + (i + 1) + ", "
                                + rendering.dialect().text(steps.get(i).text()) + ")")
                        .collect(Collectors.joining(", ", "VALUES ", ""));
            }

            @Override
            public int rows(String value) {
                return steps(value).size();
            }

            @Override
            public Set<String> propertiesOfPeople(String value) {
                return steps(value).stream()
                        .flatMap(step -> step.propertiesOfPeople().stream())
                        .collect(Collectors.toSet());
            }
        },
        /** A whole number from 0. */
        INTEGER {
            @Override
            public String render(String value, Rendering rendering) {
                if (!WHOLE.matcher(value).matches()) {
                    throw new WrongArgument("is a whole number from 0 to 999999999999999999, such as 7");
                }
                return value;
            }
        },
        /** A whole number from 1 to 100; or {@code none}, which has no rows and is 0 in a text. */
        PERCENT {
            @Override
            public String render(String value, Rendering rendering) {
                if (value.equals(NONE)) {
                    return "0";
                }
                if (!PERCENTS.matcher(value).matches()) {
                    throw new WrongArgument("is a whole number from 1 to 100, such as 90, or none");
                }
                return value;
            }

            @Override
            public int rows(String value) {
                return value.equals(NONE) ? 0 : 1;
            }
        },
        /**
         * Up to 60 whole numbers, each larger than the one before; rows of a number from 1 and the number, as those of
         * STEPS.
         */
        NUMBERS {
            @Override
            public String render(String value, Rendering rendering) {
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
            public String render(String value, Rendering rendering) {
                Duration length = DurationParser.parse(value);
                if (length == null || length.compareTo(LONGEST) > 0) {
                    throw new WrongArgument("is " + DurationParser.EXPECTED);
                }
                return "CAST(" + length.toMillis() + " AS BIGINT)";
            }
        },
        /** A time that every engine can write; it becomes a timestamp. */
        TIME {
            @Override
            public String render(String value, Rendering rendering) {
                Instant time = TimeParser.parse(value, rendering.now(), rendering.zone());
                if (time == null || !TimeParser.nearest(time).equals(time)) {
                    throw new WrongArgument("is " + TimeParser.EXPECTED);
                }
                return rendering.dialect().time(time);
            }
        },
        /**
         * A column of {@code events}, or a property in one that holds JSON; it becomes what gives its text, or null. {@code
         * none} is no column, and has no rows.
         */
        PROPERTY {
            @Override
            public String render(String value, Rendering rendering) {
                return PropertyPath.parse(value).render(rendering.dialect());
            }

            @Override
            public int rows(String value) {
                return value.equals(NONE) ? 0 : 1;
            }

            @Override
            public Set<String> propertiesOfPeople(String value) {
                PropertyPath path = PropertyPath.parse(value);
                return path.isOfPeople() ? Set.of(path.property()) : Set.of();
            }
        },
        /**
         * Which events count, as an {@link EventSelector} says it; it becomes a condition. {@code none} is no event, and has no
         * rows.
         */
        EVENTS {
            @Override
            public String render(String value, Rendering rendering) {
                return value.equals(NONE)
                        ? Conditions.NEVER
                        : EventSelector.parse(value).render(rendering);
            }

            @Override
            public int rows(String value) {
                return value.equals(NONE) ? 0 : 1;
            }

            @Override
            public Set<String> propertiesOfPeople(String value) {
                return EventSelector.parse(value).propertiesOfPeople();
            }
        },
        /** What properties must be, as {@link Conditions} say it; it becomes a condition. */
        CONDITIONS {
            @Override
            public String render(String value, Rendering rendering) {
                return Conditions.parse(value).render(rendering.dialect());
            }

            @Override
            public Set<String> propertiesOfPeople(String value) {
                return Conditions.parse(value).propertiesOfPeople();
            }
        },
        /**
         * People that another question finds ({@link CohortQuery}); it becomes a condition on {@code resolved_amplitude_id}.
         */
        COHORT {
            @Override
            public String render(String value, Rendering rendering) {
                if (value.equals(CohortQuery.NONE)) {
                    return Conditions.ALWAYS;
                }
                CohortQuery cohort = CohortQuery.parse(value);
                Arguments.of(cohort.question(), cohort.given(), rendering.now());
                return "resolved_amplitude_id IN (SELECT amplitude_id FROM " + CohortQuery.table("cohort") + ")";
            }
        },
        /** A time zone of the IANA database; it becomes a string. */
        ZONE {
            @Override
            public String render(String value, Rendering rendering) {
                return rendering.dialect().text(zone(value).getId());
            }
        },
        /** The name of a mark; it is used in {@code AT(table, :name)} alone. */
        MARK {
            @Override
            public String render(String value, Rendering rendering) {
                return rendering.dialect().text(value);
            }
        };

        private static final String NONE = "none";
        private static final int MOST_NUMBERS = 60;
        private static final Pattern PERCENTS = Pattern.compile("[1-9]\\d?|100");
        private static final Pattern SMALL = Pattern.compile("\\d{1,6}");
        private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
        private static final Duration LONGEST = Duration.ofDays(3_650_000);

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What a value of EVENTS becomes where it alone says which types count ({@code NAMED(:name)}). */
        static String named(String value, Rendering rendering) {
            return value.equals(NONE)
                    ? Conditions.NEVER
                    : EventSelector.parse(value).renderNamed(rendering);
        }

        private static List<EventSelector> steps(String value) {
            List<EventSelector> steps = EventSelector.list(value);
            if (steps.size() > EventSelector.MOST_STEPS) {
                throw new WrongArgument("has at most " + EventSelector.MOST_STEPS + " steps");
            }
            return steps;
        }

        /** The zone of a name. @throws WrongArgument if there is none */
        static ZoneId zone(String name) {
            ZoneId zone = Zones.parse(name);
            if (zone == null) {
                throw new WrongArgument("is " + Zones.EXPECTED);
            }
            return zone;
        }

        /** Texts with commas between them, a comma in one written {@code \\,}. @throws WrongArgument if there is none */
        static List<String> texts(String value) {
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
