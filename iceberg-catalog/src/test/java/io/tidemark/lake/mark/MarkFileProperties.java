package io.tidemark.lake.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.Gap;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any mark is written and read again; any one member that is gone, added or of another kind makes it none. */
class MarkFileProperties {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = new Random(SEED);

    private Mark some() {
        return new Mark(
                text(),
                new Mark.Origin(time(), text(), random.nextBoolean()),
                new Mark.Commit(text(), random.nextInt(), random.nextLong(), time(), maybeText()),
                new Mark.Source(text(), random.nextInt(), offsets()),
                tables(),
                new Mark.Proof(maybeText(), random.nextLong(), gaps()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> "\"\\/{}[]".codePointAt(random.nextInt(7));
                        case 2 -> 0x1F600 + random.nextInt(40);
                        case 3 -> 0x2028;
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private @Nullable String maybeText() {
        return random.nextBoolean() ? null : text();
    }

    private Instant time() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private List<NextOffset> offsets() {
        List<NextOffset> offsets = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            offsets.add(new NextOffset(random.nextInt(), random.nextInt(), random.nextLong()));
        }
        return offsets;
    }

    private List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long start = random.nextInt();
            gaps.add(new Gap(random.nextInt(), random.nextInt(), new OffsetRange(start, start + random.nextInt(99))));
        }
        return gaps;
    }

    private Map<LakeTable, TableMark> tables() {
        Map<LakeTable, TableMark> tables = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.all()) {
            // A lake that never had a correction, or a release that knew none, has no table of them.
            if (table.isOfPipeline() || random.nextBoolean()) {
                tables.put(table, table(table));
            }
        }
        return tables;
    }

    private TableMark table(LakeTable table) {
        long records = random.nextLong();
        boolean digest = table == LakeTable.IDENTITIES || table == LakeTable.MERGE_IDS;
        return new TableMark(
                text(),
                random.nextLong(),
                text(),
                random.nextInt(),
                records,
                digest
                        ? new TableMark.Contents(
                                new RowsDigest(records, random.nextLong(), random.nextLong()), random.nextLong())
                        : null);
    }

    private static Mark read(String text) {
        return MarkReader.read("marks/some.json", text);
    }

    @Test
    void anyMarkIsReadAsItWasWrittenAndWrittenTheSameAgain() {
        System.out.println("MarkFileProperties: replay with -Dseed=" + SEED);
        for (int round = 0; round < 500; round++) {
            Mark mark = some();
            String text = MarkFile.write(mark);
            assertThat(read(text)).as("seed %d", SEED).isEqualTo(mark);
            assertThat(MarkFile.write(read(text))).as("seed %d", SEED).isEqualTo(text);
            assertThat(text).endsWith("}\n");
        }
    }

    /** Every object of the file with its path, and what is done to each of its members. */
    private void everyMember(String text, BiConsumer<String, ObjectNode> visit) {
        walk("", tree(text), visit);
    }

    private static void walk(String path, JsonNode node, BiConsumer<String, ObjectNode> visit) {
        if (node instanceof ObjectNode object) {
            visit.accept(path, object);
        }
        node.properties().forEach(member -> walk(path + "/" + member.getKey(), member.getValue(), visit));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "/" + i, node.get(i), visit);
            }
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("A mark is JSON", e);
        }
    }

    private static ObjectNode at(JsonNode whole, String path) {
        return (ObjectNode) whole.at(path);
    }

    private static String full() {
        Mark mark = SomeMark.named("half", SomeMark.NOON, true);
        Map<LakeTable, TableMark> tables = new EnumMap<>(mark.tables());
        tables.put(LakeTable.IDENTITY_OVERRIDES, new TableMark("uuid", 7, "metadata", 0, 3, null));
        return MarkFile.write(new Mark("half", mark.origin(), mark.commit(), mark.source(), tables, mark.proof()));
    }

    private static void refuses(String what, JsonNode changed, String why) {
        assertThatThrownBy(() -> read(changed.toString()))
                .as(what)
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("marks/some.json")
                .hasMessageContaining(why);
    }

    @Test
    void withoutAnyOneMemberItIsNoMark() {
        String text = full();
        everyMember(text, (path, object) -> object.fieldNames().forEachRemaining(name -> {
            JsonNode changed = tree(text);
            at(changed, path).remove(name);
            if (name.equals("identity_overrides")) {
                assertThat(read(changed.toString()).tables()).hasSize(6);
            } else {
                refuses(path + " without " + name, changed, "the member '" + name + "' is missing");
            }
        }));
    }

    @Test
    void withAMemberMoreAnywhereItIsNoMark() {
        String text = full();
        List<String> seen = new ArrayList<>();
        everyMember(text, (path, object) -> {
            JsonNode changed = tree(text);
            at(changed, path).put("later", 1);
            refuses(path + " with more", changed, "the member 'later' is unknown");
            seen.add(path);
        });
        assertThat(seen).contains("", "/offsets/1", "/tables", "/tables/merge_ids", "/gaps/0");
    }

    @Test
    void withAMemberOfAnotherKindAnywhereItIsNoMark() {
        String text = full();
        everyMember(text, (path, object) -> object.properties().forEach(member -> {
            JsonNode changed = tree(text);
            boolean flag = member.getValue().isBoolean();
            if (flag) {
                at(changed, path).put(member.getKey(), 1);
            } else {
                at(changed, path).put(member.getKey(), true);
            }
            refuses(
                    path + "/" + member.getKey(),
                    changed,
                    member.getValue().isObject()
                            ? "an object was expected"
                            : "the member '" + member.getKey() + "' is not");
        }));
    }

    @Test
    void onlyWhatMayBeUnknownMayBeNull() {
        String text = full();
        everyMember(text, (path, object) -> object.fieldNames().forEachRemaining(name -> {
            JsonNode changed = tree(text);
            at(changed, path).putNull(name);
            if (name.equals("retained_checkpoint") || name.equals("checked_since")) {
                assertThat(read(changed.toString())).isNotNull();
            } else {
                assertThatThrownBy(() -> read(changed.toString()))
                        .as("%s/%s", path, name)
                        .isInstanceOf(LakeFailure.class);
            }
        }));
    }

    @Test
    void aNumberIsWholeAndFits() {
        String text = full();
        for (String number : List.of("1.0", "1e3", "9223372036854775808", "\"1\"", "\"\"")) {
            assertThatThrownBy(() -> read(text.replace("\"checked_records\" : 412", "\"checked_records\" : " + number)))
                    .as(number)
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("'checked_records' is not a whole number");
        }
        for (String number : List.of("1.0", "2147483648", "-2147483649")) {
            assertThatThrownBy(() -> read(text.replace("\"epoch\" : 2", "\"epoch\" : " + number)))
                    .as(number)
                    .isInstanceOf(LakeFailure.class)
                    .hasMessageContaining("'epoch' is not a small whole number");
        }
        assertThat(read(text.replace("\"checked_records\" : 412", "\"checked_records\" : 9223372036854775807"))
                        .proof()
                        .records())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aMemberThatIsThereTwiceIsNotChosenFrom() {
        String text = full();
        assertThatThrownBy(() -> read(text.replace("\"epoch\" : 2,", "\"epoch\" : 2, \"epoch\" : 3,")))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("it is no JSON");
    }

    @Test
    void whatNoRangeOrHashIsIsNoMark() {
        String text = full();
        assertThatThrownBy(() -> read(text.replace("\"start\" : 5", "\"start\" : 7")))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("before its start 7");
        String hash = SomeMark.named("half", SomeMark.NOON, true)
                .table(LakeTable.IDENTITIES)
                .contents()
                .rows()
                .hash();
        assertThatThrownBy(() -> read(text.replace(hash, "0" + hash)))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("32 hexadecimal digits");
        assertThatThrownBy(() -> read(text.replace(hash, "z" + hash.substring(1))))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("marks/some.json");
    }

    /** The file of a release before corrections, as it was written then. */
    @Test
    void aMarkOfAReleaseBeforeCorrectionsIsRead() {
        String text = MarkFile.write(SomeMark.named("half", SomeMark.NOON, true));
        assertThat(text).doesNotContain("identity_overrides");
        assertThat(read(text).tables().keySet()).containsExactlyElementsOf(LakeTable.pipeline());
        assertThat(text).isEqualTo("""
                {
                  "format" : 1,
                  "name" : "half",
                  "created_at" : "2026-01-04T12:01:00.123Z",
                  "note" : "before the \\"big\\" deploy\\n",
                  "scheduled" : true,
                  "environment" : "staging",
                  "epoch" : 2,
                  "checkpoint_id" : 41,
                  "committed_at" : "2026-01-04T12:00:00.123Z",
                  "retained_checkpoint" : null,
                  "topic" : "events.raw",
                  "ingest_epoch" : 1,
                  "offsets" : [ {
                    "ingest_epoch" : 1,
                    "partition" : 0,
                    "next_offset" : 500
                  }, {
                    "ingest_epoch" : 1,
                    "partition" : 3,
                    "next_offset" : 7
                  } ],
                  "tables" : {
                    "events" : {
                      "uuid" : "uuid-of-events",
                      "snapshot_id" : 9223372036854775807,
                      "metadata_location" : "s3a://lake/events/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 100
                    },
                    "duplicates" : {
                      "uuid" : "uuid-of-duplicates",
                      "snapshot_id" : 9223372036854775806,
                      "metadata_location" : "s3a://lake/duplicates/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 101
                    },
                    "throttled" : {
                      "uuid" : "uuid-of-throttled",
                      "snapshot_id" : 9223372036854775805,
                      "metadata_location" : "s3a://lake/throttled/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 102
                    },
                    "dead_letters" : {
                      "uuid" : "uuid-of-dead_letters",
                      "snapshot_id" : 9223372036854775804,
                      "metadata_location" : "s3a://lake/dead_letters/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 103
                    },
                    "identities" : {
                      "uuid" : "uuid-of-identities",
                      "snapshot_id" : 9223372036854775803,
                      "metadata_location" : "s3a://lake/identities/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 104,
                      "rows_digest" : "ffffffffffffffff0000000000000002",
                      "ids" : 99
                    },
                    "merge_ids" : {
                      "uuid" : "uuid-of-merge_ids",
                      "snapshot_id" : 9223372036854775802,
                      "metadata_location" : "s3a://lake/merge_ids/metadata/00007.json",
                      "schema_id" : 0,
                      "records" : 105,
                      "rows_digest" : "ffffffffffffffff0000000000000002",
                      "ids" : 99
                    }
                  },
                  "checked_since" : "earlier",
                  "checked_records" : 412,
                  "gaps" : [ {
                    "ingest_epoch" : 1,
                    "partition" : 3,
                    "start" : 5,
                    "end" : 6
                  } ]
                }
                """);
    }
}
