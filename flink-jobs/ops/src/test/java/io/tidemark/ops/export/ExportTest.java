package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.archive.ArchiveReader;
import io.tidemark.ops.archive.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of lakes whose rows lie in files in any order, at times of the test's choice. */
class ExportTest {
    private static final Instant START = Instant.parse("2025-07-01T22:00:00Z");
    private static final Instant FAR = START.plus(Duration.ofDays(365));
    private static final Export.Limits LIMITS = new Export.Limits(30_000, 40);

    @TempDir
    private Path directory;

    private Path target;
    private EventsLake lake;

    @BeforeEach
    void make() {
        lake = new EventsLake(directory.resolve("lake"));
        target = directory.resolve("out.zip");
    }

    @Test
    void hoursAndProjectsHaveFilesOfTheirOwnInTheOrderOfTheLog() throws IOException {
        fill(300);
        ExportResult result = export(all());

        assertThat(result.rows()).isEqualTo(300);
        assertThat(result.merges()).isEqualTo(2);
        // 60 an hour, every third of another project.
        assertThat(names())
                .startsWith(
                        "default_2025-07-01_22#0.json.gz",
                        "shop_2025-07-01_22#0.json.gz",
                        "default_2025-07-01_23#0.json.gz",
                        "shop_2025-07-01_23#0.json.gz",
                        "default_2025-07-02_0#0.json.gz")
                .hasSize((int) result.files() + 3);
        assertThat(result.hours()).isEqualTo(5);
        assertThat(lines("default_2025-07-02_0#0.json.gz")).hasSize(40).allSatisfy(line -> assertThat(line)
                .contains("\"server_upload_time\":\"2025-07-02 00:"));
        assertThat(lines(Merges.NAME))
                .first()
                .asString()
                .contains("\"amplitude_id\":7,\"amplitude_id_text\":\"7\",\"merged_amplitude_id\":3");
        assertThat(places(target)).isEqualTo(inLogOrder(300, offset -> true));
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    }

    @Test
    void aLargeHourIsCutIntoParts() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(EventsLake.event(0, i, START));
        }
        lake.append(LakeTable.EVENTS, rows);

        assertThat(export(all()).files()).isEqualTo(3);
        assertThat(names())
                .startsWith(
                        "default_2025-07-01_22#0.json.gz",
                        "default_2025-07-01_22#1.json.gz",
                        "default_2025-07-01_22#2.json.gz");
        assertThat(lines("default_2025-07-01_22#2.json.gz")).hasSize(20);
    }

    @Test
    void theTimeIsCutExactlyAndItsEndIsNotIncluded() throws IOException {
        fill(300);
        Instant from = START.plus(Duration.ofMinutes(10));
        Instant to = START.plus(Duration.ofMinutes(70));
        export(new ExportRequest(from, to, null, null, null));

        assertThat(places(target)).isEqualTo(inLogOrder(300, offset -> offset >= 10 && offset < 70));
    }

    @Test
    void oneProjectIsExportedAlone() throws IOException {
        fill(300);
        export(new ExportRequest(Instant.EPOCH, FAR, "shop", null, null));

        assertThat(places(target)).isEqualTo(inLogOrder(300, offset -> offset % 3 == 0));
    }

    @Test
    void peopleAreExportedUnderAllTheirIds() throws IOException {
        fill(300);
        // 7 and 8 were merged into 3; by any of the three the person is found.
        for (long id : new long[] {3, 7, 8}) {
            Files.deleteIfExists(target);
            ExportResult result = export(new ExportRequest(Instant.EPOCH, FAR, null, Cohort.of(id), null));
            assertThat(places(target))
                    .isEqualTo(inLogOrder(300, offset -> List.of(3L, 7L, 8L).contains(offset % 10)));
            assertThat(result.merges()).isEqualTo(2);
        }
        Files.deleteIfExists(target);
        assertThat(export(new ExportRequest(Instant.EPOCH, FAR, null, Cohort.of(5), null)))
                .extracting(ExportResult::rows, ExportResult::merges)
                .containsExactly(30L, 0L);
    }

    @Test
    void nothingToExportIsAWellFormedArchive() throws IOException {
        assertThat(export(all()).rows()).isZero();
        assertThat(places(target)).isEmpty();
        Files.delete(target);
        fill(60);
        try (Lake open = lake.open();
                Export export = Export.begin(
                        open, new ExportRequest(Instant.EPOCH, FAR, "~nobody", null, null), target, LIMITS)) {
            assertThat(export.plan().projectThere()).isFalse();
            export.run(export.plan(), rows -> {});
        }
        assertThat(places(target)).isEmpty();
        Files.delete(target);
        export(new ExportRequest(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "shop", null, null));
        assertThat(places(target)).isEmpty();
    }

    @Test
    void whatIsCutOffAnywhereGoesOnAndBecomesTheSameArchive() throws IOException {
        fill(600);
        byte[] whole = whole();
        for (int cut = 1; cut <= 600; cut += 97) {
            cutOffAfter(cut);
            if (cut + 97 > 600) {
                // What comes meanwhile is not of this moment.
                lake.append(LakeTable.EVENTS, List.of(EventsLake.event(1, 10_000, START)));
            }
            ExportResult result = export(all());
            assertThat(result.rows()).isEqualTo(600);
            assertThat(Files.readAllBytes(target)).as("cut off after %d", cut).isEqualTo(whole);
            Files.delete(target);
        }
    }

    @Test
    void aDayThatIsHalfFinishedGoesOnBehindItsLastFinishedHour() throws IOException {
        fill(300);
        byte[] whole = whole();
        // The first two hours are all of the first day.
        cutOffAfter(130);
        Path part = directory.resolve("out.zip.part");
        long day = Duration.between(Instant.EPOCH, START).toDays();
        long hour = Duration.between(Instant.EPOCH, START).toHours();
        assertThat(part.resolve(HourFiles.piece(hour) + ".note")).exists();
        Files.delete(part.resolve("day-" + day + ".note"));
        Files.delete(part.resolve(HourFiles.piece(hour + 1) + ".note"));
        Files.write(part.resolve("default_2025-07-01_23#0.json.gz"), new byte[] {1});

        assertThat(export(all()).rows()).isEqualTo(300);
        assertThat(Files.readAllBytes(target)).isEqualTo(whole);
    }

    @Test
    void anUnfinishedExportOfSomethingElseIsRefused() throws IOException {
        fill(100);
        cutOffAfter(50);

        assertThatThrownBy(() -> export(new ExportRequest(Instant.EPOCH, FAR, "shop", null, null)))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("unfinished export of something else", "project any", "delete the directory");
        assertThat(target).doesNotExist();
    }

    @Test
    void twoExportsToOneFileDoNotMeet() throws IOException {
        fill(10);
        try (Lake open = lake.open();
                Export first = Export.begin(open, all(), target, LIMITS)) {
            assertThat(first.plan().rowsAtMost()).isEqualTo(10);
            assertThatThrownBy(() -> export(all()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("in use by another export");
        }
        assertThat(export(all()).rows()).isEqualTo(10);
    }

    @Test
    void aMomentThatHasExpiredMeanwhileIsSaidSo() throws IOException {
        fill(100);
        cutOffAfter(50);
        Path plan = directory.resolve("out.zip.part/plan");
        Files.writeString(plan, Files.readString(plan).replaceAll("(?m)^(events \\S+) .*$", "$1 12345"));

        assertThatThrownBy(() -> export(all()))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContainingAll("the snapshot has expired meanwhile", "out.zip.part", "--as-of");
    }

    private byte[] whole() throws IOException {
        export(all());
        byte[] whole = Files.readAllBytes(target);
        Files.delete(target);
        return whole;
    }

    private void cutOffAfter(int rows) {
        assertThatThrownBy(() -> {
                    try (Lake open = lake.open();
                            Export export = Export.begin(open, all(), target, LIMITS)) {
                        export.run(export.plan(), read -> {
                            if (read == rows) {
                                throw new LakeFailure("cut", "cut", "cut", null);
                            }
                        });
                    }
                })
                .isInstanceOf(LakeFailure.class);
        assertThat(target).doesNotExist();
    }

    /** One a minute, by turns in two partitions, in files of any order. */
    private void fill(int rows) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Map<String, Object> event = EventsLake.event(i % 2, i, START.plus(Duration.ofMinutes(i)));
            event.put("project_id", i % 3 == 0 ? "shop" : "default");
            events.add(event);
        }
        Collections.shuffle(events, new Random(7));
        lake.append(LakeTable.EVENTS, events);
        lake.append(LakeTable.MERGE_IDS, List.of(EventsLake.merge(8, 3, 12), EventsLake.merge(7, 3, 11)));
    }

    private static List<String> inLogOrder(int rows, java.util.function.LongPredicate wanted) {
        List<String> places = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            for (int i = partition; i < rows; i += 2) {
                if (wanted.test(i)) {
                    places.add(partition + "/" + i);
                }
            }
        }
        return places;
    }

    /** The places of an archive's rows as they come, each partition by itself. */
    private static List<String> places(Path archive) throws IOException {
        List<List<String>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
        new ArchiveReader(archive, 1 << 20).forEach(event -> {
            var place = event.place();
            assertThat(place).isNotNull();
            if (place != null) {
                partitions.get(place.partition()).add(place.partition() + "/" + place.offset());
            }
        });
        List<String> all = new ArrayList<>(partitions.get(0));
        all.addAll(partitions.get(1));
        return all;
    }

    private static ExportRequest all() {
        return new ExportRequest(Instant.EPOCH, FAR, null, null, null);
    }

    private ExportResult export(ExportRequest request) {
        try (Lake open = lake.open();
                Export export = Export.begin(open, request, target, LIMITS)) {
            return export.run(export.plan(), rows -> {});
        }
    }

    private List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(target.toFile())) {
            List<String> names = new ArrayList<>();
            zip.stream().forEach(entry -> names.add(entry.getName()));
            assertThat(names).endsWith(Stretch.LIST, Merges.NAME, "tidemark/about.txt");
            return names;
        }
    }

    private List<String> lines(String name) throws IOException {
        try (ZipFile zip = new ZipFile(target.toFile());
                GZIPInputStream in = new GZIPInputStream(zip.getInputStream(zip.getEntry(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
