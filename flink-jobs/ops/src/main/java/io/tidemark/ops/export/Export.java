package io.tidemark.ops.export;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.overrides.IdentityOverrides;
import io.tidemark.lake.overrides.OverridesInForce;
import io.tidemark.lake.read.ExternalSort;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.archive.RowWriter;
import io.tidemark.ops.archive.Stretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * One export: the accepted events that were received in a time range, at one snapshot of the lake, in one archive.
 * Duplicates, throttled events and dead letters are no part of it.
 *
 * <p>A day is read once, sorted in bounded memory and written hour by hour. What is finished stays: interrupted at any
 * time, the same request for the same file goes on at the hours that are left, at the same snapshot of the lake.
 */
public final class Export implements AutoCloseable {
    private static final String MERGES = "merges";
    private static final String DAY = "day-";
    private static final String FORMAT = "tidemark export 1";
    private static final long HOURS = 24;
    private static final long MILLIS_PER_HOUR = 3_600_000;

    private final Lake lake;
    private final ExportRequest request;
    private final Limits limits;
    private final ExportWorkspace workspace;
    private final SnapshotPin pin;
    private final String about;
    private final OverridesInForce overrides;
    private final @Nullable Cohort people;
    private long read;

    /**
     * How much is held and written at a time.
     *
     * @param memory about how many bytes of rows are held in memory
     * @param rowsPerFile how many rows a file of the archive may have
     */
    public record Limits(long memory, long rowsPerFile) {
        private static final long ROWS_PER_FILE = 1_000_000;
        private static final long MOST_MEMORY = 128L << 20;
        private static final int OF_THE_HEAP = 10;

        /** Those that fit the heap of this process. */
        public static Limits ofThisProcess() {
            return new Limits(Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / OF_THE_HEAP), ROWS_PER_FILE);
        }
    }

    private Export(Lake lake, ExportRequest request, Limits limits, ExportWorkspace workspace) throws IOException {
        this.lake = lake;
        this.request = request;
        this.limits = limits;
        this.workspace = workspace;
        this.pin = pin();
        this.about = plan(pin);
        Cohort cohort = request.cohort();
        Long merges = pin.merges();
        this.overrides = OverridesInForce.of(new IdentityOverrides(lake).at(pin.overrides()));
        this.people = cohort == null || merges == null
                ? cohort
                : cohort.resolved(lake.table(LakeTable.MERGE_IDS), merges, overrides);
    }

    /**
     * Begins an export, or takes up the one that was cut off.
     *
     * @param target the archive's file; nothing is there until it is whole
     * @throws Refusal if an unfinished export of something else is there, or another process is at it
     * @throws LakeFailure if the snapshot of the unfinished export has expired, or nothing can be written there
     */
    public static Export begin(Lake lake, ExportRequest request, Path target, Limits limits) {
        try {
            ExportWorkspace workspace = ExportWorkspace.open(target);
            try {
                return new Export(lake, request, limits, workspace);
            } catch (IOException | RuntimeException e) {
                workspace.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(ExportWorkspace.beside(target), e);
        }
    }

    private SnapshotPin pin() throws IOException {
        String written = workspace.plan().orElse(null);
        if (written == null) {
            workspace.clear();
            SnapshotPin fresh = SnapshotPin.of(lake, request.mark());
            workspace.writePlan(plan(fresh));
            return fresh;
        }
        String[] lines = written.split("\n", SnapshotPin.LINES + 2);
        boolean same = lines.length == SnapshotPin.LINES + 2
                && lines[0].equals(FORMAT)
                && lines[SnapshotPin.LINES + 1].equals(wanted());
        if (same && request.mark() != null) {
            // A mark may have been recreated under its name.
            same = written.equals(plan(SnapshotPin.of(lake, request.mark())));
        }
        if (!same) {
            throw RefusalCode.OTHER_EXPORT.refuse(workspace.directory(), written);
        }
        return SnapshotPin.parse(
                lake,
                String.join("\n", List.of(lines).subList(1, SnapshotPin.LINES + 1)),
                "Delete " + workspace.directory() + " and export again; at a mark (--as-of) nothing expires.");
    }

    private String wanted() {
        return request.text() + "\nmark " + request.mark() + "\nrows a file " + limits.rowsPerFile();
    }

    private String plan(SnapshotPin pin) {
        return FORMAT + "\n" + pin.text(lake) + "\n" + wanted();
    }

    /** What it will do, from metadata alone. */
    public ExportPlan plan() {
        try {
            int finished = workspace.notes(HourFiles.HOUR).size();
            Long snapshot = pin.events();
            Table events = lake.table(LakeTable.EVENTS);
            return snapshot == null
                    ? new ExportPlan(null, 0, List.of(), finished, false)
                    : Span.of(
                                    events,
                                    snapshot,
                                    filter(
                                            request.from().toEpochMilli(),
                                            request.to().toEpochMilli()),
                                    request)
                            .plan(events, snapshot, request.project(), finished);
        } catch (IOException e) {
            throw cannotWrite(workspace.directory(), e);
        }
    }

    /**
     * Does what is left of the plan, and gives the archive its name.
     *
     * @param rowsRead takes how many rows have been read in this run, after each
     * @throws LakeFailure if the lake cannot be read or something cannot be written; what is finished stays
     */
    public ExportResult run(ExportPlan plan, LongConsumer rowsRead) {
        try {
            for (long day : plan.days()) {
                if (!workspace.isFinished(DAY + day)) {
                    day(day, Objects.requireNonNull(plan.snapshot()), rowsRead);
                    workspace.finish(DAY + day, "");
                }
            }
            Path merges = workspace.file("merged_ids.jsonl.gz");
            if (!workspace.isFinished(MERGES)) {
                try (ExternalSort<PlacedLine> sort = LineFormat.sort(workspace.spill(), limits.memory())) {
                    long count = new Merges(overrides, people)
                            .write(lake.table(LakeTable.MERGE_IDS), pin.merges(), sort, merges);
                    workspace.finish(MERGES, Long.toString(count));
                }
            }
            List<Stretch> stretches = ArchiveFile.stretches(workspace);
            ArchiveFile.write(workspace, stretches, merges, about);
            ExportResult result = new ExportResult(
                    stretches.stream().mapToLong(Stretch::rows).sum(),
                    workspace.notes(HourFiles.HOUR).size(),
                    HourFiles.files(workspace, stretches).size(),
                    Long.parseLong(workspace.notes(MERGES).get(0)),
                    Files.size(workspace.archive()));
            workspace.complete();
            return result;
        } catch (IOException e) {
            throw cannotWrite(workspace.directory(), e);
        }
    }

    private void day(long day, long snapshot, LongConsumer rowsRead) throws IOException {
        long begin = Math.max(day * HOURS * MILLIS_PER_HOUR, request.from().toEpochMilli());
        long end = Math.min((day + 1) * HOURS * MILLIS_PER_HOUR, request.to().toEpochMilli());
        // Hours are finished in their order, and one without rows has no note: what is before the last is done.
        for (long hour = EventRow.hour(begin); hour < (day + 1) * HOURS; hour++) {
            if (workspace.isFinished(HourFiles.piece(hour))) {
                begin = (hour + 1) * MILLIS_PER_HOUR;
            }
        }
        if (begin >= end) {
            return;
        }
        Table events = lake.table(LakeTable.EVENTS);
        Schema schema = events.schema();
        EventRow row = new EventRow(schema);
        RowWriter writer = new RowWriter();
        long from = begin;
        try (ExternalSort<PlacedLine> sort = LineFormat.sort(workspace.spill(), limits.memory());
                HourFiles files = new HourFiles(workspace, limits.rowsPerFile())) {
            TableRows.readWhere(events, snapshot, filter(begin, end), schema, record -> {
                long uploaded = row.show(record).uploaded();
                if (uploaded >= from && uploaded < end && isWanted(row)) {
                    LineFormat.add(
                            sort,
                            new PlacedLine(EventRow.hour(uploaded), row.project(), row.place(), writer.write(row)));
                }
                rowsRead.accept(++read);
            });
            sort.forEach(files::accept);
            files.finish();
        }
    }

    private boolean isWanted(EventRow row) {
        String project = request.project();
        if (project != null && !project.equals(row.project())) {
            return false;
        }
        Long person = row.person();
        return people == null || (person != null && people.contains(person));
    }

    /** Rows of a time, in ms, and of the project. */
    private Expression filter(long from, long to) {
        Expression within = Expressions.and(
                Expressions.greaterThanOrEqual(Columns.SERVER_UPLOAD_TIME, from * 1000),
                Expressions.lessThan(Columns.SERVER_UPLOAD_TIME, to * 1000));
        String project = request.project();
        return project == null ? within : Expressions.and(within, Expressions.equal(Columns.PROJECT_ID, project));
    }

    /**
     * The failure behind a file that could not be written.
     *
     * @param directory where it is: a full disk is told of without a name
     */
    static LakeFailure cannotWrite(Path directory, IOException e) {
        return new LakeFailure(
                "Could not write the export in " + directory,
                e.getMessage() == null
                        ? e.getClass().getSimpleName()
                        : e.getClass().getSimpleName() + ": " + e.getMessage(),
                "Make room, or give another place with -o. The same command goes on from what is finished.",
                e);
    }

    @Override
    public void close() {
        try {
            workspace.close();
        } catch (IOException e) {
            throw cannotWrite(workspace.directory(), e);
        }
    }
}
