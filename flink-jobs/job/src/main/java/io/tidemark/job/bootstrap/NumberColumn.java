package io.tidemark.job.bootstrap;

import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/** A column of whole numbers or times, read without making an object of a value. */
final class NumberColumn extends PrimitiveReader<NumberColumn> {
    private final int whereValuesAre;
    private final boolean wide;
    private boolean present;
    private long value;

    NumberColumn(ColumnDescriptor column) {
        super(column);
        this.whereValuesAre = column.getMaxDefinitionLevel();
        this.wide = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    }

    /** A column that is not in the file: it is never read, and holds no value. */
    static NumberColumn absent(String name) {
        PrimitiveType type = new PrimitiveType(Repetition.OPTIONAL, PrimitiveTypeName.INT64, name);
        return new NumberColumn(new ColumnDescriptor(new String[] {name}, type, 0, 1));
    }

    /** Goes on to the next row. */
    @Override
    public NumberColumn read(NumberColumn reuse) {
        present = whereValuesAre == 0 || column.currentDefinitionLevel() == whereValuesAre;
        if (!present) {
            column.nextNull();
        } else {
            value = wide ? column.nextLong() : column.nextInteger();
        }
        return this;
    }

    boolean isPresent() {
        return present;
    }

    long value() {
        return value;
    }

    /** A time in ms since the epoch; the file has microseconds. */
    long millis() {
        return Math.floorDiv(value, 1_000L);
    }
}
