package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Change.ChangeNamespace;
import io.tidemark.lake.guard.Change.Commit;
import io.tidemark.lake.guard.Change.CreateTable;
import io.tidemark.lake.guard.Change.DropTable;
import io.tidemark.lake.guard.Change.DropView;
import io.tidemark.lake.guard.Change.LoadToWrite;
import io.tidemark.lake.guard.Change.RenameTable;
import io.tidemark.lake.guard.Change.RenameView;
import io.tidemark.lake.guard.Change.ReplaceTable;
import io.tidemark.lake.guard.Change.ReplaceView;
import io.tidemark.lake.guard.Decision.Allowed;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.Decision.ToTrash;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GuardTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");
    private static final Limits LIMITS = Limits.defaults();
    private static final Caller PERSON = Caller.of("test");
    private static final Caller JOB = PERSON.as(new Writer(2, "mine", Map.of("events", "u-1")));
    private static final Target PROTECTED = table(Map.of());
    private static final Target FREE = table(Map.of(LakeProperties.PROTECTED, "false"));
    private static final Lineage WHOLE = new Lineage("u-1", null);

    private static Target table(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                LakeProperties.PROTECTED, "true", LakeProperties.ENVIRONMENT, "test", LakeProperties.EPOCH, "2"));
        properties.putAll(more);
        return new Target("shop.events", "/lake/events", false, properties);
    }

    private static Target trashed(String expiresAt) {
        Map<String, String> properties = new HashMap<>(PROTECTED.properties());
        properties.put(LakeProperties.TRASH_OF, "shop.events");
        properties.put(LakeProperties.EXPIRES_AT, expiresAt);
        return new Target("tidemark_trash.shop__events__1", "/lake/events", true, properties);
    }

    private static Decision review(Caller caller, Change change) {
        return new Guard(caller, LIMITS, NOW).review(change);
    }

    private static String refusal(Caller caller, Change change) {
        return review(caller, change) instanceof Refused refused ? refused.name() : "-";
    }

    static Stream<Change> verbs() {
        return verbsOn(PROTECTED);
    }

    private static Stream<Change> verbsOn(Target target) {
        return Stream.of(
                new DropTable(target, false),
                new DropTable(target, true),
                new RenameTable(target, "shop.other"),
                new ReplaceTable(target),
                new DropView(target),
                new RenameView(target, "shop.other"),
                new ReplaceView(target),
                new ChangeNamespace(target));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void whatIsProtectedIsNeitherDroppedNorRenamedNorReplacedWhoeverAsks(Change change) {
        for (Purpose purpose : Purpose.values()) {
            Caller caller = purpose == Purpose.WRITE ? JOB : PERSON.to(purpose);
            assertThat(review(caller, change)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.name()).isEqualTo("protected");
                assertThat(refused.sentence()).contains(change.describe());
                assertThat(refused.remedy()).isNotBlank().endsWith(".");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProtectedTableTakesFromEachPurposeWhatItNeedsAndNothingElse(Effect.Kind kind) {
        Change change = new Commit(PROTECTED, WHOLE, List.of(Effect.of(kind, "do it")));
        Set<Purpose> taken = Stream.of(Purpose.values())
                .filter(purpose ->
                        review(purpose == Purpose.WRITE ? JOB : PERSON.to(purpose), change) instanceof Allowed)
                .collect(Collectors.toSet());
        assertThat(taken).isEqualTo(kind.purposes());
        assertThat(review(PERSON, new Commit(FREE, WHOLE, List.of(Effect.of(kind, "do it")))))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void everyPurposeCanDoWhatItIsFor() {
        assertThat(Effect.Kind.ROWS.purposes()).containsExactly(Purpose.WRITE);
        assertThat(Effect.Kind.HEAD_BACK.purposes()).containsExactly(Purpose.RESTORE);
        assertThat(Effect.Kind.EPOCH_RAISED.purposes()).containsExactly(Purpose.RESTORE);
        assertThat(Effect.Kind.SNAPSHOTS_REMOVED.purposes()).containsExactly(Purpose.CARE);
        assertThat(Effect.Kind.TAG_REMOVED.purposes()).containsExactlyInAnyOrder(Purpose.MARK, Purpose.RESTORE);
        assertThat(Effect.Kind.HEAD_FORWARD.purposes()).contains(Purpose.REBUILD);
        assertThat(Effect.Kind.COLUMNS_ADDED.purposes()).containsExactlyInAnyOrder(Purpose.UPGRADE, Purpose.RESTORE);
        assertThat(Effect.Kind.SCHEMA_BROKEN.purposes()).containsExactly(Purpose.RESTORE);
        for (Effect.Kind kind : List.of(
                Effect.Kind.UNPROTECTED, Effect.Kind.EPOCH_LOWERED, Effect.Kind.MOVED, Effect.Kind.FILES_FREED)) {
            assertThat(kind.purposes()).as("%s", kind).isEmpty();
        }
    }

    @Test
    void aRollbackThatFencesNobodyOffIsCalledByItsNameToWhoeverMayNotRollBackAtAll() {
        Change change =
                new Commit(PROTECTED, WHOLE, List.of(Effect.of(Effect.Kind.HEAD_BACK_UNFENCED, "move its head")));
        assertThat(refusal(PERSON, change)).isEqualTo("rolled-back-by-another");
        assertThat(refusal(PERSON.to(Purpose.RESTORE), change)).isEqualTo("epoch-not-raised");
    }

    @Test
    void oneForbiddenEffectForbidsTheCommit() {
        Change change = new Commit(
                PROTECTED,
                WHOLE,
                List.of(Effect.of(Effect.Kind.ROWS, "append"), Effect.of(Effect.Kind.UNPROTECTED, "lift it")));
        assertThat(refusal(JOB, change)).isEqualTo("protection-lifted");
    }

    @Test
    void snapshotsYoungerThanTheFloorStay() {
        Caller care = PERSON.to(Purpose.CARE);
        Instant floor = NOW.minus(LIMITS.floor());
        assertThat(refusal(care, removing(floor.plusMillis(1)))).isEqualTo("below-the-floor");
        assertThat(refusal(care, removing(floor))).isEqualTo("-");
        assertThat(refusal(PERSON, removing(Instant.EPOCH))).isEqualTo("expired-by-another");
    }

    private static Change removing(Instant youngest) {
        return new Commit(PROTECTED, WHOLE, List.of(new Effect(Effect.Kind.SNAPSHOTS_REMOVED, "let 3 go", youngest)));
    }

    @Test
    void anUnprotectedTableGoesToTheTrashPurgedOrNot() {
        Instant expiresAt = NOW.plus(LIMITS.trashFor());
        assertThat(review(PERSON, new DropTable(FREE, true))).isEqualTo(new ToTrash(expiresAt, null));
        assertThat(review(PERSON, new DropTable(FREE, false))).isEqualTo(new ToTrash(expiresAt, null));
        Limits noTrash = new Limits(LIMITS.floor(), Duration.ZERO, LIMITS.trash());
        assertThat(new Guard(PERSON, noTrash, NOW).review(new DropTable(FREE, true)))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void whatIsInTheTrashGoesWhenItsTimeIsUpAndOnlyByCare() {
        Caller care = PERSON.to(Purpose.CARE);
        assertThat(refusal(care, new DropTable(trashed("2026-01-04T12:00:01Z"), true)))
                .isEqualTo("not-yet-due");
        assertThat(review(care, new DropTable(trashed("2026-01-04T12:00:00Z"), true)))
                .isInstanceOf(Allowed.class);
        assertThat(refusal(PERSON, new DropTable(trashed("2026-01-04T12:00:00Z"), true)))
                .isEqualTo("not-yet-due");
        Target alive = table(Map.of(LakeProperties.EXPIRES_AT, "2020-01-01T00:00:00Z"));
        assertThat(refusal(care, new DropTable(alive, true))).isEqualTo("protected");
    }

    @Test
    void whatIsInTheTrashComesBackToItsOwnPlaceOnly() {
        Caller care = PERSON.to(Purpose.CARE);
        Target dropped = trashed("2026-01-09T00:00:00Z");
        assertThat(refusal(care, new RenameTable(dropped, "shop.events"))).isEqualTo("-");
        assertThat(refusal(care, new RenameTable(dropped, "shop.other"))).isEqualTo("protected");
        assertThat(refusal(PERSON, new RenameTable(dropped, "shop.events"))).isEqualTo("protected");
    }

    @Test
    void aLakeOfAnotherEnvironmentIsOnlyRead() {
        Target production = table(Map.of(LakeProperties.ENVIRONMENT, "production"));
        Target free = table(Map.of(LakeProperties.ENVIRONMENT, "production", LakeProperties.PROTECTED, "false"));
        Stream.of(
                        verbsOn(production),
                        verbsOn(free),
                        Stream.of(
                                new Commit(free, WHOLE, List.of()),
                                new LoadToWrite(production, WHOLE),
                                new CreateTable(production, new Target("shop", null, false, Map.of())),
                                new CreateTable(new Target("shop.new", null, false, Map.of()), production)))
                .flatMap(changes -> changes)
                .forEach(change -> assertThat(refusal(PERSON, change))
                        .as(change.describe())
                        .isEqualTo("other-environment"));
    }

    @Test
    void aTableThatNamesNoEnvironmentBelongsToWhoeverOpensIt() {
        Target unnamed = new Target("shop.notes", "/lake/notes", false, Map.of());
        assertThat(review(PERSON, new Commit(unnamed, WHOLE, List.of()))).isInstanceOf(Allowed.class);
    }

    @Test
    void aWriterOfAnOlderEpochIsFencedOff() {
        assertFence("-", Map.of(), WHOLE);
        assertFence("older-epoch", Map.of(LakeProperties.EPOCH, "3"), WHOLE);
        assertFence("-", Map.of(LakeProperties.EPOCH, "1"), WHOLE);
    }

    @Test
    void anEarlierStartOfTheJobIsFencedOff() {
        assertFence("-", Map.of(LakeProperties.CLAIM, "mine"), WHOLE);
        assertFence("another-start", Map.of(LakeProperties.CLAIM, "later"), WHOLE);
        Caller unclaimed = PERSON.as(Writer.of(2));
        assertThat(refusal(unclaimed, new LoadToWrite(table(Map.of(LakeProperties.CLAIM, "later")), WHOLE)))
                .isEqualTo("-");
    }

    @Test
    void aTableMadeAgainOrRolledBackIsNotWrittenTo() {
        assertFence("table-made-again", Map.of(), new Lineage("u-2", null));
        assertFence("rolled-back", Map.of(), new Lineage("u-1", 77L));
        // Free or protected: the fence is about the job, not about the table.
        assertFence("rolled-back", Map.of(LakeProperties.PROTECTED, "false"), new Lineage("u-1", 77L));
    }

    private static void assertFence(String expected, Map<String, String> properties, Lineage lineage) {
        List<Effect> rows = List.of(Effect.of(Effect.Kind.ROWS, "append"));
        Caller permitted = JOB.with(new BreakGlass("ann", "to see", NOW.plusSeconds(60)));
        for (Caller caller : List.of(JOB, permitted)) {
            assertThat(refusal(caller, new LoadToWrite(table(properties), lineage)))
                    .isEqualTo(expected);
            assertThat(refusal(caller, new Commit(table(properties), lineage, rows)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void breakGlassOverridesTheProtectionUntilItRunsOut() {
        Caller permitted = PERSON.with(new BreakGlass("ann", "to see", NOW.plusMillis(1)));
        Caller late = PERSON.with(new BreakGlass("ann", "to see", NOW));
        Change lift = new Commit(PROTECTED, WHOLE, List.of(Effect.of(Effect.Kind.UNPROTECTED, "lift it")));
        assertThat(review(permitted, lift))
                .isInstanceOfSatisfying(Allowed.class, allowed -> assertThat(allowed.overridden())
                        .isNotNull()
                        .extracting(Refused::name)
                        .isEqualTo("protection-lifted"));
        assertThat(refusal(late, lift)).isEqualTo("protection-lifted");
    }

    @Test
    void evenWithBreakGlassAProtectedTableGoesToTheTrashAndStaysThereForAWhile() {
        Caller permitted = PERSON.with(new BreakGlass("ann", "to see", NOW.plusSeconds(60)));
        Limits noTrash = new Limits(LIMITS.floor(), Duration.ZERO, LIMITS.trash());
        assertThat(new Guard(permitted, noTrash, NOW).review(new DropTable(PROTECTED, true)))
                .isInstanceOfSatisfying(ToTrash.class, trash -> {
                    assertThat(trash.expiresAt()).isEqualTo(NOW.plus(LIMITS.floor()));
                    assertThat(trash.overridden()).isNotNull();
                });
    }

    @Test
    void breakGlassOpensNoOtherEnvironment() {
        Caller permitted = PERSON.with(new BreakGlass("ann", "to see", NOW.plusSeconds(60)));
        Target production = table(Map.of(LakeProperties.ENVIRONMENT, "production"));
        assertThat(refusal(permitted, new DropTable(production, true))).isEqualTo("other-environment");
    }
}
