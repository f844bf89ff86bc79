package io.tidemark.cli.output;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.cli.output.json.JsonOutput;
import io.tidemark.ops.question.Parameter;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.io.PrintWriter;
import java.util.List;

/** The questions and checks that come with the code, for {@code tidemark sql --list}. */
public final class QuestionList {
    private QuestionList() {}

    /** For a person. */
    public static void text(PrintWriter out) {
        out.println("Questions, for --query NAME; parameters are given with -p NAME=VALUE:");
        Questions.all().forEach(question -> text(question, out));
        out.println();
        out.println("Checks, which answer with no row while they hold:");
        Questions.checks().forEach(question -> text(question, out));
    }

    private static void text(Question question, PrintWriter out) {
        out.println();
        out.println("  " + question.name());
        out.println("    " + question.title());
        for (Parameter parameter : question.parameters()) {
            String standard = parameter.standard() == null ? "(required)" : parameter.standard();
            out.println("      -p " + parameter.name() + "=" + parameter.type().label() + "   " + parameter.meaning()
                    + " [" + standard + "]");
        }
    }

    /** For a machine. */
    public static void json(PrintWriter out) {
        out.println(JsonOutput.text(new Listed(Questions.all(), Questions.checks())));
    }

    private record Listed(
            @JsonProperty("questions") List<Question> questions,
            @JsonProperty("checks") List<Question> checks) {}
}
