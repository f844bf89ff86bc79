package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Change.CreateTable;
import io.tidemark.lake.guard.Change.DropTable;
import io.tidemark.lake.guard.Change.DropView;
import io.tidemark.lake.guard.Change.RenameTable;
import io.tidemark.lake.guard.Decision.ToTrash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided is done: a refusal is thrown, a permission that was needed is recorded, and no other. */
class GuardEnforcerTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");
    private static final Duration FLOOR = Duration.ofDays(2);
    private static final BreakGlass PERMISSION = new BreakGlass("ann", "to see", NOW.plusSeconds(60));
    private static final Caller PERSON = Caller.of("test");

    private final List<String> recorded = new ArrayList<>();
    private final List<String> alarmed = new ArrayList<>();

    private GuardEnforcer enforcer(Caller caller, Duration trashFor) {
        return new GuardEnforcer(
                caller,
                new Limits(FLOOR, trashFor, "tidemark_trash"),
                InstantSource.fixed(NOW),
                refusal -> {
                    alarmed.add(refusal.name());
                    return new IllegalStateException(refusal);
                },
                (permission, change, overridden, at) ->
                        recorded.add(permission.by() + " " + change.kind() + " " + overridden.name() + " " + at));
    }

    private static Target table(boolean trashed, @Nullable String... more) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new Target("shop.events", "/lake/events", trashed, properties);
    }

    private static Target guarded() {
        return table(false, LakeProperties.PROTECTED, "true");
    }

    @Test
    void aRefusalIsThrownAsTheCallerWantsIt() {
        GuardEnforcer enforcer = enforcer(PERSON, Duration.ofDays(7));
        assertThatThrownBy(() -> enforcer.require(new DropTable(guarded(), true)))
                .isInstanceOf(IllegalStateException.class)
                .cause()
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.name()).isEqualTo("protected");
                    assertThat(refusal).hasMessage(refusal.message() + " " + refusal.remedy());
                });
        assertThat(alarmed).containsExactly("protected");
        assertThat(recorded).isEmpty();
    }

    @Test
    void whatIsAllowedAnywayLeavesNoRecordOfAPermission() {
        GuardEnforcer enforcer = enforcer(PERSON.with(PERMISSION), Duration.ofDays(7));
        assertThat(enforcer.require(new CreateTable(guarded(), new Target("shop", null, false, Map.of()))))
                .isNull();
        assertThat(enforcer.require(new DropTable(table(false), false)))
                .isEqualTo(new ToTrash(NOW.plus(Duration.ofDays(7)), null));
        assertThat(recorded).isEmpty();
    }

    @Test
    void everyUseOfAPermissionIsRecordedAlsoWhereTheTableGoesToTheTrash() {
        GuardEnforcer enforcer = enforcer(PERSON.with(PERMISSION), Duration.ofDays(7));
        assertThat(enforcer.require(new DropView(guarded()))).isNull();
        assertThat(enforcer.require(new DropTable(guarded(), true))).isNotNull();
        assertThat(recorded).containsExactly("ann DropView protected " + NOW, "ann DropTable protected " + NOW);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "2, 2", "7, 7", "30, 30"})
    void aProtectedTableStaysInTheTrashForTheLongerOfFloorAndTrash(int trashDays, int expectedDays) {
        ToTrash trash =
                enforcer(PERSON.with(PERMISSION), Duration.ofDays(trashDays)).require(new DropTable(guarded(), false));
        assertThat(trash).extracting(ToTrash::expiresAt).isEqualTo(NOW.plus(Duration.ofDays(expectedDays)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "30, 30"})
    void anUnprotectedTableStaysThereAsLongAsWasSaidAndNoLonger(int trashDays, int expectedDays) {
        assertThat(enforcer(PERSON, Duration.ofDays(trashDays)).require(new DropTable(table(false), false)))
                .isEqualTo(new ToTrash(NOW.plus(Duration.ofDays(expectedDays)), null));
    }

    /** The trash keeps what was dropped, protected or not: it is nobody's to empty before its time. */
    @Test
    void anUnprotectedTableInTheTrashIsNotDroppedForGoodBeforeItsTime() {
        Target early = table(true, LakeProperties.EXPIRES_AT, NOW.plusMillis(1).toString());
        assertThatThrownBy(
                        () -> enforcer(PERSON.to(Purpose.CARE), Duration.ZERO).require(new DropTable(early, true)))
                .hasMessageContaining("is in the trash until " + NOW.plusMillis(1));
        Target due = table(true, LakeProperties.EXPIRES_AT, NOW.toString());
        assertThat(enforcer(PERSON.to(Purpose.CARE), Duration.ofDays(7)).require(new DropTable(due, true)))
                .as("due: it goes for good, and not to the trash once more")
                .isNull();
        Target timeless = table(true);
        assertThatThrownBy(
                        () -> enforcer(PERSON.to(Purpose.CARE), Duration.ZERO).require(new DropTable(timeless, true)))
                .hasMessageContaining("is in the trash until a time that it does not name");
        assertThat(alarmed).containsExactly("not-yet-due", "not-yet-due");
    }

    /** One that was put there by hand does not say where it came from, and may go anywhere. */
    @Test
    void aTableInTheTrashThatNamesNoOriginComesBackUnderAnyName() {
        Target nameless = table(true, LakeProperties.PROTECTED, "true");
        GuardEnforcer care = enforcer(PERSON.to(Purpose.CARE), Duration.ofDays(7));
        assertThat(care.require(new RenameTable(nameless, "shop.anything"))).isNull();
        Target outside = table(false, LakeProperties.PROTECTED, "true", LakeProperties.TRASH_OF, "shop.events");
        assertThatThrownBy(() -> care.require(new RenameTable(outside, "shop.events")))
                .as("only what is in the trash comes back from it")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theClockIsReadAtEachDecision() {
        List<Instant> times = new ArrayList<>(List.of(NOW, PERMISSION.until()));
        GuardEnforcer enforcer = new GuardEnforcer(
                PERSON.with(PERMISSION),
                Limits.defaults(),
                () -> times.remove(0),
                refusal -> refusal,
                (permission, change, overridden, at) -> recorded.add(at.toString()));
        enforcer.require(new DropView(guarded()));
        assertThatThrownBy(() -> enforcer.require(new DropView(guarded()))).isInstanceOf(Refusal.class);
        assertThat(recorded).containsExactly(NOW.toString());
    }
}
