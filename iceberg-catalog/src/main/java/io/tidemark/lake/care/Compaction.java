package io.tidemark.lake.care;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Puts large files whose rows are sorted in the place of others of the same partition, with the same rows. Files that the
 * job has written just now are left, for more will come to their partition. The job may commit meanwhile: its rows stay,
 * and where a file that was to be replaced is gone by then, what was written in its place goes again.
 */
final class Compaction {
    /** How old a file must be. */
    static final Duration SETTLED = Duration.ofHours(1);

    // How much is read between two commits: so much work is lost where a commit is.
    private static final long BYTES_PER_COMMIT = 1L << 30;

    private final Duration settled;
    private final long memory;

    Compaction(Duration settled) {
        this(settled, RowSorter.MEMORY_BYTES);
    }

    /** One with more memory or less for the rows that it sorts, in bytes. */
    Compaction(Duration settled, long memory) {
        this.settled = settled;
        this.memory = memory;
    }

    /** The files that others are to take the place of; nothing for a table that was never written. */
    List<CarePlan.Bin> plan(Table table, Instant asOf) {
        return CompactionPlan.of(table, asOf.minus(settled));
    }

    /**
     * Compacts what was planned.
     *
     * @param progress told of every file that is written
     * @throws LakeFailure if a file cannot be read or written, or nobody knows whether a commit was done
     */
    CareReport.Compacted execute(Table table, List<CarePlan.Bin> bins, Consumer<String> progress) {
        CareReport.Compacted done = CareReport.Compacted.NOTHING;
        int next = 0;
        while (next < bins.size()) {
            int end = next;
            long bytes = 0;
            while (end < bins.size() && (end == next || bytes + bins.get(end).bytes() <= BYTES_PER_COMMIT)) {
                bytes += bins.get(end++).bytes();
            }
            done = done.plus(rewrite(table, bins.subList(next, end), progress));
            next = end;
        }
        return done;
    }

    private CareReport.Compacted rewrite(Table table, List<CarePlan.Bin> bins, Consumer<String> progress) {
        String tried = "Could not compact the table " + table.name();
        table.refresh();
        long from = table.currentSnapshot().snapshotId();
        Map<String, DataFile> there = files(table, bins);
        RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(from);
        List<DataFile> written = new ArrayList<>();
        int in = 0;
        int skipped = 0;
        try {
            for (CarePlan.Bin bin : bins) {
                if (!there.keySet().containsAll(bin.files())) {
                    skipped++;
                    continue;
                }
                List<DataFile> files = bin.files().stream().map(there::get).toList();
                List<DataFile> sorted = SortedFiles.write(table, files, bin.into(), memory);
                written.addAll(sorted);
                files.forEach(rewrite::deleteFile);
                sorted.forEach(rewrite::addFile);
                in += files.size();
                progress.accept(table.name() + ": " + files.size() + " files became " + sorted.size() + " of "
                        + sorted.stream().mapToLong(DataFile::recordCount).sum() + " rows");
            }
            if (!written.isEmpty()) {
                rewrite.commit();
            }
            return new CareReport.Compacted(in, written.size(), skipped);
        } catch (ValidationException replacedMeanwhile) {
            delete(table, written);
            return new CareReport.Compacted(0, 0, bins.size());
        } catch (CommitStateUnknownException e) {
            // They may be the table's by now.
            throw LakeFailure.of(tried, e);
        } catch (IOException | RuntimeException e) {
            delete(table, written);
            throw LakeFailure.of(tried, e);
        }
    }

    private static void delete(Table table, List<DataFile> written) {
        written.forEach(file -> table.io().deleteFile(file.location()));
    }

    private static Map<String, DataFile> files(Table table, List<CarePlan.Bin> bins) {
        Set<String> wanted = new HashSet<>();
        bins.forEach(bin -> wanted.addAll(bin.files()));
        Map<String, DataFile> found = new HashMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .includeColumnStats(new RowOrder(table.schema()).columns())
                .planFiles()) {
            for (FileScanTask task : tasks) {
                if (task.deletes().isEmpty() && wanted.contains(task.file().location())) {
                    found.put(task.file().location(), task.file().copy());
                }
            }
            return found;
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not list the files of the table " + table.name(), e);
        }
    }
}
