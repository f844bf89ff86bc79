package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.BreakGlass;
import io.tidemark.lake.guard.BreakGlassLog;
import io.tidemark.lake.guard.Change;
import io.tidemark.lake.guard.Decision.Refused;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each use of break-glass into a file {@code break-glass/<instant>-<change>.json} beside the table's directory,
 * where it outlives the table.
 *
 * @param warehouse where that is for what has no place of its own; null if nobody said
 * @param configuration the storage settings
 */
record BreakGlassFiles(@Nullable String warehouse, Configuration configuration) implements BreakGlassLog {
    private static final Logger LOG = LoggerFactory.getLogger(BreakGlassFiles.class);

    @Override
    public void record(BreakGlass permission, Change change, Refused overridden, Instant at) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("at", at.toString());
        members.put("by", permission.by());
        members.put("reason", permission.reason());
        members.put("until", permission.until().toString());
        members.put("change", change.describe());
        members.put("refusal", overridden.name());
        members.put("sentence", overridden.sentence());
        // Colons are no good in the names of files.
        String name = "break-glass/" + at.toString().replace(":", "") + "-" + change.kind() + ".json";
        LakeFiles files = new LakeFiles(root(change), configuration);
        files.write(name, json(members));
        LOG.warn(
                "Break-glass was used by={} change={} refusal={} record={}",
                permission.by(),
                change.describe(),
                overridden.name(),
                files.location(name));
    }

    private String root(Change change) {
        String location = change.target().location();
        if (location != null && location.lastIndexOf('/') > 0) {
            return location.substring(0, location.lastIndexOf('/'));
        }
        if (warehouse == null) {
            throw new LakeFailure(
                    "Could not write down the use of break-glass for: " + change.describe(),
                    "it has no files, and the catalog was given no warehouse, so there is no place for the record",
                    "Give the catalog its warehouse.",
                    null);
        }
        return warehouse;
    }

    private static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "  " + quoted(member.getKey()) + ": " + quoted(member.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
