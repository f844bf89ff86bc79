package io.tidemark.job.bootstrap;

import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

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
