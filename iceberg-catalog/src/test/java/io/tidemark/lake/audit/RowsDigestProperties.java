package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** The digest beside a model of big numbers; and as earlier marks have written it down. */
class RowsDigestProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "text", Types.StringType.get()),
            Types.NestedField.optional(2, "number", Types.LongType.get()),
            Types.NestedField.optional(3, "small", Types.IntegerType.get()),
            Types.NestedField.optional(4, "at", Types.TimestampType.withZone()),
            Types.NestedField.optional(5, "local", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(6, "flag", Types.BooleanType.get()),
            Types.NestedField.optional(7, "decimal", Types.DoubleType.get()),
            Types.NestedField.optional(8, "bytes", Types.BinaryType.get()),
            Types.NestedField.optional(
                    9,
                    "place",
                    Types.StructType.of(
                            Types.NestedField.optional(10, "text", Types.StringType.get()),
                            Types.NestedField.optional(11, "offset", Types.LongType.get()))));

    private final Random random = new Random(SEED);

    private static RowsDigest digest(List<Record> rows) {
        RowsDigest.Accumulator accumulator = new RowsDigest.Accumulator();
        rows.forEach(accumulator::add);
        return accumulator.digest();
    }

    private Record row() {
        Record row = GenericRecord.create(SCHEMA);
        maybe(row, "text", "ä€ " + random.nextInt(50));
        maybe(row, "number", random.nextLong());
        maybe(row, "small", random.nextInt());
        Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
        maybe(row, "at", time.atOffset(ZoneOffset.ofHours(random.nextInt(5) - 2)));
        maybe(row, "local", LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        maybe(row, "flag", random.nextBoolean());
        maybe(row, "decimal", random.nextGaussian());
        // Now and then larger than the buffer that every row begins with.
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 9_000 : 40)];
        random.nextBytes(bytes);
        maybe(row, "bytes", ByteBuffer.wrap(bytes));
        Record place = GenericRecord.create(SCHEMA.findField("place").type().asStructType());
        maybe(place, "text", "o " + random.nextInt(50));
        maybe(place, "offset", random.nextLong());
        maybe(row, "place", place);
        return row;
    }

    private void maybe(Record row, String column, Object value) {
        if (random.nextInt(4) > 0) {
            row.setField(column, value);
        }
    }

    /** The same once more, written down with the means of Java alone. */
    private static BigInteger model(List<Record> rows) {
        BigInteger sum = BigInteger.ZERO;
        for (Record row : rows) {
            sum = sum.add(new BigInteger(1, Arrays.copyOf(sha(bytes(row)), 16)));
        }
        return sum.mod(MODULUS);
    }

    private static byte[] bytes(Record row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            fields(out, row);
        } catch (IOException e) {
            throw new AssertionError("Memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static void fields(DataOutputStream out, Record row) throws IOException {
        for (Types.NestedField column : row.struct().fields()) {
            Object value = row.getField(column.name());
            if (value != null) {
                part(out, 'c', column.name().getBytes(StandardCharsets.UTF_8));
                value(out, value);
            }
        }
    }

    private static void value(DataOutputStream out, Object value) throws IOException {
        if (value instanceof String text) {
            part(out, 's', text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Long number) {
            part(out, 'l', number(number));
        } else if (value instanceof Integer number) {
            part(out, 'i', number(number));
        } else if (value instanceof OffsetDateTime time) {
            part(out, 't', number(micros(time.toInstant())));
        } else if (value instanceof LocalDateTime time) {
            part(out, 't', number(micros(time.toInstant(ZoneOffset.UTC))));
        } else if (value instanceof Boolean flag) {
            part(out, 'b', number(flag ? 1 : 0));
        } else if (value instanceof Double number) {
            part(out, 'd', number(Double.doubleToLongBits(number)));
        } else if (value instanceof Record fields) {
            part(out, 'r', new byte[0]);
            fields(out, fields);
            part(out, 'e', new byte[0]);
        } else {
            part(out, 'x', ((ByteBuffer) value).array());
        }
    }

    private static void part(DataOutputStream out, char kind, byte[] content) throws IOException {
        out.writeByte(kind);
        out.writeInt(content.length);
        out.write(content);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static byte[] sha(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    @Test
    void theDigestIsTheSumOfTheHashesOfTheRows() {
        System.out.println("RowsDigestProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 200; round++) {
            List<Record> rows = new ArrayList<>();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                rows.add(row());
            }
            RowsDigest digest = digest(rows);
            assertThat(digest.rows()).as("seed %d", SEED).isEqualTo(count);
            assertThat(new BigInteger(digest.hash(), 16)).as("seed %d", SEED).isEqualTo(model(rows));
            Collections.shuffle(rows, random);
            assertThat(digest(rows)).as("seed %d", SEED).isEqualTo(digest);
        }
    }

    @Test
    void addingAndTakingAwayIsThatOfNumbersOf128Bits() {
        System.out.println("RowsDigestProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 5_000; round++) {
            RowsDigest one = some();
            RowsDigest two = some();
            assertThat(number(one.plus(two)))
                    .as("seed %d: %s + %s", SEED, one, two)
                    .isEqualTo(number(one).add(number(two)).mod(MODULUS));
            assertThat(number(one.minus(two)))
                    .as("seed %d: %s - %s", SEED, one, two)
                    .isEqualTo(number(one).subtract(number(two)).mod(MODULUS));
            assertThat(one.plus(two).minus(two)).isEqualTo(one);
            assertThat(one.plus(two)).isEqualTo(two.plus(one));
            assertThat(one.plus(RowsDigest.EMPTY)).isEqualTo(one);
            assertThat(RowsDigest.parse(one.rows(), one.hash())).isEqualTo(one);
        }
    }

    private RowsDigest some() {
        return new RowsDigest(random.nextInt(1_000), edge(), edge());
    }

    private long edge() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            case 3 -> 1;
            default -> random.nextLong();
        };
    }

    private static BigInteger number(RowsDigest digest) {
        return new BigInteger(digest.hash(), 16);
    }

    /** Marks of earlier releases have digests: what they were computed from gives the same for ever. */
    @Test
    void theDigestOfAKnownRowIsTheOneThatMarksHaveWrittenDown() {
        Record row = GenericRecord.create(SCHEMA);
        row.setField("text", "Zoë");
        row.setField("number", 42L);
        row.setField("small", -7);
        row.setField("at", OffsetDateTime.of(2016, 1, 4, 12, 0, 0, 123_456_000, ZoneOffset.ofHours(2)));
        row.setField("local", LocalDateTime.of(1969, 12, 31, 23, 59, 59));
        row.setField("flag", true);
        row.setField("decimal", -0.0);
        row.setField("bytes", ByteBuffer.wrap(new byte[] {0, 1, -1}));
        assertThat(digest(List.of(row)).hash()).isEqualTo("3ba1437b6e00134ec609a19ce276a6f8");
    }

    @Test
    void theSameTimeInAnotherZoneIsTheSameValue() {
        Record utc = GenericRecord.create(SCHEMA);
        utc.setField("at", OffsetDateTime.of(2016, 1, 4, 10, 0, 0, 0, ZoneOffset.UTC));
        Record elsewhere = GenericRecord.create(SCHEMA);
        elsewhere.setField("at", OffsetDateTime.of(2016, 1, 4, 13, 0, 0, 0, ZoneOffset.ofHours(3)));
        assertThat(digest(List.of(elsewhere))).isEqualTo(digest(List.of(utc)));
    }

    @Test
    void bytesAreReadAndNotMoved() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9});
        bytes.position(1).limit(4);
        Record part = GenericRecord.create(SCHEMA);
        part.setField("bytes", bytes);
        Record whole = GenericRecord.create(SCHEMA);
        whole.setField("bytes", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(digest(List.of(part))).isEqualTo(digest(List.of(whole)));
        assertThat(bytes.remaining()).isEqualTo(3);
    }

    @Test
    void oneRowAfterAnotherLeavesNothingOfTheFirst() {
        Record large = GenericRecord.create(SCHEMA);
        large.setField("bytes", ByteBuffer.wrap(new byte[5_000]));
        Record small = GenericRecord.create(SCHEMA);
        small.setField("small", 1);
        RowsDigest.Accumulator accumulator = new RowsDigest.Accumulator();
        RowsDigest before = accumulator.of(small);
        RowsDigest other = accumulator.of(large);
        assertThat(accumulator.of(small)).isEqualTo(before).isNotEqualTo(other);
        assertThat(accumulator.digest()).as("looked at, and not taken").isEqualTo(RowsDigest.EMPTY);
    }

    @Test
    void aValueThatNoTableOfALakeHasIsNotGuessedAt() {
        Schema schema = new Schema(Types.NestedField.optional(1, "uuid", Types.UUIDType.get()));
        Record row = GenericRecord.create(schema);
        row.setField("uuid", new UUID(1, 2));
        assertThatThrownBy(() -> digest(List.of(row)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the column uuid")
                .hasMessageContaining("UUID");
    }

    @Test
    void aHashIs32HexadecimalDigits() {
        for (String wrong : List.of("", "0".repeat(31), "0".repeat(33))) {
            assertThatThrownBy(() -> RowsDigest.parse(1, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not " + wrong.length());
        }
        assertThatThrownBy(() -> RowsDigest.parse(1, "g".repeat(32))).isInstanceOf(IllegalArgumentException.class);
        assertThat(RowsDigest.parse(1, "f".repeat(32))).isEqualTo(new RowsDigest(1, -1, -1));
    }
}
