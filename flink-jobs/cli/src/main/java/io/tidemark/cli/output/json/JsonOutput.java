package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.tidemark.lake.table.LakeTable;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.TableIdentifier;

/** The printer of all documents: an object in one line, times in ISO form, a lake's table by its name. */
public final class JsonOutput {
    private static final ObjectWriter JSON = JsonMapper.builder()
            // Only what a record names is written.
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .addMixIn(LakeTable.class, ByName.class)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(TableIdentifier.class, ToStringSerializer.instance))
            .build()
            .writer();

    private JsonOutput() {}

    private interface ByName {
        @JsonValue
        String tableName();
    }

    /** Prints a result, for a machine or for a person. */
    public static void print(PrintWriter out, boolean json, Supplier<? extends Record> document, Runnable text) {
        if (json) {
            out.println(text(document.get()));
        } else {
            text.run();
        }
        out.flush();
    }

    /** The document as text, without an end of line. */
    public static String text(Record document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Could not write JSON to memory", e);
        }
    }
}
