package io.tidemark.bench.restore;

import io.tidemark.bench.measure.Figure;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.restore.TableHeads;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.restore.TargetFiles;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.RestorePlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;

/**
 * How long a mark and a restore take of tables with a long past: what is done to their metadata, without the check of a
 * mark, which reads what is new, and without the job's state, which has a benchmark of its own.
 */
public final class RestoreBench {
    private static final LakeTable ON_DISK = LakeTable.EVENTS;

    private RestoreBench() {}

    /**
     * Makes a lake in a directory, marks it, goes back in it to the middle of its past and forward again.
     *
     * @param snapshots how many each table has
     * @param files how many each table has; those of events are on disk
     * @param rounds how often; before them is one more, which warms up
     * @return milliseconds a table of each step, the median of the rounds, in order
     */
    public static Map<String, Double> run(int snapshots, int files, int rounds, Path directory) throws IOException {
        TidemarkConfig config = DirectoryLake.config(directory);
        new RestoreLake(config, snapshots, files).make(ON_DISK);
        Map<String, List<Double>> times = new LinkedHashMap<>();
        try (Lake lake = LakeTables.open(config, Purpose.RESTORE)) {
            Target middle = target(lake, "middle", snapshots / 2);
            Target head = target(lake, "head", snapshots);
            Stopwatch warm = new Stopwatch(new LinkedHashMap<>());
            round(lake, config, 0, List.of(middle, head), warm);
            Stopwatch stopwatch = new Stopwatch(times);
            for (int round = 1; round <= rounds; round++) {
                round(lake, config, round, List.of(middle, head), stopwatch);
            }
        }
        Map<String, Double> steps = new LinkedHashMap<>();
        times.forEach((name, each) -> steps.put(name, Figure.median(each)));
        return steps;
    }

    private static void round(Lake lake, TidemarkConfig config, int round, List<Target> targets, Stopwatch stopwatch) {
        TableHeads heads = new TableHeads(lake);
        Target middle = targets.get(0);
        int tables = LakeTable.pipeline().size();
        stopwatch.time("mark", tables, () -> heads.tag("mark-" + round));
        stopwatch.time("plan", tables, () -> new RestorePlanner(lake, null).plan(middle, config.environment()));
        stopwatch.time("fence", tables, () -> heads.raiseEpoch(LakeProperties.FIRST_EPOCH + 1 + round));
        stopwatch.time("tag", tables, () -> heads.tag("before-" + round));
        stopwatch.time("files (one table)", 1, () -> new TargetFiles(lake)
                .require(ON_DISK, targets.get(1).place(ON_DISK).snapshotId()));
        stopwatch.time("put back", tables, () -> putBack(heads, middle));
        stopwatch.time("undo", tables, () -> putBack(heads, targets.get(1)));
    }

    private static void putBack(TableHeads heads, Target target) {
        LakeTable.pipeline().forEach(table -> heads.putBack(table, target.place(table)));
    }

    private record Stopwatch(Map<String, List<Double>> times) {
        void time(String name, int tables, Runnable step) {
            long began = System.nanoTime();
            step.run();
            double millis = (System.nanoTime() - began) / 1e6;
            times.computeIfAbsent(name, none -> new ArrayList<>()).add(millis / tables);
        }
    }

    private static Target target(Lake lake, String name, long checkpoint) {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        for (LakeTable each : LakeTable.pipeline()) {
            Table table = lake.table(each);
            long snapshot = SnapshotNotes.history(table).stream()
                    .filter(notes -> notes.stamp() != null && notes.stamp().checkpointId() == checkpoint)
                    .findFirst()
                    .orElseThrow()
                    .snapshotId();
            places.put(
                    each,
                    new Target.Place(
                            table.uuid().toString(), snapshot, table.schema().schemaId()));
        }
        return new Target(name, LakeProperties.FIRST_EPOCH, checkpoint, places, List.of(), null);
    }
}
