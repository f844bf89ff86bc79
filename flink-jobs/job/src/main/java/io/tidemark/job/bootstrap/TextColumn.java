package io.tidemark.job.bootstrap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/** A column of texts, read as slices of UTF-8. */
final class TextColumn extends PrimitiveReader<TextColumn> {
    private final int whereValuesAre;
    private boolean present;
    private byte[] bytes = {};
    private int from;
    private int length;

    TextColumn(ColumnDescriptor column) {
        super(column);
        this.whereValuesAre = column.getMaxDefinitionLevel();
    }

    /** Goes on to the next row. */
    @Override
    public TextColumn read(TextColumn reuse) {
        present = whereValuesAre == 0 || column.currentDefinitionLevel() == whereValuesAre;
        if (present) {
            hold(column.nextBinary().toByteBuffer());
        } else {
            column.nextNull();
            length = 0;
        }
        return this;
    }

    private void hold(ByteBuffer value) {
        length = value.remaining();
        if (value.hasArray()) {
            bytes = value.array();
            from = value.arrayOffset() + value.position();
        } else {
            bytes = new byte[length];
            from = 0;
            value.get(bytes);
        }
    }

    boolean isPresent() {
        return present;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    @Nullable
    String textOrNull() {
        return present ? new String(bytes, from, length, StandardCharsets.UTF_8) : null;
    }
}
