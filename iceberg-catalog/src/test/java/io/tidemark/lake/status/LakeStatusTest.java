package io.tidemark.lake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.status.Attention.Expected;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lake says of itself, and what of that somebody should look at; on a lake of real files. */
class LakeStatusTest {
    private static final Expected HOURLY = new Expected(Duration.ofHours(1), Duration.ofSeconds(30));

    @TempDir
    Path directory;

    private WrittenLake written;

    @BeforeEach
    void openALake() {
        written = new WrittenLake(directory);
    }

    @AfterEach
    void close() {
        written.close();
    }

    private LakeStatus status() {
        return LakeStatus.of(written.lake());
    }

    private static List<String> attention(LakeStatus status, @Nullable Long backlog, Duration after) {
        Instant commit = status.newestCommit();
        return Attention.of(status, backlog, HOURLY, (commit == null ? Instant.EPOCH : commit).plus(after));
    }

    private void happens(int records) {
        written.happens(new Random(records), records);
        written.commit();
    }

    @Test
    void aLakeThatWasNeverWrittenIsThereAndNeedsNothing() {
        LakeStatus status = status();

        assertThat(status.owner().environment()).isEqualTo("test");
        assertThat(status.owner().epoch()).isEqualTo(1);
        assertThat(status.tables()).hasSize(6).allMatch(TableStatus::isThere).allMatch(TableStatus::isProtected);
        assertThat(status.newestCommit()).isNull();
        assertThat(status.records()).isZero();
        assertThat(attention(status, null, Duration.ZERO)).isEmpty();
    }

    @Test
    void theTablesSayAtWhichCheckpointTheyAreAndWhatKeepsThem() {
        happens(50);
        written.mark("half");
        happens(30);
        LakeStatus status = status();

        assertThat(status.tables()).allSatisfy(table -> {
            assertThat(table.stamp()).isNotNull();
            assertThat(table.stamp().checkpointId()).isEqualTo(2);
            assertThat(table.tags()).containsExactly("half");
        });
        assertThat(status.past().marks()).isEqualTo(1);
        assertThat(status.past().newest()).isNotNull();
        assertThat(status.records())
                .isEqualTo(LakeTable.outcomes().stream()
                        .mapToLong(table -> written.story().rows(table).size())
                        .sum());
    }

    /** The story's log ends where its rows do: whatever the mark says and whatever came since, nothing waits. */
    @Test
    void thePositionIsTheMarksOffsetsAndWhatCameSince() {
        happens(50);
        written.mark("half");
        happens(30);
        Map<Integer, OffsetRange> log = written.story().log().ranges();
        long end = log.values().stream().mapToLong(OffsetRange::end).sum();

        Position position = status().flow().position();

        assertThat(position.offsets()).isNotEmpty();
        assertThat(position.since()).isPositive().isLessThan(status().records());
        assertThat(position.committed(1, log)).isEqualTo(end);
        assertThat(position.commits()).hasSize(2);
    }

    @Test
    void withoutAMarkThePositionIsAllThatTheTablesHold() {
        happens(40);
        Map<Integer, OffsetRange> log = written.story().log().ranges();

        Position position = status().flow().position();

        assertThat(position.offsets()).isEmpty();
        assertThat(position.committed(1, log)).isEqualTo(status().records());
        // A log that had forgotten its first records before the lake began.
        assertThat(position.committed(1, Map.of(0, new OffsetRange(1_000, 1_005))))
                .isEqualTo(1_000);
    }

    @Test
    void aMissingTableIsSaidAndTheRestIsSeenAllTheSame() {
        happens(20);
        written.tables().lose(LakeTable.MERGE_IDS);
        LakeStatus status = status();

        assertThat(status.flow()).isNull();
        assertThat(status.records()).isPositive();
        assertThat(attention(status, null, Duration.ZERO))
                .anySatisfy(sentence -> assertThat(sentence).contains("Missing: merge_ids", "tidemark undrop --all"));
    }

    @Test
    void recordsWithoutAMarkNeedOneUnlessNoneAreWanted() {
        happens(20);

        assertThat(attention(status(), null, Duration.ZERO))
                .singleElement()
                .asString()
                .contains("There is no mark");
        assertThat(Attention.of(status(), null, new Expected(Duration.ZERO, Duration.ofSeconds(30)), Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void aPipelineThatCommitsNothingWhileTheLogWaitsIsLookedAt() {
        happens(20);
        written.mark("m");
        LakeStatus status = status();

        assertThat(attention(status, 5L, Duration.ofMinutes(4))).isEmpty();
        assertThat(attention(status, 5L, Duration.ofMinutes(6)))
                .singleElement()
                .asString()
                .contains("Nothing was committed for 6 min, and 5 offsets of the log wait.");
        assertThat(attention(status, 0L, Duration.ofMinutes(6))).isEmpty();
        assertThat(attention(status, null, Duration.ofMinutes(6))).isEmpty();
    }

    @Test
    void anAuditThatDidNotHoldIsSaidUntilOneHolds() {
        new LastAudit("2026-01-04T12:00:00Z", false, 7, Map.of("wrong-id", 2L)).write(written.lake());
        assertThat(attention(status(), null, Duration.ZERO))
                .singleElement()
                .asString()
                .contains("2026-01-04T12:00:00Z", "wrong-id=2");

        LastAudit holds = new LastAudit("2026-01-04T13:00:00Z", true, 7, Map.of());
        holds.write(written.lake());
        assertThat(status().lastAudit()).isEqualTo(holds);
        assertThat(attention(status(), null, Duration.ZERO)).isEmpty();
    }

    @Test
    void aNoteOfAnAuditThatIsNoneIsNoAudit() {
        written.lake().files().write("checks/last-audit.json", "{");

        assertThat(status().lastAudit()).isNull();
    }

    @Test
    void agesAreSaidAsAPersonSaysThem() {
        assertThat(Age.of(Duration.ofSeconds(-3))).isEqualTo("0 s");
        assertThat(Age.of(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(Age.of(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Age.of(Duration.ofMinutes(150))).isEqualTo("2.5 h");
        assertThat(Age.of(Duration.ofHours(163))).isEqualTo("6.8 d");
    }
}
