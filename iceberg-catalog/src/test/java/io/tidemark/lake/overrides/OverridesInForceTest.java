package io.tidemark.lake.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which corrections hold, and who a person is by them. */
class OverridesInForceTest {
    private static final long DEVICE = 1;
    private static final long ANN = 10;
    private static final long BOB = 11;

    private final List<IdentityOverride> said = new ArrayList<>();

    private OverridesInForceTest say(OverrideKind kind, long subject, @Nullable Long to) {
        said.add(override(said.size() + 1, kind, subject, to));
        return this;
    }

    private static IdentityOverride override(long seq, OverrideKind kind, long subject, @Nullable Long to) {
        return new IdentityOverride(
                seq,
                kind,
                subject < ANN ? device(subject) : user(subject),
                to == null ? null : user(to),
                "ops",
                "because",
                Instant.EPOCH);
    }

    private static Subject device(long id) {
        return new Subject(null, "d" + id, null, id);
    }

    private static Subject user(long id) {
        return new Subject(null, null, "u" + id, id);
    }

    private long person(long id, @Nullable Long survivor) {
        return OverridesInForce.of(said).person(id, survivor);
    }

    @Test
    void whereNothingIsSaidTheLogAloneTells() {
        assertThat(person(DEVICE, ANN)).isEqualTo(ANN);
        assertThat(person(DEVICE, null)).isEqualTo(DEVICE);
        assertThat(person(ANN, null)).isEqualTo(ANN);
    }

    @Test
    void whatIsUnlinkedOrBlockedIsItsOwnUntilThatIsWithdrawn() {
        for (OverrideKind kind : List.of(OverrideKind.UNLINK, OverrideKind.BLOCK_DEVICE)) {
            say(kind, DEVICE, null);
            assertThat(person(DEVICE, ANN)).isEqualTo(DEVICE);
            say(OverrideKind.RELINK, DEVICE, null);
            assertThat(person(DEVICE, ANN)).isEqualTo(ANN);
        }
    }

    @Test
    void aBlockedUserGetsNobodysPastAndKeepsTheirOwn() {
        say(OverrideKind.BLOCK_USER, ANN, null);
        assertThat(person(DEVICE, ANN)).isEqualTo(DEVICE);
        assertThat(person(DEVICE, BOB)).isEqualTo(BOB);
        assertThat(person(ANN, null)).isEqualTo(ANN);
    }

    @Test
    void aMapHoldsForAllThatWasMergedThere() {
        say(OverrideKind.MAP, ANN, BOB);
        assertThat(person(ANN, null)).isEqualTo(BOB);
        assertThat(person(DEVICE, ANN)).isEqualTo(BOB);
        say(OverrideKind.UNLINK, DEVICE, null);
        assertThat(person(DEVICE, ANN)).isEqualTo(DEVICE);
        say(OverrideKind.MAP, DEVICE, BOB);
        assertThat(person(DEVICE, ANN)).isEqualTo(BOB);
        say(OverrideKind.UNMAP, DEVICE, null).say(OverrideKind.UNMAP, ANN, null);
        assertThat(person(DEVICE, ANN)).isEqualTo(DEVICE);
        assertThat(person(ANN, null)).isEqualTo(ANN);
    }

    @Test
    void aLinkSaysNothingOfAMapNorAMapOfALink() {
        say(OverrideKind.UNLINK, DEVICE, null)
                .say(OverrideKind.MAP, DEVICE, BOB)
                .say(OverrideKind.RELINK, DEVICE, null);
        assertThat(person(DEVICE, ANN)).isEqualTo(ANN);
        say(OverrideKind.UNLINK, DEVICE, null);
        assertThat(person(DEVICE, ANN)).isEqualTo(BOB);
    }

    /** The newest of each matter on each person, whatever the order of reading. */
    @Test
    void theNewestHoldsInWhateverOrderTheyAreRead() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<IdentityOverride> all = new ArrayList<>();
            Map<Long, OverrideKind> links = new HashMap<>();
            Map<Long, Long> maps = new HashMap<>();
            for (int seq = 1; seq <= 12; seq++) {
                OverrideKind kind = OverrideKind.values()[random.nextInt(OverrideKind.values().length)];
                long subject = kind == OverrideKind.BLOCK_USER ? ANN + random.nextInt(3) : 1 + random.nextInt(3);
                Long to = kind == OverrideKind.MAP ? ANN + random.nextInt(3) : null;
                all.add(override(seq, kind, subject, to));
                switch (kind) {
                    case MAP -> maps.put(subject, to);
                    case UNMAP -> maps.remove(subject);
                    case RELINK -> links.remove(subject);
                    case UNLINK, BLOCK_DEVICE, BLOCK_USER -> links.put(subject, kind);
                }
            }
            Collections.shuffle(all, random);
            OverridesInForce now = OverridesInForce.of(all);
            for (long id = 1; id <= 3; id++) {
                for (long survivor = ANN; survivor < ANN + 3; survivor++) {
                    boolean apart = links.containsKey(id) || links.containsKey(survivor);
                    long merged = apart ? id : survivor;
                    assertThat(now.person(id, survivor))
                            .as("seed %s: %s into %s after %s", seed, id, survivor, all)
                            .isEqualTo(maps.getOrDefault(merged, merged));
                }
            }
        }
    }

    @Test
    void aCorrectionThatNobodyCouldUnderstandLaterIsNone() {
        assertThatThrownBy(() -> override(1, OverrideKind.MAP, ANN, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> override(1, OverrideKind.UNMAP, ANN, BOB))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new IdentityOverride(1, OverrideKind.UNLINK, device(1), null, "ops", " ", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Subject(null, "d", "u", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OverrideKind.of("UNLINK")).isInstanceOf(IllegalArgumentException.class);
    }
}
