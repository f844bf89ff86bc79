package io.tidemark.lake.read;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.table.Columns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds, at one snapshot, of a span of one partition of the log: planned once, then read stretch by stretch
 * in the order of the log, each time only the files that may hold something of the stretch.
 */
public final class LogSpan {
    private final Table table;
    private final String tried;
    private final int epoch;
    private final int partition;
    private final List<Piece> pieces;

    /** A file, and the offsets that it may hold. */
    private record Piece(String location, long first, long last) {}

    private LogSpan(Table table, String tried, int epoch, int partition, List<Piece> pieces) {
        this.table = table;
        this.tried = tried;
        this.epoch = epoch;
        this.partition = partition;
        this.pieces = pieces;
    }

    /**
     * Plans a span.
     *
     * @param table a table whose rows have a place in the log
     * @param epoch the topic's generation
     * @param partition the Kafka partition
     * @param from the first offset
     * @param to the offset behind the last
     * @throws LakeFailure if the table's metadata cannot be read
     */
    public static LogSpan plan(Table table, long snapshot, int epoch, int partition, long from, long to) {
        String tried = "Could not read the table " + table.name() + " at snapshot " + snapshot;
        List<Piece> pieces = new ArrayList<>();
        int offsetId = table.schema().findField(Columns.KAFKA_OFFSET).fieldId();
        try (CloseableIterable<FileScanTask> files = table.newScan()
                .useSnapshot(snapshot)
                .filter(within(epoch, partition, from, to))
                .includeColumnStats(List.of(Columns.KAFKA_OFFSET))
                .planFiles()) {
            for (FileScanTask file : files) {
                TableRows.refuseDeletes(tried, file);
                pieces.add(new Piece(
                        file.file().location(),
                        bound(file.file().lowerBounds(), offsetId, 0),
                        bound(file.file().upperBounds(), offsetId, Long.MAX_VALUE)));
            }
        } catch (IOException | RuntimeException e) {
            throw LakeFailure.of(tried, e);
        }
        return new LogSpan(table, tried, epoch, partition, pieces);
    }

    /** The first offset from this one on that a file may hold; {@link Long#MAX_VALUE} if there is none. */
    public long next(long from) {
        long next = Long.MAX_VALUE;
        for (Piece piece : pieces) {
            if (piece.last >= from) {
                next = Math.min(next, Math.max(from, piece.first));
            }
        }
        return next;
    }

    /**
     * Hands the rows of a stretch to the reader, in no particular order.
     *
     * @param from the first offset
     * @param to the offset behind the last
     * @param reader must not keep the record, which is used again for the next
     * @throws LakeFailure if a file cannot be read
     */
    public void read(long from, long to, Consumer<Record> reader) {
        Schema schema = table.schema();
        Expression filter = within(epoch, partition, from, to);
        for (Piece piece : pieces) {
            if (piece.last < from || piece.first >= to) {
                continue;
            }
            try {
                TableRows.read(table.io().newInputFile(piece.location), schema, filter, row -> {
                    long offset = (Long) row.getField(Columns.KAFKA_OFFSET);
                    if (offset >= from
                            && offset < to
                            && (Integer) row.getField(Columns.KAFKA_PARTITION) == partition
                            && (Integer) row.getField(Columns.INGEST_EPOCH) == epoch) {
                        reader.accept(row);
                    }
                });
            } catch (IOException | RuntimeException e) {
                throw LakeFailure.of(tried, e);
            }
        }
    }

    private static Expression within(int epoch, int partition, long from, long to) {
        return Expressions.and(
                Expressions.equal(Columns.INGEST_EPOCH, epoch),
                Expressions.equal(Columns.KAFKA_PARTITION, partition),
                Expressions.greaterThanOrEqual(Columns.KAFKA_OFFSET, from),
                Expressions.lessThan(Columns.KAFKA_OFFSET, to));
    }

    // A file of another writer may come without bounds; then it may hold anything.
    private static long bound(@Nullable Map<Integer, ByteBuffer> bounds, int fieldId, long unknown) {
        ByteBuffer bound = bounds == null ? null : bounds.get(fieldId);
        return bound == null ? unknown : (Long) Conversions.fromByteBuffer(Types.LongType.get(), bound);
    }
}
