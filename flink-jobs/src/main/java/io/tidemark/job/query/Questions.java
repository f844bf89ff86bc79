package io.tidemark.job.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The questions that come with the code, one a file in {@code sql/queries}. */
public final class Questions {
    private Questions() {}

    /**
     * The text of a question.
     *
     * @param name the file's name without its ending
     * @throws IllegalArgumentException if there is none of that name
     */
    public static String shipped(String name) {
        try (InputStream in = Questions.class.getClassLoader().getResourceAsStream("sql/queries/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("There is no question named " + name + " in sql/queries");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the question " + name, e);
        }
    }
}
