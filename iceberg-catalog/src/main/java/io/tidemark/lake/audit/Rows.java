package io.tidemark.lake.audit;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.snapshot.ConsistentCut;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.jspecify.annotations.Nullable;

/** The rows of the tables at one cut, read column by column, only the columns that are needed. */
final class Rows {
    private final Map<LakeTable, Table> tables;
    private final ConsistentCut cut;
    private final @Nullable VerifiedBaseline since;

    /** All rows of the cut. */
    Rows(Map<LakeTable, Table> tables, ConsistentCut cut) {
        this(tables, cut, null);
    }

    private Rows(Map<LakeTable, Table> tables, ConsistentCut cut, @Nullable VerifiedBaseline since) {
        this.tables = tables;
        this.cut = cut;
        this.since = since;
    }

    /**
     * The rows that came between a snapshot and the cut that it {@linkplain VerifiedBaseline#isAncestorOf leads to}.
     */
    static Rows since(Map<LakeTable, Table> tables, VerifiedBaseline since, ConsistentCut cut) {
        return new Rows(tables, cut, since);
    }

    /** The rows that came before these; null where these are all. */
    @Nullable
    Rows earlier() {
        return since == null ? null : new Rows(tables, new ConsistentCut(since.snapshots(), 0, null, Map.of()));
    }

    /**
     * Hands every row to the reader, in no particular order.
     *
     * @param columns the columns that the reader needs, by their positions in this list
     * @param reader must not keep the row, which is used again for the next
     * @return how many rows there were
     * @throws LakeFailure if a file cannot be read
     */
    long read(LakeTable name, List<String> columns, Consumer<Row> reader) {
        Row row = new Row();
        return read(name, projection(name, columns), record -> {
            row.record = record;
            reader.accept(row);
        });
    }

    private Schema projection(LakeTable name, List<String> columns) {
        Schema schema = Objects.requireNonNull(tables.get(name)).schema();
        return new Schema(columns.stream().map(schema::findField).toList());
    }

    /** Whether a table has a column. */
    boolean has(LakeTable name, String column) {
        return Objects.requireNonNull(tables.get(name)).schema().findField(column) != null;
    }

    /**
     * Hands some rows to the reader, as {@link #read} does: files in which no row can hold the filter are not read. Only for
     * all rows of a cut.
     *
     * @param filter rows that it does not hold for may come, and need not
     */
    void readWhere(LakeTable name, List<String> columns, Expression filter, Consumer<Row> reader) {
        Long snapshot = cut.snapshot(name);
        if (snapshot == null) {
            return;
        }
        Table table = Objects.requireNonNull(tables.get(name));
        Row row = new Row();
        TableRows.readWhere(table, snapshot, filter, projection(name, columns), record -> {
            row.record = record;
            reader.accept(row);
        });
    }

    /** Hands every row with all its columns to the reader, as {@link #read} does. */
    long readWhole(LakeTable name, Consumer<Record> reader) {
        return read(name, Objects.requireNonNull(tables.get(name)).schema(), reader);
    }

    private long read(LakeTable name, Schema projection, Consumer<Record> reader) {
        Long snapshot = cut.snapshot(name);
        if (snapshot == null) {
            return 0;
        }
        Table table = Objects.requireNonNull(tables.get(name));
        return since == null
                ? TableRows.read(table, snapshot, projection, reader)
                : TableRows.readSince(table, since.snapshot(name), snapshot, projection, reader);
    }

    /** One row; values by the position of their column in the list of the reader. */
    static final class Row {
        private @Nullable Record record;

        long number(int position) {
            return (Long) value(position);
        }

        int integer(int position) {
            return (Integer) value(position);
        }

        String text(int position) {
            return (String) value(position);
        }

        @Nullable
        Long numberOrNull(int position) {
            return (Long) valueOrNull(position);
        }

        @Nullable
        String textOrNull(int position) {
            return (String) valueOrNull(position);
        }

        @Nullable
        ByteBuffer binaryOrNull(int position) {
            return (ByteBuffer) valueOrNull(position);
        }

        boolean has(int position) {
            return valueOrNull(position) != null;
        }

        /** A time, in ms since the epoch. */
        long millis(int position) {
            return ((OffsetDateTime) value(position)).toInstant().toEpochMilli();
        }

        /** The log position in three columns from this one on. */
        LogPosition place(int position) {
            return new LogPosition(integer(position), integer(position + 1), number(position + 2));
        }

        private Object value(int position) {
            return Objects.requireNonNull(valueOrNull(position));
        }

        private @Nullable Object valueOrNull(int position) {
            return Objects.requireNonNull(record).get(position);
        }
    }
}
