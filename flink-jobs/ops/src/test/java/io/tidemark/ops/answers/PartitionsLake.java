package io.tidemark.ops.answers;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.SmallLake;
import io.tidemark.rules.model.History;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a topic whose partitions fall behind, one thing after the other, with a mark after each: what Kafka and
 * the job do only when something goes wrong is written by hand.
 */
final class PartitionsLake {
    private static final Instant BEGIN = Instant.parse("2024-01-09T10:00:00Z");
    private static final List<LakeTable> TABLES =
            List.of(LakeTable.EVENTS, LakeTable.DUPLICATES, LakeTable.THROTTLED, LakeTable.DEAD_LETTERS);
    // Kafka has forgotten what came before.
    private static final long[] FIRST = {100, 7, 0};
    private static final String[] PROJECTS = {"app", "web"};

    private final SplittableRandom random = new SplittableRandom(3);
    private final Map<String, List<Outcome>> steps = new LinkedHashMap<>();
    private List<Outcome> step = new ArrayList<>();

    private PartitionsLake() {}

    /**
     * What became of a record.
     *
     * @param table the table that has it
     * @param project its project; null for one that was refused
     * @param epoch the topic's generation
     * @param partition its partition
     * @param offset its place there
     * @param stamp Kafka's time of it, ms since the epoch
     */
    record Outcome(LakeTable table, @Nullable String project, int epoch, int partition, long offset, long stamp) {}

    /** The outcomes that each mark has more than the one before. */
    static Map<String, List<Outcome>> steps() {
        PartitionsLake lake = new PartitionsLake();
        lake.outcomes(1, 0, FIRST[0], 120);
        lake.outcomes(1, 1, FIRST[1], 27);
        lake.outcomes(1, 2, FIRST[2], 20);
        lake.end("even");
        lake.outcomes(1, 0, 120, 150);
        lake.outcomes(1, 1, 27, 57);
        lake.end("idle");
        // Offsets 150 to 152 of partition 0 are not there yet, nor is 70 of partition 1; partition 2 has caught up.
        lake.outcomes(1, 0, 153, 190);
        lake.outcomes(1, 1, 57, 70);
        lake.outcomes(1, 1, 71, 97);
        lake.outcomes(1, 2, 20, 90);
        lake.end("hole");
        lake.outcomes(1, 0, 150, 153);
        lake.end("filled");
        lake.outcomes(2, 1, 0, 5);
        lake.outcomes(2, 0, 0, 9);
        lake.end("next_topic");
        return lake.steps;
    }

    private void outcomes(int epoch, int partition, long from, long to) {
        for (long offset = from; offset < to; offset++) {
            LakeTable table = TABLES.get(random.nextInt(TABLES.size()));
            String project = table == LakeTable.DEAD_LETTERS ? null : PROJECTS[random.nextInt(PROJECTS.length)];
            // Stamps of senders: they do not rise with the offsets, and come twice.
            long seconds = epoch * 10_000L + offset - (epoch == 1 ? FIRST[partition] : 0) - random.nextLong(5);
            step.add(new Outcome(table, project, epoch, partition, offset, BEGIN.toEpochMilli() + seconds * 1_000));
        }
    }

    private void end(String name) {
        steps.put(name, step);
        step = new ArrayList<>();
    }

    /** Writes it where a configuration says. None of its history is of people. */
    static Histories fill(TidemarkConfig config) throws IOException {
        SmallLake lake = new SmallLake(LakeTables.settings(config));
        for (LakeTable table : TABLES) {
            lake.table(table.tableName(), table.schema(), List.of());
        }
        for (Map.Entry<String, List<Outcome>> step : steps().entrySet()) {
            for (LakeTable table : TABLES) {
                List<List<?>> rows = new ArrayList<>();
                step.getValue().stream()
                        .filter(outcome -> outcome.table() == table)
                        .forEach(outcome -> rows.add(row(outcome)));
                lake.append(table.tableName(), rows);
                lake.tag(table.tableName(), step.getKey());
            }
        }
        History nobody = History.of(List.of());
        return new Histories(nobody, nobody, nobody);
    }

    private static List<?> row(Outcome outcome) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        given.put("project_id", outcome.project());
        given.put("ingest_epoch", outcome.epoch());
        given.put("kafka_partition", outcome.partition());
        given.put("kafka_offset", outcome.offset());
        given.put("server_upload_time", Instant.ofEpochMilli(outcome.stamp()));
        return BrokenLake.row(outcome.table(), given);
    }
}
