package io.tidemark.lake.care;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.Columns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.StructLikeMap;

/**
 * Puts large files in the place of many small ones of the same partition, with the same rows. Files that the job has
 * written just now are left, for more will come to their partition. The job may commit meanwhile: its rows stay, and
 * where a file that was to be replaced is gone by then, what was written in its place goes again.
 */
final class Compaction {
    /** How old a file must be. */
    static final Duration SETTLED = Duration.ofHours(1);

    // Fewer are not worth writing their rows a second time.
    private static final int LEAST_FILES = 5;
    // A file of this part of the target size stays as it is.
    private static final double LARGE = 0.75;
    // How much is read between two commits: so much work is lost where a commit is.
    private static final long BYTES_PER_COMMIT = 1L << 30;

    private final Duration settled;

    Compaction(Duration settled) {
        this.settled = settled;
    }

    /** The files that are to become one; nothing for a table that was never written. */
    List<CarePlan.Bin> plan(Table table, Instant asOf) {
        if (table.currentSnapshot() == null) {
            return List.of();
        }
        long target = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
        List<CarePlan.Bin> bins = new ArrayList<>();
        for (List<DataFile> partition : smallByPartition(table, target, asOf.minus(settled))) {
            partition.sort(Comparator.comparingLong((DataFile file) -> begin(table, file))
                    .thenComparing(DataFile::location));
            pack(partition, target, bins);
        }
        bins.sort(Comparator.comparing(bin -> bin.files().get(0)));
        return bins;
    }

    private static List<List<DataFile>> smallByPartition(Table table, long target, Instant before) {
        Set<Long> young = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.timestampMillis() >= before.toEpochMilli()) {
                young.add(snapshot.sequenceNumber());
            }
        }
        Map<Integer, StructLikeMap<List<DataFile>>> bySpec = new LinkedHashMap<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats(sortedBy(table)).planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                // What was cut in another way once stays so: the partition of its rows is not one of today's.
                if (task.deletes().isEmpty()
                        && file.specId() == table.spec().specId()
                        && file.fileSizeInBytes() < target * LARGE
                        && !young.contains(file.dataSequenceNumber())) {
                    bySpec.computeIfAbsent(
                                    file.specId(),
                                    id -> StructLikeMap.create(table.spec().partitionType()))
                            .computeIfAbsent(file.partition(), none -> new ArrayList<>())
                            .add(file.copy());
                }
            }
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not list the files of the table " + table.name(), e);
        }
        List<List<DataFile>> partitions = new ArrayList<>();
        bySpec.values().forEach(files -> partitions.addAll(files.values()));
        return partitions;
    }

    private static void pack(List<DataFile> files, long target, List<CarePlan.Bin> bins) {
        List<String> bin = new ArrayList<>();
        long bytes = 0;
        for (DataFile file : files) {
            if (bytes + file.fileSizeInBytes() > target) {
                close(bin, bytes, bins);
                bin = new ArrayList<>();
                bytes = 0;
            }
            bin.add(file.location());
            bytes += file.fileSizeInBytes();
        }
        close(bin, bytes, bins);
    }

    private static void close(List<String> bin, long bytes, List<CarePlan.Bin> bins) {
        if (bin.size() >= LEAST_FILES) {
            bins.add(new CarePlan.Bin(bin, bytes));
        }
    }

    private static Set<String> sortedBy(Table table) {
        return table.schema().findField(Columns.EVENT_TIME) == null ? Set.of() : Set.of(Columns.EVENT_TIME);
    }

    // Where the table has no such column, the order of the files does not matter.
    private static long begin(Table table, DataFile file) {
        NestedField time = table.schema().findField(Columns.EVENT_TIME);
        Map<Integer, ByteBuffer> lowest = file.lowerBounds();
        ByteBuffer bound = time == null || lowest == null ? null : lowest.get(time.fieldId());
        if (time == null || bound == null) {
            return Long.MIN_VALUE;
        }
        Long micros = Conversions.fromByteBuffer(time.type(), bound);
        return micros;
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

    private static CareReport.Compacted rewrite(Table table, List<CarePlan.Bin> bins, Consumer<String> progress) {
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
                DataFile file = SortedFile.write(table, files);
                written.add(file);
                files.forEach(rewrite::deleteFile);
                rewrite.addFile(file);
                in += files.size();
                progress.accept(
                        table.name() + ": " + files.size() + " files became one of " + file.recordCount() + " rows");
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
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
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
