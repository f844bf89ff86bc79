package io.tidemark.lake.care;

import io.tidemark.lake.table.Columns;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.DateTimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * The sort order of compacted rows: by {@code event_time}, and at one time by person. A table without
 * {@code event_time} has none, and its rows stay as they come.
 *
 * <p>Clocks are wrong by years and centuries, in every partition. A file with such rows spans all times, and no engine
 * can prune it; so they are written to files of their own, before and behind the {@linkplain #body body}.
 */
final class RowOrder {
    private static final long DAY_MICROS = 86_400_000_000L;

    private final @Nullable NestedField time;
    private final @Nullable NestedField person;
    private final @Nullable NestedField uploaded;

    /** The order of a table's rows. */
    RowOrder(Schema schema) {
        this.time = schema.findField(Columns.EVENT_TIME);
        this.person = schema.findField(Columns.AMPLITUDE_ID);
        this.uploaded = schema.findField(Columns.SERVER_UPLOAD_TIME);
    }

    /**
     * A row's place in the order.
     *
     * @param time microseconds since the epoch; the least number where there is none
     * @param person the least number where there is nobody
     */
    record Key(long time, long person) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::time).thenComparingLong(Key::person);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * From the time of a file's first row to that of its last.
     *
     * @param begin microseconds since the epoch
     * @param end the same, and within
     */
    record Span(long begin, long end) implements Comparable<Span> {
        private static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);
        private static final Comparator<Span> ORDER =
                Comparator.comparingLong(Span::begin).thenComparingLong(Span::end);

        @Override
        public int compareTo(Span other) {
            return ORDER.compare(this, other);
        }

        /** Whether a time is before it (less than 0), in it (0) or after it. */
        int side(long time) {
            return time < begin ? -1 : time > end ? 1 : 0;
        }
    }

    /** Whether there is an order at all. */
    boolean isSome() {
        return time != null;
    }

    /** The columns of which it reads what files say. */
    Set<String> columns() {
        Set<String> names = new HashSet<>();
        for (NestedField column : Arrays.asList(time, uploaded)) {
            if (isSome() && column != null) {
                names.add(column.name());
            }
        }
        return names;
    }

    Key key(Record row) {
        return new Key(
                time != null && row.getField(time.name()) instanceof OffsetDateTime at
                        ? DateTimeUtil.microsFromTimestamptz(at)
                        : Long.MIN_VALUE,
                person != null && row.getField(person.name()) instanceof Long id ? id : Long.MIN_VALUE);
    }

    /** The times of a file's rows; all times, if the file does not tell. */
    Span span(DataFile file) {
        return span(time, file);
    }

    /**
     * When rows of these files can have happened whose clock is right: from a day before the first of them was uploaded
     * to a day after the last; all times, if the files do not tell.
     */
    Span body(List<DataFile> files) {
        long begin = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (DataFile file : files) {
            Span span = span(uploaded, file);
            if (span.equals(Span.ALL)) {
                return Span.ALL;
            }
            begin = Math.min(begin, span.begin() - DAY_MICROS);
            end = Math.max(end, span.end() + DAY_MICROS);
        }
        return files.isEmpty() ? Span.ALL : new Span(begin, end);
    }

    private static Span span(@Nullable NestedField column, DataFile file) {
        Long begin = bound(column, file.lowerBounds());
        Long end = bound(column, file.upperBounds());
        return begin == null || end == null ? Span.ALL : new Span(begin, end);
    }

    private static @Nullable Long bound(@Nullable NestedField column, @Nullable Map<Integer, ByteBuffer> bounds) {
        ByteBuffer bound = bounds == null || column == null ? null : bounds.get(column.fieldId());
        return bound == null || column == null ? null : Conversions.fromByteBuffer(column.type(), bound);
    }
}
