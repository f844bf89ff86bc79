package io.tidemark.lake.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.DecidedRows.Row;
import io.tidemark.lake.audit.VersionFinding.EarlierVersion;
import io.tidemark.lake.audit.VersionFinding.NoVersion;
import io.tidemark.lake.audit.VersionFinding.OtherVersion;
import io.tidemark.lake.audit.VersionFinding.UnknownVersion;
import io.tidemark.lake.audit.VersionFinding.VersionNotInForce;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three versions, from 1,000, 2,000 and 3,000 on. One row is wrong in each test, and exactly that is found. */
class VersionCheckTest {
    private static final SimpleVersions VERSIONS = new SimpleVersions(List.of(1_000L, 2_000L, 3_000L), Map.of());
    private static final LogPosition FIRST = new LogPosition(1, 0, 0);

    private final DecidedRows rows = new DecidedRows();
    private final Findings.Accumulator findings = new Findings.Accumulator();

    private @Nullable VersionCounts check(VersionRules versions, @Nullable LogProbe log) {
        MemoryTables tables = rows.tables();
        return VersionCheck.run(new Rows(tables.all(), tables.heads()), versions, findings, log);
    }

    private List<Finding> found(VersionRules versions, @Nullable LogProbe log) {
        check(versions, log);
        return findings.done().listed();
    }

    private List<Finding> found() {
        return found(VERSIONS, null);
    }

    static List<LakeTable> outcomes() {
        return LakeTable.outcomes();
    }

    static List<LakeTable> withRecord() {
        return List.of(LakeTable.DUPLICATES, LakeTable.THROTTLED, LakeTable.DEAD_LETTERS);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void versionInForceIsRight(LakeTable table) {
        rows.add(new Row(table, 0, null, 999));
        rows.add(new Row(table, 0, 1L, 1_000));
        rows.add(new Row(table, 2, 2L, 2_999));
        rows.add(new Row(table, 0, 3L, 3_000));
        assertThat(check(VERSIONS, rows.log())).isEqualTo(new VersionCounts(3, 0, 0));
        assertThat(findings.done().listed()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void versionThatIsNotInTheTableIsFound(LakeTable table) {
        rows.add(new Row(table, 4, 4L, 5_000));
        assertThat(found()).containsExactly(new UnknownVersion(table, FIRST, 4, 3));
    }

    @Test
    void whereNothingIsConfiguredNothingIsRead() {
        rows.add(new Row(LakeTable.EVENTS, 1, 1L, 5_000));
        assertThat(check(new SimpleVersions(List.of(), Map.of()), rows.log())).isNull();
        assertThat(findings.done().listed()).isEmpty();
    }

    @Test
    void whereATableHasNoColumnForItNothingIsRead(@TempDir Path directory) {
        try (TestLake lake = TestLake.ofEarlierRelease(directory)) {
            AuditReport report = new Audit(lake.lake(), new SimpleRules(), () -> VERSIONS).run(null, true);
            assertThat(report.versions()).isNull();
            assertThat(report.holds()).isTrue();
        }
    }

    @Test
    void versionsOfWhichOneIsMissingAreAFinding(@TempDir Path directory) {
        try (TestLake lake = new TestLake(directory)) {
            AuditReport report = new Audit(lake.lake(), new SimpleRules(), () -> {
                        throw RefusalCode.CONFIG_INCOMPLETE.refuse("The table", "version 2 is missing");
                    })
                    .run(null, true);
            assertThat(report.findings().listed()).singleElement().satisfies(found -> assertThat(found.message())
                    .contains("version 2 is missing"));
        }
    }

    @Test
    void versionsAreReadOnceTheSnapshotsAreChosen(@TempDir Path directory) {
        rows.add(new Row(LakeTable.EVENTS, 4, 4L, 4_000));
        try (TestLake lake = new TestLake(directory)) {
            // A version that is made, and a row of it that is committed, while the audit begins.
            AuditReport report = new Audit(lake.lake(), new SimpleRules(), () -> {
                        lake.checkpoint(1, 1, LakeTable.EVENTS, rows.of(LakeTable.EVENTS));
                        return VERSIONS;
                    })
                    .run(null, true);
            assertThat(report.findings().counts()).doesNotContainKey("unknown-version");
            assertThat(report.versions()).isEqualTo(new VersionCounts(3, 0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void versionThatTookEffectLaterIsFound(LakeTable table) {
        rows.add(new Row(table, 0, 2L, 1_999));
        rows.add(new Row(table, 3, 3L, 999));
        assertThat(found())
                .containsExactly(
                        new VersionNotInForce(table, FIRST, 2, 1),
                        new VersionNotInForce(table, new LogPosition(1, 0, 1), 3, 0));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void recordThatWasLetBackInMayBeDecidedByALaterVersion(LakeTable table) {
        rows.add(new Row(table, 3, 3L, 1_500, 5_000, true));
        assertThat(found(VERSIONS, rows.log())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void noVersionThoughOneWasInForceIsFound(LakeTable table) {
        rows.add(new Row(table, 0, null, 2_000));
        assertThat(found()).containsExactly(new NoVersion(table, FIRST, 2));
    }

    @Test
    void recordThatIsRejectedBeforeAVersionIsLookedForHasNone() {
        rows.add(new Row(LakeTable.DEAD_LETTERS, 0, null, 2_000), "invalid_json");
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("withRecord")
    void earlierVersionOfARecordThatNamesNoneIsFound(LakeTable table) {
        rows.add(new Row(table, 0, 1L, 2_500));
        assertThat(found()).containsExactly(new EarlierVersion(table, FIRST, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("withRecord")
    void earlierVersionOfARecordThatNamesItIsRight(LakeTable table) {
        rows.add(new Row(table, 1, 1L, 2_500));
        assertThat(check(VERSIONS, null)).isEqualTo(new VersionCounts(3, 0, 0));
        assertThat(findings.done().listed()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("withRecord")
    void anotherVersionThanTheRecordNamesIsFound(LakeTable table) {
        rows.add(new Row(table, 1, 2L, 2_500));
        assertThat(found()).containsExactly(new OtherVersion(table, FIRST, 2, 1));
    }

    @Test
    void earlierVersionOfAnEventIsCountedAndLookedAtInTheLog() {
        rows.add(new Row(LakeTable.EVENTS, 1, 1L, 2_500));
        LogPosition wrong = rows.add(new Row(LakeTable.EVENTS, 0, 1L, 2_500));
        LogPosition other = rows.add(new Row(LakeTable.EVENTS, 2, 1L, 2_500));

        assertThat(check(VERSIONS, null)).as("without the log").isEqualTo(new VersionCounts(3, 3, 0));
        assertThat(findings.done().listed()).isEmpty();

        assertThat(check(VERSIONS, rows.log())).as("with it").isEqualTo(new VersionCounts(3, 1, 1));
        assertThat(findings.done().listed())
                .containsExactly(
                        new EarlierVersion(LakeTable.EVENTS, wrong, 1, 2),
                        new OtherVersion(LakeTable.EVENTS, other, 1, 2));
    }

    @Test
    void whatTheLogHasDeletedAndWhatIsOfAnotherTopicIsCountedOnly() {
        rows.add(new Row(LakeTable.EVENTS, 0, 1L, 2_500));
        assertThat(check(VERSIONS, rows.log().forget(0, 1))).isEqualTo(new VersionCounts(3, 1, 0));
        assertThat(check(VERSIONS, new FakeLog(2).record(0, "0 2500"))).isEqualTo(new VersionCounts(3, 1, 0));
        assertThat(findings.done().listed()).isEmpty();
    }

    @Test
    void fewEventsOfEachVersionAreLookedAt() {
        for (int i = 0; i < VersionCheck.LOOKED_AT_PER_VERSION + 50; i++) {
            rows.add(new Row(LakeTable.EVENTS, 1, 1L, 3_500));
        }
        rows.add(new Row(LakeTable.EVENTS, 2, 2L, 3_500));
        assertThat(check(VERSIONS, rows.log())).isEqualTo(new VersionCounts(3, 151, 101));
        assertThat(rows.log().valuesRead()).isEqualTo(101);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void receivedTimeAheadOfKafkaMayBeDecidedAsWasKnownThen(LakeTable table) {
        rows.add(new Row(table, 0, null, 5_000, 900, false));
        rows.add(new Row(table, 0, 1L, 5_000, 1_500, false));
        rows.add(new Row(table, 0, 3L, 5_000, 1_500, false));
        assertThat(found(VERSIONS, rows.log())).isEmpty();
        LogPosition behind = rows.add(new Row(table, 0, null, 5_000, 1_500, false));
        assertThat(found(VERSIONS, rows.log())).containsExactly(new NoVersion(table, behind, 1));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void standInIsRightAndSoIsTheVersionItself(LakeTable table) {
        SimpleVersions versions = new SimpleVersions(VERSIONS.effective(), Map.of(2L, Set.of(0L), 3L, Set.of(1L, 2L)));
        rows.add(new Row(table, 0, null, 2_500));
        rows.add(new Row(table, 2, null, 2_500));
        rows.add(new Row(table, 0, 2L, 2_500));
        rows.add(new Row(table, 0, 1L, 3_500));
        rows.add(new Row(table, 3, 1L, 3_500));
        // The one that did so earlier.
        rows.add(new Row(table, 3, 2L, 3_500));
        assertThat(found(versions, rows.log())).isEmpty();
        LogPosition wrong = rows.add(new Row(table, 3, null, 3_500));
        LogPosition none = rows.add(new Row(table, 0, null, 1_500));
        assertThat(found(versions, rows.log()))
                .containsExactlyInAnyOrder(new NoVersion(table, wrong, 3), new NoVersion(table, none, 1));
    }

    @Test
    void aRecordOfAnEarlierReleaseMayHaveAMemberOfThatName() {
        rows.add(new Row(LakeTable.THROTTLED, 2, null, 500));
        assertThat(found()).isEmpty();
    }

    @Test
    void aRecordThatIsNoneAnyMoreIsJudgedByItsRow() {
        rows.add(new Row(LakeTable.DUPLICATES, 0, 1L, 2_500));
        rows.of(LakeTable.DUPLICATES).get(0).put("raw", "nothing");
        assertThat(check(VERSIONS, null)).isEqualTo(new VersionCounts(3, 1, 0));
        assertThat(findings.done().listed()).isEmpty();
    }
}
