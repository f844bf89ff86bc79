package io.tidemark.ops.configure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.job.config.ConfigurationProblems;
import io.tidemark.job.config.Problem;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys with their values, as people write them into a file. */
public final class ConfigValues {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigValues() {}

    /**
     * The values of a file: one JSON object, whose members are keys.
     *
     * @param source the file, as the person named it
     * @throws ConfigurationProblems if it is no such object
     */
    public static SortedMap<String, String> read(String source, String text) {
        JsonNode file;
        try {
            file = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw wrong(source, "it is no JSON: " + e.getOriginalMessage());
        }
        if (!file.isObject() || file.isEmpty()) {
            throw wrong(source, "it must be a JSON object whose members are keys such as limits/shop");
        }
        SortedMap<String, String> values = new TreeMap<>();
        file.properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().toString()));
        return values;
    }

    private static ConfigurationProblems wrong(String source, String what) {
        return new ConfigurationProblems(source, List.of(new Problem("", what)));
    }
}
