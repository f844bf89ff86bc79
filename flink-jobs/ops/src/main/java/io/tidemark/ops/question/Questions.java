package io.tidemark.ops.question;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The questions that come with the code, one a file in {@code sql/queries}, and the checks in {@code sql/checks}. */
public final class Questions {
    private static final String QUERIES = "queries";
    private static final String CHECKS = "checks";

    private Questions() {}

    /** All questions, by name. */
    public static List<Question> all() {
        return read(QUERIES);
    }

    /** All checks, by name: what an answer's row says must not be; no row means that it holds. */
    public static List<Question> checks() {
        return read(CHECKS);
    }

    /** Whether a check has this name. */
    static boolean isCheck(String name) {
        return SqlFiles.names(CHECKS).contains(name);
    }

    /** A question or a check. */
    public static Optional<Question> find(String name) {
        return Stream.of(QUERIES, CHECKS)
                .filter(folder -> SqlFiles.names(folder).contains(name))
                .map(folder -> read(folder, name))
                .findFirst();
    }

    /**
     * A question of a name that is known to be there.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Question shipped(String name) {
        return read(QUERIES, name);
    }

    private static List<Question> read(String folder) {
        return SqlFiles.names(folder).stream().map(name -> read(folder, name)).toList();
    }

    private static Question read(String folder, String name) {
        return Question.parse(name, SqlFiles.text(folder + "/" + name));
    }
}
