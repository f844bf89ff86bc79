package io.tidemark.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A configuration that cannot be used, with everything that is wrong with it, numbered. */
public final class ConfigurationProblems extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String source;
    private final transient List<Problem> problems;

    /**
     * @param source where the configuration was read, as the person named it
     * @param problems what is wrong, in the order of the file; at least one
     */
    public ConfigurationProblems(String source, List<Problem> problems) {
        super(describe(source, problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** Where the configuration was read, as the person named it. */
    public String source() {
        return source;
    }

    /** What is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(String source, List<Problem> problems) {
        String heading = problems.size() == 1 ? "1 problem in " : problems.size() + " problems in ";
        return IntStream.range(0, problems.size())
                .mapToObj(i -> "%n%3d. %s".formatted(i + 1, problems.get(i)))
                .collect(Collectors.joining("", heading + source + ":", ""));
    }
}
