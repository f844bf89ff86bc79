package io.tidemark.ops.question;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question in SQL, with what it can be given. At its top, in comments: what it answers, in sentences; a line for each
 * parameter, {@code -- :name  type  default  meaning}, with two spaces or more between them; and, where a drawing says
 * something, {@code -- chart: lines|bars x y} with the names of the columns. {@code -- projects: all} behind the parameters
 * says that it is about the whole lake and not about a project.
 *
 * @param name the file's name, without its ending
 * @param text the sentences at its top, the first of which is the question itself
 * @param parameters in the order of the file
 * @param chart how it is drawn; null where a drawing says nothing
 * @param sql the whole file
 */
public record Question(
        @JsonProperty("name") String name,
        @JsonProperty("text") String text,
        @JsonProperty("parameters") List<Parameter> parameters,
        @JsonIgnore @Nullable Chart chart,
        @JsonIgnore String sql) {
    private static final Pattern COMMENT = Pattern.compile("--\\s?(.*)");
    private static final Pattern PARAMETER =
            Pattern.compile(":([a-z][a-z_0-9]*)\\s{2,}(\\S+)\\s{2,}(\\S.*?)\\s{2,}(\\S.*)");
    private static final Pattern CHART = Pattern.compile("chart: (lines|bars) (\\w+) (\\w+)");
    private static final Pattern ALL_PROJECTS = Pattern.compile("(?m)^-- projects: all$");
    private static final String REQUIRED = "(required)";

    /**
     * How an answer is drawn.
     *
     * @param bars whether a bar for each row; else a line over them
     * @param x the column that tells the rows apart
     * @param y the column of numbers
     */
    public record Chart(boolean bars, String x, String y) {}

    /** Keeps a copy. */
    public Question {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a question; a text without comments at its top is one that takes nothing.
     *
     * @throws IllegalArgumentException if a parameter's type or default is none
     */
    public static Question parse(String name, String sql) {
        var text = new StringBuilder();
        var parameters = new ArrayList<Parameter>();
        Chart chart = null;
        for (String line : sql.strip().split("\n")) {
            Matcher comment = COMMENT.matcher(line);
            if (!comment.matches()) {
                break;
            }
            String content = comment.group(1);
            Matcher parameter = PARAMETER.matcher(content);
            Matcher drawing = CHART.matcher(content);
            if (parameter.matches()) {
                parameters.add(new Parameter(
                        parameter.group(1),
                        ParameterType.of(parameter.group(2)),
                        parameter.group(3).equals(REQUIRED) ? null : parameter.group(3),
                        parameter.group(4)));
            } else if (drawing.matches()) {
                chart = new Chart(drawing.group(1).equals("bars"), drawing.group(2), drawing.group(3));
            } else if (parameters.isEmpty()) {
                text.append(text.isEmpty() || content.isEmpty() ? "" : " ").append(content);
            }
        }
        return new Question(name, text.toString(), parameters, chart, sql);
    }

    /** The first sentence. */
    public String title() {
        return text.replaceAll("(?<=[.?])\\s.*", "");
    }

    /** Whether it says that it is about the whole lake, and so cannot be restricted to a project. */
    @JsonIgnore
    public boolean isOfAllProjects() {
        return ALL_PROJECTS.matcher(sql).find();
    }

    /** What it can be given under a name. */
    public Optional<Parameter> parameter(String parameterName) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(parameterName))
                .findFirst();
    }
}
