package io.tidemark.lake.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.read.TableRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a table holds and the contents of all their columns, in 128 bits: the same for the same rows in any
 * order and any files, different for a row more, a row twice or another value. The sum of the rows' own hashes modulo
 * 2^128 (a sum, not an exclusive or: that would not see a row that is there three times). Digests of parts add up.
 *
 * <p>A row's hash is the first half of SHA-256 over the name, the kind and the value of each of its columns, and of the
 * fields of a column that has some. A column that is null counts for nothing, so a column added later leaves the digest of
 * older rows as it is.
 *
 * @param rows how many rows
 * @param high the upper 64 bits of the sum
 * @param low the lower 64 bits of the sum
 */
public record RowsDigest(
        @JsonProperty("rows") long rows,
        @JsonIgnore long high,
        @JsonIgnore long low) {
    /** The digest of no rows. */
    public static final RowsDigest EMPTY = new RowsDigest(0, 0, 0);

    private static final int HASH_DIGITS = 32;

    /** The digest of these rows and those of another digest. */
    public RowsDigest plus(RowsDigest other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new RowsDigest(rows + other.rows, high + other.high + carry, sum);
    }

    /** The digest of these rows without those of another digest, which must be among them. */
    public RowsDigest minus(RowsDigest other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new RowsDigest(rows - other.rows, high - other.high - borrow, low - other.low);
    }

    /** The sum as 32 hexadecimal digits. */
    @JsonProperty("hash")
    public String hash() {
        return String.format("%016x%016x", high, low);
    }

    /**
     * The digest that {@link #rows} and {@link #hash} were taken from.
     *
     * @throws IllegalArgumentException if the hash is not 32 hexadecimal digits
     */
    public static RowsDigest parse(long rows, String hash) {
        if (hash.length() != HASH_DIGITS) {
            throw new IllegalArgumentException("The hash of rows has 32 hexadecimal digits, not " + hash.length());
        }
        return new RowsDigest(
                rows,
                Long.parseUnsignedLong(hash.substring(0, 16), 16),
                Long.parseUnsignedLong(hash.substring(16), 16));
    }

    /**
     * Reads every column of every row of a table.
     *
     * @param snapshot at which snapshot; null for a table that was never written
     * @throws LakeFailure if a file cannot be read
     */
    public static RowsDigest of(Table table, @Nullable Long snapshot) {
        Accumulator accumulator = new Accumulator();
        if (snapshot != null) {
            TableRows.read(table, snapshot, table.schema(), accumulator::add);
        }
        return accumulator.digest();
    }

    /** Takes rows one by one. For one thread. */
    public static final class Accumulator {
        private final MessageDigest sha = sha256();
        private ByteBuffer bytes = ByteBuffer.allocate(1 << 10);
        private long rows;
        private long high;
        private long low;

        /** No rows yet. */
        public Accumulator() {}

        /** Takes a row, which is not kept. */
        public void add(Record row) {
            RowsDigest one = of(row);
            long sum = low + one.low;
            high += one.high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
            low = sum;
            rows++;
        }

        /** The digest of one row, which is not taken. */
        RowsDigest of(Record row) {
            bytes.clear();
            put(row);
            sha.update(bytes.flip());
            ByteBuffer hash = ByteBuffer.wrap(sha.digest());
            return new RowsDigest(1, hash.getLong(), hash.getLong());
        }

        /** The digest of the rows so far. */
        public RowsDigest digest() {
            return new RowsDigest(rows, high, low);
        }

        private void put(Record row) {
            List<NestedField> columns = row.struct().fields();
            for (int i = 0; i < columns.size(); i++) {
                Object value = row.get(i);
                if (value != null) {
                    put(columns.get(i).name(), value);
                }
            }
        }

        private void put(String column, Object value) {
            text('c', column);
            if (value instanceof String text) {
                text('s', text);
            } else if (value instanceof Long number) {
                number('l', number);
            } else if (value instanceof Integer number) {
                number('i', number);
            } else if (value instanceof OffsetDateTime time) {
                number('t', micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()));
            } else if (value instanceof LocalDateTime time) {
                number('t', micros(time));
            } else if (value instanceof Boolean flag) {
                number('b', flag ? 1 : 0);
            } else if (value instanceof Double number) {
                number('d', Double.doubleToLongBits(number));
            } else if (value instanceof ByteBuffer some) {
                ByteBuffer copy = some.duplicate();
                begin('x', copy.remaining()).put(copy);
            } else if (value instanceof Record fields) {
                begin('r', 0);
                put(fields);
                begin('e', 0);
            } else {
                throw new IllegalStateException("Cannot digest the column " + column + ": no table of a lake has a "
                        + value.getClass().getSimpleName());
            }
        }

        private static long micros(LocalDateTime time) {
            return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
        }

        private void number(char kind, long value) {
            begin(kind, Long.BYTES).putLong(value);
        }

        private void text(char kind, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            begin(kind, utf8.length).put(utf8);
        }

        // The length precedes each part, so that no two rows are the same bytes.
        private ByteBuffer begin(char kind, int length) {
            int need = length + Integer.BYTES + 1;
            if (bytes.remaining() < need) {
                bytes = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + need))
                        .put(bytes.flip());
            }
            return bytes.put((byte) kind).putInt(length);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Cannot digest rows: this Java runtime has no SHA-256", e);
            }
        }
    }
}
