package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.question.Parameter;
import io.tidemark.job.question.Question;
import io.tidemark.job.question.Questions;
import java.io.IOException;
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
        out.println(JsonObject.of(object -> {
            array(object, "questions", Questions.all());
            array(object, "checks", Questions.checks());
        }));
    }

    private static void array(JsonGenerator json, String name, List<Question> questions) throws IOException {
        json.writeArrayFieldStart(name);
        for (Question question : questions) {
            json.writeStartObject();
            json.writeStringField("name", question.name());
            json.writeStringField("text", question.text());
            json.writeArrayFieldStart("parameters");
            for (Parameter parameter : question.parameters()) {
                json.writeStartObject();
                json.writeStringField("name", parameter.name());
                json.writeStringField("type", parameter.type().label());
                json.writeStringField("default", parameter.standard());
                json.writeStringField("meaning", parameter.meaning());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
