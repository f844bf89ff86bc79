package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.seeded.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What tells one export from another, and the small parts that keep it in bounds. */
class ExportRequestTest {
    private static final Instant FROM = Instant.parse("2025-07-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2025-07-02T00:00:00Z");

    @Test
    void anExportThatEndsAtItsBeginningOrBeforeIsNone() {
        assertThatThrownBy(() -> request(FROM, FROM, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(TO, FROM, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(request(FROM, FROM.plusMillis(1), null, null).to()).isEqualTo(FROM.plusMillis(1));
    }

    @Test
    void theSameRequestHasTheSameTextAndAnyOtherAnother() {
        List<ExportRequest> all = List.of(
                request(FROM, TO, null, null),
                request(FROM.plus(Duration.ofHours(1)), TO, null, null),
                request(FROM, TO.plus(Duration.ofHours(1)), null, null),
                request(FROM, TO, "any", null),
                request(FROM, TO, "web", null),
                request(FROM, TO, "", null),
                request(FROM, TO, null, Cohort.of()),
                request(FROM, TO, null, Cohort.of(1)),
                request(FROM, TO, null, Cohort.of(2)),
                request(FROM, TO, null, Cohort.of(1, 2)));

        assertThat(all.stream().map(ExportRequest::text)).doesNotHaveDuplicates();
        assertThat(request(FROM, TO, "web", Cohort.of(2, 1, 2)).text())
                .isEqualTo(request(FROM, TO, "web", Cohort.of(1, 2)).text());
    }

    /** The moment is not of the text: it is pinned by snapshots of its own, beside it. */
    @Test
    void theTextHasOneSentenceALineWhateverTheProjectIsCalled() {
        for (String project : List.of("web", "a\nb", "a\r\nb", "a\u2028b")) {
            assertThat(request(FROM, TO, project, null).text().lines())
                    .containsExactly(
                            "from 2025-07-01T00:00:00Z",
                            "to 2025-07-02T00:00:00Z",
                            "project '" + (project.equals("web") ? "web" : "a b") + "'",
                            "cohort everybody");
        }
        assertThat(request(FROM, TO, null, null).text()).contains("\nproject any\n");
    }

    @Test
    void gatheredIdsAreASetInOrder() {
        Seeds.forEach(300, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Ids ids = new Ids();
            TreeSet<Long> expected = new TreeSet<>();
            int count = random.nextInt(5_000);
            for (int i = 0; i < count; i++) {
                long id = random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(-50, 50);
                ids.add(id);
                expected.add(id);
            }

            assertThat(ids.sorted())
                    .isEqualTo(expected.stream().mapToLong(Long::longValue).toArray());
            assertThat(ids.sorted()).as("looked at twice").hasSize(expected.size());
        });
    }

    @Test
    void aCohortHoldsItsIdsAndNoOthers() {
        Seeds.forEach(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long[] ids = random.longs(random.nextInt(100), -200, 200).toArray();
            Cohort cohort = Cohort.of(ids);
            TreeSet<Long> expected = new TreeSet<>();
            for (long id : ids) {
                expected.add(id);
            }
            for (long id = -201; id <= 201; id++) {
                assertThat(cohort.contains(id)).isEqualTo(expected.contains(id));
            }
            assertThat(cohort.size()).isEqualTo(expected.size());
            assertThat(cohort.digest()).startsWith(expected.size() + " ids ");
        });
    }

    /** By hour, project, generation, partition and offset, in that order; offsets are numbers and not texts. */
    @Test
    void linesAreOrderedByHourThenProjectThenPlace() {
        List<PlacedLine> ordered = List.of(
                line(-1, "z", 9, 9, 9),
                line(0, "a", 2, 0, 0),
                line(0, "b", 1, 0, 2),
                line(0, "b", 1, 0, 10),
                line(0, "b", 1, 1, 0),
                line(0, "b", 2, 0, 0),
                line(1, "a", 1, 0, 0));
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(Integer.signum(PlacedLine.ORDER.compare(ordered.get(i), ordered.get(j))))
                        .as("%d and %d", i, j)
                        .isEqualTo(Integer.signum(Integer.compare(i, j)));
            }
        }
    }

    private static PlacedLine line(long hour, String project, int epoch, int partition, long offset) {
        return new PlacedLine(
                hour, project, new LogPosition(epoch, partition, offset), "x".getBytes(StandardCharsets.UTF_8));
    }

    private static ExportRequest request(Instant from, Instant to, @Nullable String project, @Nullable Cohort cohort) {
        return new ExportRequest(from, to, project, cohort, null);
    }
}
