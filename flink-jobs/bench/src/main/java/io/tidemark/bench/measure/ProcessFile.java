package io.tidemark.bench.measure;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** What a process of the benchmark and the one that started it tell each other: a record in a file, as JSON. */
public final class ProcessFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            // Figures that follow from others are written as well.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ProcessFile() {}

    /** Writes a record whose components name their keys. */
    public static void write(Path file, Record value) throws IOException {
        JSON.writeValue(file.toFile(), value);
    }

    /** The record that another process wrote. */
    public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
        return JSON.readValue(file.toFile(), type);
    }
}
