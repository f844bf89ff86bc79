package io.tidemark.lake.care;

import io.tidemark.lake.care.RowOrder.Span;
import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.StructLikeMap;

/**
 * Which files of a table are to be written again. To a partition that the job still writes to more will come: of it
 * only small files become larger ones. A partition that rests is sorted as a whole, once; again only where rows have
 * come to it afterwards that are worth it.
 */
final class CompactionPlan {
    // Fewer are not worth writing their rows a second time.
    private static final int LEAST_FILES = 5;
    // A file of this part of the target size stays as it is.
    private static final double LARGE = 0.75;
    // So much of a partition must be out of order for all of it to be sorted.
    private static final double OUT_OF_ORDER = 0.1;

    private final long target;
    private final RowOrder order;
    private final List<CarePlan.Bin> bins = new ArrayList<>();

    private CompactionPlan(Table table) {
        this.target = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
        this.order = new RowOrder(table.schema());
    }

    /** A partition's files that may be replaced, and whether none has come just now. */
    private static final class Partition {
        private final List<DataFile> settled = new ArrayList<>();
        private boolean rests = true;
    }

    /**
     * What is to be done; nothing for a table that was never written.
     *
     * @param before files that are younger stay as they are
     */
    static List<CarePlan.Bin> of(Table table, Instant before) {
        if (table.currentSnapshot() == null) {
            return List.of();
        }
        CompactionPlan plan = new CompactionPlan(table);
        plan.partitions(table, before).forEach(plan::add);
        plan.bins.sort(Comparator.comparing(bin -> bin.files().get(0)));
        return plan.bins;
    }

    private List<Partition> partitions(Table table, Instant before) {
        Set<Long> young = young(table, before);
        Map<StructLike, Partition> partitions =
                StructLikeMap.create(table.spec().partitionType());
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats(order.columns()).planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                // What was cut in another way once stays so: the partition of its rows is not one of today's.
                if (file.specId() != table.spec().specId() || !task.deletes().isEmpty()) {
                    continue;
                }
                Partition partition = partitions.computeIfAbsent(file.copy().partition(), none -> new Partition());
                if (young.contains(file.dataSequenceNumber())) {
                    partition.rests = false;
                } else {
                    partition.settled.add(file.copy());
                }
            }
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of("Could not list the files of the table " + table.name(), e);
        }
        return List.copyOf(partitions.values());
    }

    private static Set<Long> young(Table table, Instant before) {
        Set<Long> young = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.timestampMillis() >= before.toEpochMilli()) {
                young.add(snapshot.sequenceNumber());
            }
        }
        return young;
    }

    private void add(Partition partition) {
        // Where there is no order, that of the files does not matter.
        List<DataFile> files = partition.settled.stream()
                .sorted(Comparator.comparingLong(
                                (DataFile file) -> order.span(file).begin())
                        .thenComparing(DataFile::location))
                .toList();
        if (partition.rests && order.isSome() && isWorthSorting(files)) {
            long bytes = bytes(files);
            bins.add(new CarePlan.Bin(locations(files), bytes, (int) Math.max(1, (bytes + target / 2) / target)));
        } else {
            pack(files.stream()
                    .filter(file -> file.fileSizeInBytes() < target * LARGE)
                    .toList());
        }
    }

    // A few files that would become one are not worth it, and so is little that has come to much that is sorted.
    private boolean isWorthSorting(List<DataFile> files) {
        long rows = files.stream().mapToLong(DataFile::recordCount).sum();
        long outOfOrder = outOfOrder(files);
        return (files.size() >= LEAST_FILES || bytes(files) > target)
                && outOfOrder > 0
                && outOfOrder >= rows * OUT_OF_ORDER;
    }

    /** The rows of files that overlap others, larger ones; these are in order among themselves. */
    private long outOfOrder(List<DataFile> files) {
        NavigableSet<Span> inOrder = new TreeSet<>();
        long rows = 0;
        for (DataFile file : files.stream()
                .sorted(Comparator.comparingLong(DataFile::fileSizeInBytes).reversed())
                .toList()) {
            Span span = order.span(file);
            if (isFree(inOrder, span)) {
                inOrder.add(span);
            } else {
                rows += file.recordCount();
            }
        }
        return rows;
    }

    // Two sorted files may share the time at which one ends and the other begins.
    private static boolean isFree(NavigableSet<Span> inOrder, Span span) {
        Span earlier = inOrder.floor(span);
        Span later = inOrder.ceiling(span);
        return (earlier == null || earlier.end() <= span.begin()) && (later == null || span.end() <= later.begin());
    }

    private void pack(List<DataFile> small) {
        List<DataFile> bin = new ArrayList<>();
        for (DataFile file : small) {
            if (bytes(bin) + file.fileSizeInBytes() > target) {
                close(bin);
                bin = new ArrayList<>();
            }
            bin.add(file);
        }
        close(bin);
    }

    private void close(List<DataFile> bin) {
        if (bin.size() >= LEAST_FILES) {
            bins.add(new CarePlan.Bin(locations(bin), bytes(bin), 1));
        }
    }

    private static List<String> locations(List<DataFile> files) {
        return files.stream().map(DataFile::location).collect(Collectors.toList());
    }

    private static long bytes(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    }
}
