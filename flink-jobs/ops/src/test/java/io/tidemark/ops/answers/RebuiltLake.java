package io.tidemark.ops.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.SmallLake;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.PersonEvent;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A log that was read by other rules of clocks the second time: some events are on another day then, some beyond every
 * range and some no longer to be believed, and a few came in between. No rules that the job has had do that, so the rows
 * are written by hand; whose they are is the model's word.
 */
final class RebuiltLake {
    private static final long BEGIN = Instant.parse("2024-01-09T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final int DAYS = 5;
    private static final int FIRST = 300;
    private static final int THEN = 330;
    private static final List<LakeTable> TABLES =
            List.of(LakeTable.EVENTS, LakeTable.MERGE_IDS, LakeTable.IDENTITY_OVERRIDES);

    private RebuiltLake() {}

    /** Writes it where a configuration says. */
    static Histories fill(TidemarkConfig config) throws IOException {
        List<Sent> first = new ArrayList<>();
        List<Sent> second = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < THEN; i++) {
            String user = random.nextInt(3) == 0 ? ",\"user_id\":\"user-" + random.nextInt(5) + "\"" : "";
            String event = "{\"event_type\":\"" + (random.nextInt(4) == 0 ? "Purchase" : "View")
                    + "\",\"device_id\":\"device-" + random.nextInt(14) + "\"" + user;
            long time = BEGIN + random.nextLong(DAYS * 24 * HOUR);
            if (i < FIRST) {
                first.add(sent(event, time));
            }
            second.add(sent(event, time + moved(random)));
        }
        History older = History.of(first);
        History newer = History.of(second);
        SmallLake lake = new SmallLake(LakeTables.settings(config));
        for (LakeTable table : TABLES) {
            lake.table(table.tableName(), table.schema(), List.of());
        }
        write(lake, older, TakenIn.HALF);
        write(lake, newer, TakenIn.WHOLE);
        return new Histories(older, newer, newer);
    }

    private static Sent sent(String event, long time) {
        long received = BEGIN + DAYS * 24 * HOUR;
        return new Sent((event + ",\"time\":" + time + "}").getBytes(UTF_8), received);
    }

    // Mostly nowhere; else by hours, which may be another day, by days, or into a year that nobody believes.
    private static long moved(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> HOUR * random.nextLong(-20, 21);
            case 2 -> 24 * HOUR * random.nextLong(-3, 4);
            case 3 -> 3_000 * 24 * HOUR;
            default -> 0;
        };
    }

    private static void write(SmallLake lake, History history, String mark) throws IOException {
        List<List<?>> events = new ArrayList<>();
        history.events().forEach(event -> events.add(row(event)));
        List<List<?>> merges = new ArrayList<>();
        history.merges().forEach((device, user) -> merges.add(merge(device, user)));
        lake.replace(LakeTable.EVENTS.tableName(), events);
        lake.replace(LakeTable.MERGE_IDS.tableName(), merges);
        for (LakeTable table : TABLES) {
            lake.tag(table.tableName(), mark);
        }
    }

    private static List<?> row(PersonEvent event) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        given.put("kafka_offset", (long) event.offset());
        given.put("event_type", event.type());
        given.put("event_time", Instant.ofEpochMilli(event.ms()));
        given.put("time_suspect", event.suspect());
        given.put("amplitude_id", History.amplitudeId(String.valueOf(event.owner())));
        given.put("server_upload_time", Instant.ofEpochMilli(event.uploaded()));
        return BrokenLake.row(LakeTable.EVENTS, given);
    }

    private static List<?> merge(String device, String user) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        given.put("amplitude_id", History.amplitudeId(device));
        given.put("merged_amplitude_id", History.amplitudeId(user));
        return BrokenLake.row(LakeTable.MERGE_IDS, given);
    }
}
