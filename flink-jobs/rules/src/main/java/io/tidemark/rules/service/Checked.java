package io.tidemark.rules.service;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that was read and checked, or everything that is wrong with it.
 *
 * @param <T> the type of the value
 */
public sealed interface Checked<T> {
    /**
     * Nothing is wrong.
     *
     * @param value the value
     */
    record Good<T>(T value) implements Checked<T> {
        @Override
        public List<Problem> problems() {
            return List.of();
        }

        @Override
        public T orNull() {
            return value;
        }

        @Override
        public <U> Checked<U> map(Function<T, U> change) {
            return new Good<>(change.apply(value));
        }
    }

    /**
     * Something is wrong.
     *
     * @param problems all that is wrong, at least one
     */
    record Bad<T>(List<Problem> problems) implements Checked<T> {
        /**
         * Keeps a copy.
         *
         * @throws IllegalArgumentException if there is no problem
         */
        public Bad {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("A value without problems is good");
            }
        }

        @Override
        public @Nullable T orNull() {
            return null;
        }

        @Override
        public <U> Checked<U> map(Function<T, U> change) {
            return new Bad<>(problems);
        }
    }

    /** What is wrong; empty for a good value. */
    List<Problem> problems();

    /** The value; null where something is wrong. */
    @Nullable
    T orNull();

    /** The same with another value, or with the same problems. */
    <U> Checked<U> map(Function<T, U> change);

    /** Whether nothing is wrong. */
    default boolean isGood() {
        return problems().isEmpty();
    }

    /** One problem and no value. */
    static <T> Checked<T> bad(String at, String what) {
        return new Bad<>(List.of(new Problem(at, what)));
    }
}
