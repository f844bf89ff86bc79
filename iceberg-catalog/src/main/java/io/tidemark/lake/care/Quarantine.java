package io.tidemark.lake.care;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.LakeFiles;
import io.tidemark.lake.table.LakeTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Files that nothing needs any more and that are not deleted yet: lists {@code quarantine/<time>-<table>-<why>.json} beside the
 * tables, each with its time of death. Being on a list does a file no harm; it is looked at again before it is deleted.
 */
final class Quarantine {
    private static final String DIRECTORY = "quarantine";
    private static final JsonMapper JSON = new JsonMapper();

    private final LakeFiles files;

    Quarantine(LakeFiles files) {
        this.files = files;
    }

    /**
     * A list.
     *
     * @param name its file's name
     * @param table whose files they were
     * @param expiresAt from when on they may be deleted
     * @param files their locations
     */
    record Batch(String name, LakeTable table, Instant expiresAt, List<String> files) {
        Batch {
            files = List.copyOf(files);
        }
    }

    /** Writes a list, if there is anything on it. */
    void add(LakeTable table, String why, Instant now, Instant expiresAt, Collection<String> gone) {
        if (gone.isEmpty()) {
            return;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("format", 1).put("table", table.tableName()).put("dies_at", expiresAt.toString());
        ArrayNode list = json.putArray("files");
        new TreeSet<>(gone).forEach(list::add);
        String time = now.truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '.');
        files.write(DIRECTORY + "/" + time + "-" + table.tableName() + "-" + why + ".json", json.toPrettyString());
    }

    /** All lists, the oldest first. */
    List<Batch> list() {
        return files.list(DIRECTORY).stream().map(this::read).toList();
    }

    /** Forgets a list. */
    void remove(Batch batch) {
        files.delete(DIRECTORY + "/" + batch.name());
    }

    private Batch read(String name) {
        String path = DIRECTORY + "/" + name;
        try {
            JsonNode json = JSON.readTree(files.read(path).orElseThrow());
            LakeTable table = LakeTable.pipeline().stream()
                    .filter(each -> each.tableName().equals(json.path("table").asText()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("it names no table"));
            if (json.path("format").asInt() != 1 || !json.path("files").isArray()) {
                throw new IllegalArgumentException("it is no list of format 1");
            }
            List<String> gone = new ArrayList<>();
            json.path("files").forEach(file -> gone.add(file.asText()));
            return new Batch(name, table, Instant.parse(json.path("dies_at").asText()), gone);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new LakeFailure(
                    "Could not read the quarantine list " + files.location(path),
                    String.valueOf(e.getMessage()),
                    "Delete the list: its files stay, and are found again.",
                    e);
        }
    }
}
