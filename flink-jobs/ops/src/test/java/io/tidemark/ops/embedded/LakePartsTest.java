package io.tidemark.ops.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.SqliteFile;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.rules.seeded.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a lake's directory: which may be missing, which may not, and what is said of each. */
class LakePartsTest {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectories(directory.toRealPath().resolve("lake"));
    }

    @Test
    void aDirectoryThatWasNeverWrittenToIsWhole() {
        assertThatCode(() -> LakeHome.require(root)).doesNotThrowAnyException();
        assertThatCode(() -> LostParts.refuseLostState(root)).doesNotThrowAnyException();
        assertThatCode(() -> LostParts.requireLog(root, LakeState.fresh("events.raw", 4)))
                .doesNotThrowAnyException();
    }

    @Test
    void aLakeWhereItWasMadeIsWholeAlsoUnderAnotherName() throws Exception {
        catalog(root, root);
        written(root);
        LakeHome.require(root);
        Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), root);

        assertThatCode(() -> LakeHome.require(link)).doesNotThrowAnyException();
    }

    /** A copy would write into the original's tables: both paths are named, and the original is to be used. */
    @Test
    void aCopyIsRefusedWithBothPaths() throws Exception {
        Path original = Files.createDirectories(root.resolveSibling("original"));
        Files.writeString(original.resolve(LakeStateFile.NAME), "format=1");
        catalog(root, original);

        assertThatThrownBy(() -> LakeHome.require(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("it is a copy")
                .hasMessageContaining("Use the lake in " + original);
    }

    @Test
    void aLakeThatWasMovedIsRefusedWithTheWayBack() throws Exception {
        Path before = root.resolveSibling("before");
        catalog(root, before);

        assertThatThrownBy(() -> LakeHome.requireMadeHere(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it was moved")
                .hasMessageContaining("Use the lake in " + before + ": move it back there")
                .hasMessageContaining("symbolic link");
    }

    @Test
    void aCatalogThatIsGoneOrEmptyIsLostOnlyWhereTablesWereWrittenTo() throws Exception {
        Files.createDirectories(root.resolve("warehouse/tidemark/events/metadata"));
        LakeHome.require(root);
        written(root);

        assertThatThrownBy(() -> LakeHome.require(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(root.resolve("catalog.db") + " is gone")
                .hasMessageContaining("tidemark undrop --lake " + root + " --all");
        catalog(root);
        assertThatThrownBy(() -> LakeHome.require(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("names none of its tables");
        assertThatCode(() -> LakeHome.requireMadeHere(root)).doesNotThrowAnyException();
    }

    @Test
    void aCatalogThatCannotBeReadIsAnotherTroubleThanALostOne() throws IOException {
        written(root);
        Files.writeString(root.resolve("catalog.db"), "this is no database, however long it may be ".repeat(100));

        assertThatCode(() -> LakeHome.require(root)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "snap-1-1-a.avro, true",
        "snap-1.avro, true",
        "snap-1.parquet, false",
        "00000-a.metadata.json, false",
        "x-snap-1.avro, false"
    })
    void onlyAFileOfASnapshotTellsThatATableWasWrittenTo(String name, boolean written) throws IOException {
        Path metadata = Files.createDirectories(root.resolve("warehouse/tidemark/events/metadata"));
        Files.writeString(metadata.resolve(name), "x");

        assertThat(LakeHome.hasTablesThatWereWrittenTo(root)).isEqualTo(written);
    }

    @Test
    void aLakeWithoutItsStateIsToldHowToWriteItAgainFromItsLog() throws Exception {
        catalog(root, root);
        written(root);
        log(root, "clicks", 3);

        assertThatThrownBy(() -> LostParts.refuseLostState(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has lost its lake.properties")
                .hasMessageContaining("printf 'format=1\\ntopic=clicks\\npartitions=3\\nepoch=1\\ndone=false\\n"
                        + "end-offsets=\\n' > '" + root.resolve("lake.properties") + "'");
    }

    @Test
    void ofTwoTopicsNoneIsGuessed() throws Exception {
        catalog(root, root);
        written(root);
        log(root, "clicks", 1);
        log(root, "events.raw", 2);

        assertThatThrownBy(() -> LostParts.refuseLostState(root))
                .hasMessageContaining("Bring the file back from a copy.")
                .hasMessageNotContaining("printf");
    }

    @Test
    void aLakeWithoutAPartitionOfItsLogTakesNothingMoreOnceItWasWrittenTo() throws Exception {
        log(root, "events.raw", 2);
        LakeState state = LakeState.fresh("events.raw", 3);
        LostParts.requireLog(root, state);
        written(root);

        assertThatThrownBy(() -> LostParts.requireLog(root, state))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("events.raw-2")
                .hasMessageContaining("offset 0")
                .hasMessageContaining("Bring the directory " + root.resolve("kafka") + " back from a copy");
        assertThatCode(() -> LostParts.requireLog(root, LakeState.fresh("events.raw", 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void theStateIsReadAsItWasWritten() {
        Seeds.forEach(20, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            TreeMap<Integer, Long> ends = new TreeMap<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                ends.put(random.nextInt(16), random.nextLong(Long.MAX_VALUE));
            }
            LakeState state = new LakeState(
                    "topic-" + seed, 1 + random.nextInt(16), 1 + random.nextInt(9), random.nextBoolean(), ends);
            try {
                LakeStateFile.write(root, state);
                assertThat(LakeStateFile.read(root)).isEqualTo(state);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(root.resolve(LakeStateFile.BEING_WRITTEN)).doesNotExist();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic", "partitions", "epoch", "done", "end-offsets", "format"})
    void aStateThatLacksAKeyIsNamedWithIt(String key) throws IOException {
        LakeStateFile.write(root, LakeState.fresh("events.raw", 4));
        Path file = root.resolve(LakeStateFile.NAME);
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^" + key + "=.*$", ""));

        assertThatThrownBy(() -> LakeStateFile.read(root))
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(key + " is missing");
    }

    @Test
    void aStateOfALaterFormatIsLeftAlone() throws IOException {
        Path file = Files.writeString(root.resolve(LakeStateFile.NAME), "format=2\n");

        assertThatThrownBy(() -> LakeStateFile.read(root))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("the version of Tidemark that made it");
        assertThat(file).hasContent("format=2");
    }

    @Test
    void aRunChangesOnlyWhetherTheLastWordIsSaid() {
        TreeMap<Integer, Long> ends = new TreeMap<>(java.util.Map.of(0, 7L));
        LakeState done = LakeState.fresh("t", 4).done(ends);
        ends.put(1, 9L);

        assertThat(done).isEqualTo(new LakeState("t", 4, 1, true, new TreeMap<>(java.util.Map.of(0, 7L))));
        assertThat(done.running()).isEqualTo(new LakeState("t", 4, 1, false, done.endOffsets()));
    }

    @Test
    void whatWasOpenedIsClosedFromTheLastToTheFirstEvenIfOneDoesNotClose() {
        List<String> closed = new ArrayList<>();
        try (Opened opened = new Opened()) {
            opened.add(() -> closed.add("first"));
            opened.add(() -> {
                throw new IllegalStateException("stuck");
            });
            opened.add(() -> closed.add("last"));
        }

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void whatWasHandedOverIsClosedByItsNewOwnerAlone() {
        List<String> closed = new ArrayList<>();
        Opened first = new Opened();
        first.add(() -> closed.add("one"));
        first.add(() -> closed.add("two"));
        try (Opened second = first.handOver()) {
            first.close();
            assertThat(closed).isEmpty();
            assertThat(second).isNotSameAs(first);
        }

        assertThat(closed).containsExactly("two", "one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "write failed: Disk quota exceeded",
                "[SQLITE_FULL] database or disk is full",
                "There is not enough space on the disk"
            })
    void aFullDiskIsToldByAnyCauseThatSaysSo(String message) {
        assertThat(Room.isMissing(root, new RuntimeException("outer", new IOException(message))))
                .isTrue();
        assertThat(Room.isMissing(root, new RuntimeException("outer", new IOException("connection refused"))))
                .isFalse();
    }

    private static void catalog(Path lake, Path... made) throws SQLException {
        try (Connection catalog = DriverManager.getConnection(new SqliteFile(lake.resolve("catalog.db")).uri());
                Statement statement = catalog.createStatement()) {
            statement.execute("CREATE TABLE iceberg_tables (table_namespace TEXT, metadata_location TEXT)");
            try (PreparedStatement insert = catalog.prepareStatement("INSERT INTO iceberg_tables VALUES (?, ?)")) {
                for (Path each : made) {
                    insert.setString(1, "tidemark");
                    insert.setString(2, each + "/warehouse/tidemark/events/metadata/00000-a.metadata.json");
                    insert.execute();
                }
            }
        }
    }

    private static void written(Path lake) throws IOException {
        Path metadata = Files.createDirectories(lake.resolve("warehouse/tidemark/events/metadata"));
        Files.writeString(metadata.resolve("snap-1-1-a.avro"), "x");
    }

    private static void log(Path lake, String topic, int partitions) throws IOException {
        for (int partition = 0; partition < partitions; partition++) {
            Files.createDirectories(
                    BrokerStorage.in(lake.resolve("kafka")).data().resolve(topic + "-" + partition));
        }
    }
}
