package io.tidemark.ops.sql;

import java.util.Iterator;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * What the lake answers: rows, read once, one after the other, never all in memory. Closing it before the last row ends
 * the work behind it.
 */
public final class Answer implements Iterator<Row>, AutoCloseable {
    private final List<Column> columns;
    private final CloseableIterator<Row> rows;

    Answer(TableResult result) {
        this.columns = result.getResolvedSchema().getColumns().stream()
                .map(column -> new Column(column.getName(), column.getDataType().getLogicalType()))
                .toList();
        this.rows = result.collect();
    }

    /** The columns of every row, in order. */
    public List<Column> columns() {
        return columns;
    }

    /** @throws QueryFailure when the work behind the answer failed */
    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw Causes.whileRunning(e);
        }
    }

    @Override
    public Row next() {
        return rows.next();
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (Exception e) {
            throw Causes.whileRunning(e);
        }
    }
}
