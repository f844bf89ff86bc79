package io.tidemark.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands print as JSON and write beside the tables still has every key that an earlier release wrote, of the
 * same kind: scripts and other releases read them. More keys are no harm.
 */
@Timeout(600)
class RecordedOutputsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;

    @Test
    void everyKeyOfAnEarlierReleaseIsStillWritten() throws Exception {
        Map<String, String> now = OutputScript.run(work);

        int compared = 0;
        for (Map.Entry<String, String> each : now.entrySet()) {
            String before = recorded(each.getKey());
            if (before != null && each.getKey().endsWith(".json")) {
                assertThat(kinds(JSON.readTree(each.getValue())))
                        .as(each.getKey())
                        .containsAllEntriesOf(kinds(JSON.readTree(before)));
                compared++;
            } else if (before != null) {
                assertThat(names(each.getValue())).as(each.getKey()).containsAll(names(before));
                compared++;
            }
        }
        // Names of marks and journals are of their moment; one of them is fixed.
        assertThat(compared).isGreaterThanOrEqualTo(27);
    }

    private static String recorded(String name) throws IOException {
        try (InputStream file = RecordedOutputsIT.class.getResourceAsStream("/recorded/outputs/" + name)) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The names of metrics, or the keys of properties. */
    private static Set<String> names(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("[{= ]", 2)[0])
                .collect(Collectors.toSet());
    }

    /** The kind of value behind each path of keys; the elements of a list count as one. */
    private static Map<String, String> kinds(JsonNode document) {
        Map<String, String> kinds = new TreeMap<>();
        collect("", document, kinds);
        return kinds;
    }

    private static void collect(String path, JsonNode node, Map<String, String> kinds) {
        if (node.isObject()) {
            kinds.put(path, "object");
            node.properties().forEach(member -> collect(path + "/" + member.getKey(), member.getValue(), kinds));
        } else if (node.isArray()) {
            kinds.put(path, "list");
            node.forEach(element -> collect(path + "[]", element, kinds));
        } else if (!node.isNull()) {
            kinds.put(path, node.getNodeType().name());
        }
    }
}
