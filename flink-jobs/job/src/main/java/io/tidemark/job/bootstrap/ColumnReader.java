package io.tidemark.job.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.parquet.ParquetValueReaders.StructReader;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Some columns of a file, all of which go on to the next row together. It is itself the row, again and again. */
final class ColumnReader extends StructReader<ColumnReader, Object> {
    private final List<ParquetValueReader<?>> columns;
    /** Those of the columns that the file has. */
    private final List<ParquetValueReader<?>> inFile;

    private ColumnReader(List<ParquetValueReader<?>> columns, List<ParquetValueReader<?>> inFile) {
        super(inFile);
        this.columns = columns;
        this.inFile = inFile;
    }

    /**
     * Columns by their names; one within another has the names of both, with a dot between them.
     *
     * @param schema the table's
     * @param file the file's, with the field ids of the table
     * @param later the columns of whole numbers that table and file may lack: then they hold no value
     */
    static ColumnReader of(Schema schema, MessageType file, List<String> names, Set<String> later) {
        List<ParquetValueReader<?>> columns = new ArrayList<>();
        List<ParquetValueReader<?>> inFile = new ArrayList<>();
        for (String name : names) {
            ColumnDescriptor column = descriptor(schema, file, name);
            if (column != null) {
                boolean text = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
                columns.add(text ? new TextColumn(column) : new NumberColumn(column));
                inFile.add(columns.get(columns.size() - 1));
            } else if (later.contains(name)) {
                columns.add(NumberColumn.absent(name));
            } else {
                throw new IllegalStateException("it has no column " + name);
            }
        }
        return new ColumnReader(columns, inFile);
    }

    private static @Nullable ColumnDescriptor descriptor(Schema schema, MessageType file, String name) {
        NestedField field = schema.findField(name);
        for (ColumnDescriptor column : file.getColumns()) {
            Type.ID id = column.getPrimitiveType().getId();
            if (field != null && id != null && id.intValue() == field.fieldId()) {
                return column;
            }
        }
        return null;
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
        return inFile.get(position);
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
