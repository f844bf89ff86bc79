package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsDigestTest {
    private static final OffsetDateTime TIME = OffsetDateTime.of(2016, 1, 4, 10, 0, 0, 123_000_000, ZoneOffset.UTC);

    @Test
    void theOrderOfRowsDoesNotMatter() {
        assertThat(digest(merge(1, "a"), merge(2, "b"), merge(3, "c")))
                .isEqualTo(digest(merge(3, "c"), merge(1, "a"), merge(2, "b")));
    }

    @Test
    void aRowMoreARowTwiceAndAnotherValueAreSeen() {
        RowsDigest digest = digest(merge(1, "a"), merge(2, "b"));

        assertThat(Stream.of(
                        digest(merge(1, "a")),
                        digest(merge(1, "a"), merge(2, "b"), merge(2, "b")),
                        digest(merge(1, "a"), merge(2, "c")),
                        digest(merge(1, "b"), merge(2, "a"))))
                .doesNotContain(digest)
                .extracting(RowsDigest::hash)
                .doesNotContain(digest.hash());
    }

    @Test
    void aValueDoesNotWanderFromOneColumnToTheNext() {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "a", Types.StringType.get()),
                Types.NestedField.optional(2, "b", Types.StringType.get()));

        assertThat(digest(GenericRecord.create(schema).copy("a", "xy", "b", "z")))
                .isNotEqualTo(digest(GenericRecord.create(schema).copy("a", "x", "b", "yz")));
        assertThat(digest(GenericRecord.create(schema).copy("a", "x")))
                .isNotEqualTo(digest(GenericRecord.create(schema).copy("b", "x")));
    }

    @Test
    void aColumnThatIsAddedLaterAndIsNullChangesNothing() {
        Schema before = new Schema(Types.NestedField.optional(1, "a", Types.StringType.get()));
        Schema after = new Schema(
                Types.NestedField.optional(1, "a", Types.StringType.get()),
                Types.NestedField.optional(2, "b", Types.StringType.get()));

        assertThat(digest(GenericRecord.create(after).copy("a", "x")))
                .isEqualTo(digest(GenericRecord.create(before).copy("a", "x")));
    }

    @Test
    void aColumnWithFieldsCountsByItsFields() {
        Schema schema = LakeTable.EVENTS.schema().select("kafka_offset", "released_from");
        Record one = place(schema, 1, 7L);
        assertThat(digest(GenericRecord.create(schema).copy("kafka_offset", 7L, "released_from", one)))
                .isEqualTo(digest(
                        GenericRecord.create(schema).copy("kafka_offset", 7L, "released_from", place(schema, 1, 7L))))
                .isNotEqualTo(digest(
                        GenericRecord.create(schema).copy("kafka_offset", 7L, "released_from", place(schema, 1, 8L))))
                .isNotEqualTo(digest(
                        GenericRecord.create(schema).copy("kafka_offset", 7L, "released_from", place(schema, 2, 7L))))
                .isNotEqualTo(digest(GenericRecord.create(schema).copy("kafka_offset", 7L)))
                .isNotEqualTo(digest(GenericRecord.create(schema).copy("released_from", one)));
    }

    @Test
    void aFieldDoesNotWanderOutOfItsColumn() {
        Types.NestedField b = Types.NestedField.optional(3, "b", Types.LongType.get());
        Types.NestedField outer = Types.NestedField.optional(4, "b", Types.LongType.get());
        Schema schema = new Schema(Types.NestedField.optional(1, "a", Types.StructType.of(b)), outer);
        Types.StructType inside = schema.findField("a").type().asStructType();
        Record full = GenericRecord.create(inside).copy("b", 1L);
        Record empty = GenericRecord.create(inside);
        assertThat(Stream.of(
                        digest(GenericRecord.create(schema).copy("a", full)),
                        digest(GenericRecord.create(schema).copy("a", empty, "b", 1L)),
                        digest(GenericRecord.create(schema).copy("a", empty)),
                        digest(GenericRecord.create(schema).copy("b", 1L)),
                        digest(GenericRecord.create(schema))))
                .doesNotHaveDuplicates();
    }

    private static Record place(Schema schema, int partition, long offset) {
        return GenericRecord.create(schema.findField("released_from").type().asStructType())
                .copy("ingest_epoch", 1, "kafka_partition", partition, "kafka_offset", offset);
    }

    @Test
    void partsAddUpAndTakenAwayLeaveTheRest() {
        Record[] rows = Stream.iterate(0L, i -> i + 1)
                .limit(200)
                .map(i -> merge(i, "uuid " + i))
                .toArray(Record[]::new);
        RowsDigest sum = Stream.of(rows).map(RowsDigestTest::digest).reduce(RowsDigest.EMPTY, RowsDigest::plus);

        assertThat(sum).isEqualTo(digest(rows));
        for (Record row : rows) {
            sum = sum.minus(digest(row));
        }
        assertThat(sum).isEqualTo(RowsDigest.EMPTY);
    }

    @Test
    void itIsWrittenAsTextAndReadAgain() {
        RowsDigest digest = digest(merge(1, "a"), merge(2, "b"));

        assertThat(digest.hash()).matches("[0-9a-f]{32}");
        assertThat(RowsDigest.parse(2, digest.hash())).isEqualTo(digest);
        assertThat(RowsDigest.parse(0, RowsDigest.EMPTY.hash())).isEqualTo(RowsDigest.EMPTY);
        assertThatThrownBy(() -> RowsDigest.parse(1, "00")).hasMessageContaining("32 hexadecimal digits");
    }

    @Test
    void theFilesInWhichRowsLieDoNotMatter(@TempDir Path directory) {
        Map<String, Object> first = row(1, "a");
        Map<String, Object> second = row(2, "b");
        try (TestLake one = new TestLake(directory.resolve("one"));
                TestLake two = new TestLake(directory.resolve("two"))) {
            one.checkpoint(1, 1, LakeTable.MERGE_IDS, List.of(first, second));
            two.checkpoint(1, 1, LakeTable.MERGE_IDS, List.of(second));
            two.checkpoint(1, 2, LakeTable.MERGE_IDS, List.of(first));

            assertThat(ofHead(two)).isEqualTo(ofHead(one)).isEqualTo(digest(merge(1, "a"), merge(2, "b")));
            Table table = one.lake().table(LakeTable.IDENTITIES);
            assertThat(RowsDigest.of(table, null)).isEqualTo(RowsDigest.EMPTY);
        }
    }

    private static RowsDigest ofHead(TestLake lake) {
        Table table = lake.lake().table(LakeTable.MERGE_IDS);
        return RowsDigest.of(table, table.currentSnapshot().snapshotId());
    }

    private static RowsDigest digest(Record... rows) {
        RowsDigest.Accumulator accumulator = new RowsDigest.Accumulator();
        Stream.of(rows).forEach(accumulator::add);
        return accumulator.digest();
    }

    private static Record merge(long offset, String uuid) {
        return GenericRecord.create(LakeTable.MERGE_IDS.schema()).copy(row(offset, uuid));
    }

    private static Map<String, Object> row(long offset, String uuid) {
        return Map.of(
                "project_id",
                "default",
                "amplitude_id",
                1L,
                "merged_amplitude_id",
                2L,
                "merge_event_time",
                TIME,
                "merge_server_time",
                TIME,
                "cause_uuid",
                uuid,
                "rule_version",
                1,
                "ingest_epoch",
                1,
                "kafka_partition",
                0,
                "kafka_offset",
                offset);
    }
}
