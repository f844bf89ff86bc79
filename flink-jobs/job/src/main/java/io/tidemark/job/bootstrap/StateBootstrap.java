package io.tidemark.job.bootstrap;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.io.Directories;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.service.ConfigHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * Computes the job's state from the tables and writes it as a Flink savepoint from which the job starts, on any state
 * backend and with any parallelism. It holds the state of the intake operator and nothing else: the source and the
 * sinks start over, at the offsets and with the epoch that they are told.
 *
 * <p>The state is, device by device and byte by byte, what the stream holds after the rows of the cut, provided that
 * the configuration is the one by which they were decided, and that a device's events are in one partition of the topic
 * (as they do where its records are keyed by device): their order is that of the log, (epoch, partition, offset).
 */
public final class StateBootstrap {
    /** Parts that the savepoint has where there are enough rows: what one thread sorts, folds and writes at a time. */
    private static final int MOST_UNITS = 128;

    private static final long BYTES_OF_A_PART = 64L << 20;
    /** Sorting takes the rows twice, and some more. */
    private static final int SHARES = 4;

    private final IntakeRules rules;
    private final ConfigHistory history;
    private final SavepointTarget target;
    private final BootstrapOptions options;
    private final Path directory;
    private final LongAdder rows = new LongAdder();
    private final LongAdder keys = new LongAdder();
    private final LongAdder devices = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private StateBootstrap(IntakeRules rules, ConfigHistory history, SavepointTarget target, BootstrapOptions options) {
        this.rules = rules;
        this.history = history;
        this.target = target;
        this.options = options;
        this.directory = new Path(target.directory());
    }

    /**
     * Writes the savepoint. A directory in which an earlier try broke off is written over.
     *
     * @param cut the snapshots to compute from
     * @param rules the rules by which the job decides
     * @param history the versions of the service configuration by which the rows were decided
     * @throws LakeFailure if the tables cannot be read, contradict one another, or the savepoint cannot be written
     */
    public static BootstrapReport write(
            Lake lake,
            ConsistentCut cut,
            IntakeRules rules,
            ConfigHistory history,
            SavepointTarget target,
            BootstrapOptions options) {
        StateBootstrap bootstrap = new StateBootstrap(rules, history, target, options);
        String tried = "Could not write the job's state to " + target.directory();
        try {
            return bootstrap.write(lake, cut);
        } catch (IOException e) {
            throw LakeFailure.of(tried, e);
        } catch (ExecutionException e) {
            throw LakeFailure.of(tried, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeFailure.of(tried, e);
        }
    }

    /**
     * Whether a savepoint is there already, and whole.
     *
     * @throws LakeFailure if the file system does not answer
     */
    public static boolean isWritten(String directory) {
        try {
            return SavepointFile.exists(new Path(directory));
        } catch (IOException e) {
            throw LakeFailure.of("Could not look for a savepoint in " + directory, e);
        }
    }

    private BootstrapReport write(Lake lake, ConsistentCut cut)
            throws IOException, ExecutionException, InterruptedException {
        Instant began = options.clock().instant();
        if (SavepointFile.exists(directory)) {
            throw new LakeFailure(
                    "Could not write the job's state to " + directory,
                    "there is a savepoint already",
                    "Use that one, or name another directory.",
                    null);
        }
        HistoryFilter filter = HistoryFilter.of(lake, cut, rules, options.history());
        List<TableFile> files = new ArrayList<>();
        for (LakeTable table : TableScan.tables()) {
            files.addAll(TableFile.of(lake, cut, table, filter.filter(table)));
        }
        KeyGroups groups = layout(files);
        Files.createDirectories(options.scratch());
        java.nio.file.Path scratch = Files.createTempDirectory(options.scratch(), "tidemark-bootstrap");
        try (Spill spill = new Spill(scratch, groups.buckets())) {
            read(files, groups, spill, filter.since());
            Instant read = options.clock().instant();
            SavepointFile.write(directory, target, fold(groups, spill));
            return new BootstrapReport(
                    target.directory(),
                    devices.sum(),
                    keys.sum(),
                    rows.sum(),
                    bytes.sum(),
                    seconds(began, read),
                    seconds(began, options.clock().instant()));
        } finally {
            Directories.delete(scratch);
        }
    }

    private KeyGroups layout(List<TableFile> files) {
        long spilled = files.stream().mapToLong(TableFile::rows).sum() * Spill.WIDTH * Long.BYTES;
        int most = Math.min(MOST_UNITS, target.maxParallelism());
        int units = (int) Math.max(Math.min(options.threads(), most), Math.min(most, spilled / BYTES_OF_A_PART));
        long bucket = Math.max(1 << 20, options.memoryBytes() / options.threads() / SHARES);
        return new KeyGroups(
                target.maxParallelism(), units, Math.toIntExact(1 + Math.floorDiv(spilled, units * bucket)));
    }

    private void read(List<TableFile> files, KeyGroups groups, Spill spill, long since)
            throws IOException, ExecutionException, InterruptedException {
        WorkerPool.run(options.threads(), files.size(), () -> {
            Spill.Writer writer = spill.writer();
            TableScan scan = new TableScan(rules, history, groups, writer, since);
            return new WorkerPool.Worker() {
                @Override
                public void process(int piece) {
                    scan.read(files.get(piece));
                }

                @Override
                public void done() {
                    writer.flush();
                    rows.add(scan.rows());
                    keys.add(scan.keys());
                }
            };
        });
        spill.close();
    }

    private List<KeyedStateHandle> fold(KeyGroups groups, Spill spill) throws ExecutionException, InterruptedException {
        List<@Nullable KeyedStateHandle> parts =
                Collections.synchronizedList(new ArrayList<>(Collections.nCopies(groups.units(), null)));
        boolean complete = options.history() == BootstrapOptions.History.ALL;
        WorkerPool.run(options.threads(), groups.units(), () -> {
            BucketFold fold = new BucketFold(rules, groups, spill, complete);
            return new WorkerPool.Worker() {
                @Override
                public void process(int piece) throws IOException {
                    parts.set(piece, part(piece, groups, fold));
                }

                @Override
                public void done() {
                    devices.add(fold.devices());
                }
            };
        });
        return parts.stream().map(Objects::requireNonNull).toList();
    }

    private KeyedStateHandle part(int unit, KeyGroups groups, BucketFold fold) throws IOException {
        Path path = new Path(directory, "part-" + unit);
        try (SavepointPart part = new SavepointPart(path, groups.range(unit), groups.maxParallelism())) {
            for (int bucket = 0; bucket < groups.bucketsPerUnit(); bucket++) {
                fold.fold(unit * groups.bucketsPerUnit() + bucket, part);
            }
            KeyedStateHandle handle = part.finish();
            bytes.add(part.bytes());
            return handle;
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1_000.0;
    }
}
