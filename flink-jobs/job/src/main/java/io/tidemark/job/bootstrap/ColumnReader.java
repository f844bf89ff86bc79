package io.tidemark.job.bootstrap;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.parquet.ParquetValueReaders.StructReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Some columns of a file, all of which go on to the next row together. It is itself the row, again and again. */
final class ColumnReader extends StructReader<ColumnReader, Object> {
    private final List<ParquetValueReader<?>> columns;

    private ColumnReader(List<ParquetValueReader<?>> columns) {
        super(columns);
        this.columns = columns;
    }

    /**
     * Columns by their names.
     *
     * @param schema the table's
     * @param file the file's, with the field ids of the table
     */
    static ColumnReader of(Schema schema, MessageType file, List<String> names) {
        List<ParquetValueReader<?>> columns = new ArrayList<>();
        for (String name : names) {
            ColumnDescriptor column = descriptor(schema, file, name);
            boolean text = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
            columns.add(text ? new TextColumn(column) : new NumberColumn(column));
        }
        return new ColumnReader(columns);
    }

    private static ColumnDescriptor descriptor(Schema schema, MessageType file, String name) {
        int id = schema.findField(name).fieldId();
        for (Type field : file.getFields()) {
            if (field.getId() != null && field.getId().intValue() == id) {
                return file.getColumnDescription(new String[] {field.getName()});
            }
        }
        throw new IllegalStateException("it has no column " + name);
    }

    /** The column of whole numbers or times at this position of the names. */
    NumberColumn number(int position) {
        return (NumberColumn) columns.get(position);
    }

    /** The column of texts at this position of the names. */
    TextColumn text(int position) {
        return (TextColumn) columns.get(position);
    }

    @Override
    protected Object newStructData(@Nullable ColumnReader reuse) {
        return this;
    }

    @Override
    protected ParquetValueReader<?> getField(Object row, int position) {
        return columns.get(position);
    }

    @Override
    protected ColumnReader buildStruct(Object row) {
        return this;
    }

    @Override
    protected void set(Object row, int position, Object value) {
        // A column holds its own value.
    }
}
