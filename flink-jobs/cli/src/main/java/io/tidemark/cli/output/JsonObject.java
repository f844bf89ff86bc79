package io.tidemark.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What a command says to a machine: one JSON object. */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonObject() {}

    /** Writes the members of an object. */
    public interface Members {
        /** Writes them. */
        void write(JsonGenerator json) throws IOException;
    }

    /** The object as text, in one line. */
    public static String of(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write JSON to memory", e);
        }
        return text.toString();
    }
}
