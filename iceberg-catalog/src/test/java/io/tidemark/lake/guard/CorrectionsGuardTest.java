package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Change.Commit;
import io.tidemark.lake.guard.Change.CreateTable;
import io.tidemark.lake.guard.Change.LoadToWrite;
import io.tidemark.lake.guard.Decision.Allowed;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.Effect.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of corrections takes rows from its own command only; and what the guard's sentences name. */
class CorrectionsGuardTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");
    private static final Caller PERSON = Caller.of("test");
    private static final Lineage WHOLE = new Lineage("u-1", null);

    private static Target table(String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(LakeProperties.PROTECTED, "true"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new Target("shop.identity_overrides", "/lake/identity_overrides", false, properties);
    }

    private static Caller caller(Purpose purpose) {
        return purpose == Purpose.WRITE ? PERSON.as(Writer.of(1)) : PERSON.to(purpose);
    }

    private static String refusal(Caller caller, Target table, Effect effect) {
        Decision decision = new Guard(caller, new Limits(Duration.ofHours(36), Duration.ZERO, "trash"), NOW)
                .review(new Commit(table, WHOLE, List.of(effect)));
        return decision instanceof Refused refused ? refused.name() : "-";
    }

    @ParameterizedTest
    @EnumSource
    void correctionsAreTakenFromWhoeverCorrectsAndFromNobodyElse(Purpose purpose) {
        Target corrections = table(LakeProperties.CORRECTIONS, "true");
        assertThat(refusal(caller(purpose), corrections, Effect.of(Kind.ROWS, "append")))
                .isEqualTo(purpose == Purpose.CORRECT ? "-" : "corrected-by-another");
    }

    @ParameterizedTest
    @EnumSource
    void configurationIsTakenFromThoseWhoConfigureAndFromNobodyElse(Purpose purpose) {
        Target configuration = table(LakeProperties.CONFIGURATION, "true");
        assertThat(refusal(caller(purpose), configuration, Effect.of(Kind.ROWS, "append")))
                .isEqualTo(purpose == Purpose.CONFIGURE ? "-" : "configured-by-another");
    }

    @ParameterizedTest
    @EnumSource
    void noOtherTableTakesCorrections(Purpose purpose) {
        String expected = purpose == Purpose.WRITE ? "-" : "written-by-another";
        assertThat(refusal(caller(purpose), table(), Effect.of(Kind.ROWS, "append")))
                .isEqualTo(expected);
        assertThat(refusal(caller(purpose), table(LakeProperties.CORRECTIONS, "false"), Effect.of(Kind.ROWS, "append")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void correctionsAreCompactedAsEveryOtherTableIs(Purpose purpose) {
        assertThat(refusal(
                        caller(purpose),
                        table(LakeProperties.CORRECTIONS, "true"),
                        Effect.of(Kind.COMPACTED, "compact")))
                .isEqualTo(purpose == Purpose.CARE ? "-" : "compacted-by-another");
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusedEffectSaysWhatWasTriedOnWhatAndWhatToDoInstead(Kind kind) {
        Guard guard = new Guard(PERSON, Limits.defaults(), NOW);
        Decision decision = guard.review(new Commit(table(), WHOLE, List.of(Effect.of(kind, "do the deed"))));
        if (kind.purposes().contains(Purpose.USE)) {
            assertThat(decision).isInstanceOf(Allowed.class);
            return;
        }
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.sentence())
                    .startsWith("This would do the deed, of the protected table shop.identity_overrides: ")
                    .endsWith(".");
            assertThat(refused.remedy()).endsWith(".");
            assertThat(refused.code())
                    .isIn(kind.refusal(), RefusalCode.CORRECTED_BY_ANOTHER, RefusalCode.ROLLED_BACK_BY_ANOTHER);
        });
    }

    @Test
    void theFloorIsNamedInHours() {
        Effect young = new Effect(Kind.SNAPSHOTS_REMOVED, "let 3 snapshots go", NOW.minusSeconds(60));
        Decision decision = new Guard(
                        PERSON.to(Purpose.CARE), new Limits(Duration.ofHours(36), Duration.ZERO, "trash"), NOW)
                .review(new Commit(table(), WHOLE, List.of(young)));
        assertThat(decision).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.sentence())
                .contains("kept for 36 hours"));
    }

    /** Who loads a table to write, or makes one, is stopped by the fence and the environment, not by the protection. */
    @Test
    void aProtectedTableIsLoadedToWriteAndMadeByAnybody() {
        Guard guard = new Guard(PERSON, Limits.defaults(), NOW);
        assertThat(guard.review(new LoadToWrite(table(), WHOLE))).isEqualTo(new Allowed(null));
        assertThat(guard.review(new CreateTable(table(), new Target("shop", null, false, Map.of()))))
                .isEqualTo(new Allowed(null));
    }

    @Test
    void aTableIsMadeInANamespaceOfTheCallersEnvironmentOnly() {
        Guard guard = new Guard(PERSON, Limits.defaults(), NOW);
        Target foreign = new Target("shop", null, false, Map.of(LakeProperties.ENVIRONMENT, "production"));
        assertThat(guard.review(new CreateTable(table(), foreign)))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.sentence())
                        .contains("environment 'production'", "for 'test'"));
    }

    @Test
    void theFenceKnowsATableByItsOwnNameInWhateverNamespace() {
        Caller job = PERSON.as(new Writer(1, null, Map.of("events", "u-1")));
        Guard guard = new Guard(job, Limits.defaults(), NOW);
        Stream.of("shop.events", "a.b.events", "events").forEach(name -> {
            Target table = new Target(name, null, false, Map.of());
            assertThat(guard.review(new LoadToWrite(table, new Lineage("u-2", null))))
                    .as(name)
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.name()).isEqualTo("table-made-again"));
        });
        assertThat(guard.review(new LoadToWrite(
                        new Target("shop.more_events", null, false, Map.of()), new Lineage("u-2", null))))
                .isEqualTo(new Allowed(null));
    }
}
