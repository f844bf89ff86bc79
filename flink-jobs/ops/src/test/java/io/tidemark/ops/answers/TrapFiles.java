package io.tidemark.ops.answers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.SmallLake;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code data/q-*.jsonl}, some events each, by which wrong definitions of questions are found. All are a part of the
 * analysts' lake, which the job fills; here each is a lake of its own, of which the right answers are known without a model. So
 * that it is filled at once, the model writes it.
 */
final class TrapFiles {
    private static final List<String> NAMES = List.of("late", "quiet", "until", "ahead", "plan", "sessions", "paid");

    private TrapFiles() {}

    /** The events of each file, in order of arrival. */
    static List<List<Sent>> all() throws IOException {
        List<List<Sent>> files = new ArrayList<>();
        for (String name : NAMES) {
            files.add(events(name));
        }
        return files;
    }

    private static List<Sent> events(String name) throws IOException {
        String resource = "/data/q-" + name + ".jsonl";
        try (InputStream in = Objects.requireNonNull(TrapFiles.class.getResourceAsStream(resource), resource)) {
            List<byte[]> values = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
            History read =
                    History.of(values.stream().map(value -> new Sent(value, 0)).toList());
            return read.events().stream()
                    .map(event -> new Sent(values.get(event.offset()), event.received()))
                    .toList();
        }
    }

    /** Writes the lake of one file where a configuration says. */
    static Histories fill(TidemarkConfig config, String name) throws IOException {
        History history = History.of(events(name));
        SmallLake lake = new SmallLake(LakeTables.settings(config));
        for (LakeTable table : LakeTable.all()) {
            List<List<?>> rows = new ArrayList<>();
            if (table == LakeTable.EVENTS) {
                history.events().forEach(event -> rows.add(row(event)));
            }
            lake.table(table.tableName(), table.schema(), rows);
        }
        return new Histories(history, history, history);
    }

    private static List<?> row(PersonEvent event) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        for (NestedField column : LakeTable.EVENTS.schema().columns()) {
            JsonNode sent = event.event().path(column.name());
            if (!sent.isMissingNode() && !sent.isNull()) {
                given.put(column.name(), sent(sent, column));
            }
        }
        Stream.of("time", "client_upload_time").forEach(member -> {
            JsonNode sent = event.event().path(member);
            if (sent.isNumber()) {
                given.put(member.equals("time") ? "client_event_time" : member, Instant.ofEpochMilli(sent.longValue()));
            }
        });
        given.put("kafka_offset", (long) event.offset());
        given.put("event_time", Instant.ofEpochMilli(event.ms()));
        given.put("time_suspect", event.suspect());
        given.put("amplitude_id", event.amplitudeId());
        given.put("server_received_time", Instant.ofEpochMilli(event.received()));
        given.put("server_upload_time", Instant.ofEpochMilli(event.uploaded()));
        return BrokenLake.row(LakeTable.EVENTS, given);
    }

    private static Object sent(JsonNode value, NestedField column) {
        return switch (column.type().typeId()) {
            case LONG -> value.longValue();
            case DOUBLE -> value.doubleValue();
            case TIMESTAMP -> Instant.ofEpochMilli(value.longValue());
            default -> value.isTextual() ? value.textValue() : value.toString();
        };
    }
}
