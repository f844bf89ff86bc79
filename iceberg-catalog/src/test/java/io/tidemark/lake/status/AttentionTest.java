package io.tidemark.lake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.TableMark;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Target;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.status.Attention.Expected;
import io.tidemark.lake.status.LakeStatus.Owner;
import io.tidemark.lake.status.LakeStatus.Past;
import io.tidemark.lake.status.LakeStatus.Unfinished;
import io.tidemark.lake.table.LakeTable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sentence of the attention appears where its rule holds, and one step before it does not; on values. */
class AttentionTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");
    private static final Expected HOURLY = new Expected(Duration.ofHours(1), Duration.ofSeconds(30));

    /** A status to which one thing after the other is changed; as it begins nothing needs attention. */
    private static final class Given {
        private final Map<LakeTable, TableStatus> tables = new EnumMap<>(LakeTable.class);
        private @Nullable Mark newest;
        private List<Trashed> trash = List.of();
        private @Nullable RestoreJournal restore;
        private @Nullable LastAudit audit;
        private Expected expected = HOURLY;
        private @Nullable Long backlog;

        Given() {
            LakeTable.pipeline().forEach(table -> table(table, true, null, true));
        }

        Given table(LakeTable table, boolean there, @Nullable String lost, boolean isProtected) {
            tables.put(table, new TableStatus(table, there, lost, isProtected, null, null, List.of()));
            return this;
        }

        Given committed(LakeTable table, Instant at, long rows) {
            tables.put(
                    table,
                    new TableStatus(table, true, null, true, new SnapshotNotes(1, at, rows, null), null, List.of()));
            return this;
        }

        Given expected(Duration marks, Duration commits) {
            expected = new Expected(marks, commits);
            return this;
        }

        Given marked(Duration before, Instant committedAt) {
            newest = mark(NOW.minus(before), committedAt);
            return this;
        }

        Given backlog(@Nullable Long offsets) {
            backlog = offsets;
            return this;
        }

        Given trash(Trashed... dropped) {
            trash = List.of(dropped);
            return this;
        }

        LakeStatus status() {
            return new LakeStatus(
                    new Owner("test", 1, null),
                    List.copyOf(tables.values()),
                    null,
                    new Past(newest == null ? 0 : 1, newest, trash),
                    new Unfinished(restore, List.of()),
                    audit);
        }

        List<String> attention() {
            return Attention.of(status(), backlog, expected, NOW);
        }
    }

    private static Mark mark(Instant createdAt, Instant committedAt) {
        Map<LakeTable, TableMark> tables = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline()
                .forEach(table -> tables.put(
                        table,
                        new TableMark(
                                "u-" + table.tableName(),
                                1,
                                "/lake/1.metadata.json",
                                0,
                                1,
                                table.isOutcome() ? null : new TableMark.Contents(new RowsDigest(1, 1, 1), 1))));
        return new Mark(
                "monday",
                new Mark.Origin(createdAt, "", true),
                new Mark.Commit("test", 1, 1, committedAt, null),
                new Mark.Source("events.raw", 1, List.of(new NextOffset(1, 0, 5))),
                tables,
                new Mark.Proof(null, 1, List.of()));
    }

    private static Given given() {
        return new Given();
    }

    @Test
    void whereNothingIsWrongNothingIsSaid() {
        assertThat(given().attention()).isEmpty();
        assertThat(given().committed(LakeTable.EVENTS, NOW, 5)
                        .marked(Duration.ofMinutes(5), NOW)
                        .backlog(0L)
                        .attention())
                .isEmpty();
    }

    @Test
    void tablesThatAreMissingAreNamedTogether() {
        assertThat(given().table(LakeTable.EVENTS, false, null, false)
                        .table(LakeTable.IDENTITIES, false, null, false)
                        .attention())
                .containsExactly("Missing: events, identities. Bring back what is missing: tidemark undrop --all.");
    }

    @Test
    void aTableWithoutItsNewestMetadataIsNotCalledMissing() {
        assertThat(given().table(LakeTable.THROTTLED, false, "v7.json", false).attention())
                .containsExactly("The newest metadata file of throttled is gone (v7.json). Bring the table back from an"
                        + " older one: tidemark undrop throttled.");
    }

    @Test
    void tablesWithoutProtectionAreNamedUnlessTheyAreNotThere() {
        assertThat(given().table(LakeTable.DUPLICATES, true, null, false)
                        .table(LakeTable.MERGE_IDS, true, null, false)
                        .attention())
                .singleElement()
                .asString()
                .startsWith("Not protected: duplicates, merge_ids.");
        assertThat(given().table(LakeTable.DUPLICATES, false, null, false).attention())
                .singleElement()
                .asString()
                .startsWith("Missing: duplicates.");
    }

    @Test
    void aLakeWithRecordsAndWithoutAMarkHasNothingToGoBackTo() {
        Given records = given().committed(LakeTable.DEAD_LETTERS, NOW, 1);
        assertThat(records.attention())
                .containsExactly("There is no mark: nothing to go back to. Make one: tidemark mark.");
        assertThat(records.expected(Duration.ZERO, Duration.ofSeconds(30)).attention())
                .as("who wants no marks is not told of them")
                .isEmpty();
        assertThat(given().committed(LakeTable.IDENTITIES, NOW, 7).attention())
                .as("identities are no records")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "120, 0, false",
        "121, 0, true",
        "121, -1, false",
        "9999, 1, true",
        "61, 1, false",
    })
    void aMarkIsOldOnceTwoOfThemAreDueAndSomethingCameSince(int minutes, int committedSecondsAfter, boolean said) {
        Instant commit = NOW.minus(Duration.ofHours(1));
        Given given = given().committed(LakeTable.EVENTS, commit, 5)
                .marked(Duration.ofMinutes(minutes), commit.minusSeconds(1 + committedSecondsAfter));
        assertThat(given.attention()).hasSize(said ? 1 : 0);
    }

    @Test
    void aMarkThatIsOldIsNamedWithItsAgeAndWhatIsDue() {
        assertThat(given().committed(LakeTable.EVENTS, NOW, 5)
                        .marked(Duration.ofHours(5), NOW.minusSeconds(1))
                        .attention())
                .containsExactly(
                        "The newest mark, 'monday', is 5.0 h old, and one is due every 60 min: tidemark mark.");
    }

    /** Ten commits missed, but a minute at least. */
    @ParameterizedTest
    @CsvSource({
        "30, 300, false",
        "30, 301, true",
        "1, 60, false",
        "1, 61, true",
        "6, 60, false",
        "7, 70, false",
        "7, 71, true",
        "0, 61, true",
    })
    void silenceIsLongAfterTenCommitsAndAMinuteAtLeast(int everySeconds, int silentSeconds, boolean said) {
        assertThat(silence(everySeconds, silentSeconds, 5L)).hasSize(said ? 1 : 0);
        assertThat(silence(everySeconds, silentSeconds, 0L)).isEmpty();
        assertThat(silence(everySeconds, silentSeconds, null)).isEmpty();
    }

    private static List<String> silence(int everySeconds, int silentSeconds, @Nullable Long backlog) {
        return given().committed(LakeTable.EVENTS, NOW.minusSeconds(silentSeconds), 5)
                .committed(LakeTable.THROTTLED, NOW.minusSeconds(9_999), 5)
                .expected(Duration.ZERO, Duration.ofSeconds(everySeconds))
                .backlog(backlog)
                .attention();
    }

    @Test
    void aLakeThatWasNeverCommittedToIsNotSilent() {
        assertThat(given().backlog(7L).attention()).isEmpty();
    }

    @Test
    void aRestoreThatIsNotFinishedIsSaidWithItsStepsAndItsHash() {
        Map<LakeTable, Target.Place> places = new EnumMap<>(LakeTable.class);
        LakeTable.pipeline().forEach(table -> places.put(table, new Target.Place("u", 1L, 0)));
        RestorePlan plan =
                new RestorePlan("test", 1, new Target("monday", 1, 7, places, List.of(), null), List.of(), List.of());
        Given given = given();
        given.restore = RestoreJournal.begin(plan)
                .with(new RestoreJournal.Done(RestoreStep.values()[0], NOW.toString(), 1, ""));
        assertThat(given.attention())
                .containsExactly(
                        "A restore to 'monday' was cut off after 1 steps, or runs now. If it does not: tidemark"
                                + " restore --execute " + plan.hash() + ".");
    }

    @Test
    void anAuditIsSaidOnlyWhereItDidNotHold() {
        Given given = given();
        given.audit = new LastAudit("2026-01-04T11:00:00Z", true, 7, Map.of("lost", 2L));
        assertThat(given.attention()).isEmpty();
        given.audit = new LastAudit("2026-01-04T11:00:00Z", false, 7, Map.of("lost", 2L, "double", 1L));
        assertThat(given.attention())
                .containsExactly("The last audit (2026-01-04T11:00:00Z) did not hold: {double=1, lost=2}. See tidemark"
                        + " audit, and go back to the newest mark before it.");
    }

    private static Trashed dropped(String name, @Nullable Instant expiresAt) {
        return new Trashed(TableIdentifier.of("trash", name), "shop." + name, "u", 1, NOW, expiresAt);
    }

    @Test
    void theTrashIsSaidOnTheLastDayOnly() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        assertThat(given().trash(dropped("a", tomorrow), dropped("b", null)).attention())
                .isEmpty();
        assertThat(given().trash(
                                dropped("a", tomorrow.minusMillis(1)),
                                dropped("b", null),
                                dropped("c", NOW.minusSeconds(5)))
                        .attention())
                .hasSize(2)
                .first()
                .asString()
                .contains("The table shop.a in the trash can be had back until " + tomorrow.minusMillis(1));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Given given = given().table(LakeTable.EVENTS, false, null, false)
                .table(LakeTable.IDENTITIES, true, null, false)
                .table(LakeTable.MERGE_IDS, false, "v1.json", false)
                .committed(LakeTable.THROTTLED, NOW.minus(Duration.ofHours(9)), 4)
                .backlog(3L)
                .trash(dropped("a", NOW));
        given.audit = new LastAudit("2026-01-04T11:00:00Z", false, 7, Map.of());
        assertThat(given.attention()).hasSize(7);
    }

    @Test
    void recordsAreThoseOfTheOutcomesAndTheNewestCommitIsThatOfAnyTable() {
        LakeStatus status = given().committed(LakeTable.EVENTS, NOW.minusSeconds(9), 5)
                .committed(LakeTable.DUPLICATES, NOW.minusSeconds(5), 3)
                .committed(LakeTable.MERGE_IDS, NOW.minusSeconds(2), 100)
                .status();
        assertThat(status.records()).isEqualTo(8);
        assertThat(status.newestCommit()).isEqualTo(NOW.minusSeconds(2));
    }
}
