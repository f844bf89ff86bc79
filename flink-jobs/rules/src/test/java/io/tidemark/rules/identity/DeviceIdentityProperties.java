package io.tidemark.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** "What follows from it, and must hold" of identity.md, over random logs of a few devices and people. */
class DeviceIdentityProperties {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "acme");
    private static final int LOGS = 500;

    /** An event: its device and its user. */
    private record Sent(String device, @Nullable String user) {}

    @Test
    void anEventBelongsToItsUserElseTheLastElseTheFirstLaterElseTheDevice() {
        Seeds.forEach(LOGS, seed -> {
            List<Sent> log = log(seed);
            Fold fold = new Fold(log);
            for (int i = 0; i < log.size(); i++) {
                long owner = fold.owners.get(i);
                assertThat(fold.merged.getOrDefault(owner, owner))
                        .as("event %d of %s", i, log)
                        .isEqualTo(resolved(log, i));
            }
        });
    }

    @Test
    void aDeviceMergesAtMostOnceIntoItsFirstUserAndUsersNeverMerge() {
        Seeds.forEach(LOGS, seed -> {
            List<Sent> log = log(seed);
            Fold fold = new Fold(log);
            Map<Long, Long> expected = new HashMap<>();
            for (String device : devices(log)) {
                List<Sent> own = log.stream()
                        .filter(sent -> sent.device().equals(device))
                        .toList();
                own.stream()
                        .filter(sent -> sent.user() != null)
                        .findFirst()
                        .filter(first -> own.get(0).user() == null)
                        .ifPresent(first -> expected.put(device(device), user(first.user())));
            }

            assertThat(fold.merged).isEqualTo(expected);
            assertThat(fold.merged.values()).as("depth one").noneMatch(fold.merged::containsKey);
        });
    }

    @Test
    void seqsAreOneToMaxWithoutAGapAndEachIsAChange() {
        Seeds.forEach(LOGS, seed -> {
            for (List<DeviceIdentity> changes : new Fold(log(seed)).changes.values()) {
                for (int i = 0; i < changes.size(); i++) {
                    assertThat(changes.get(i).seq()).isEqualTo(i + 1L);
                    if (i > 0) {
                        assertThat(changes.get(i).lastUser())
                                .isNotNull()
                                .isNotEqualTo(changes.get(i - 1).lastUser());
                    }
                }
            }
        });
    }

    @Test
    void aDevicesResultDependsOnItsOwnEventsOnly() {
        Seeds.forEach(LOGS, seed -> {
            List<Sent> log = log(seed);
            Fold together = new Fold(log);
            for (String device : devices(log)) {
                Fold alone = new Fold(log.stream()
                        .filter(sent -> sent.device().equals(device))
                        .toList());

                assertThat(together.changes.get(device)).isEqualTo(alone.changes.get(device));
            }
        });
    }

    @Test
    void theKeyOfAChangeIsThatOfItsOwner() {
        Seeds.forEach(
                LOGS, seed -> new Fold(log(seed)).keys.forEach((key, owner) -> assertThat(IdentityKeys.amplitudeId(key))
                        .isEqualTo(owner)
                        .isPositive()));
    }

    /** Version 5, variant 2, whatever the name is; and no name of one kind is one of another. */
    @Test
    void keysAreVersionFiveUuidsAndDistinct() {
        Set<UUID> all = new HashSet<>();
        Set<String> names = Set.of("", "a", "device:a", "user:a", "\u001fuser:a", "ä", "😀", "a/project:b");
        for (String organisation : List.of("acme", "acme/project:web", "")) {
            for (IdentityScope scope : IdentityScope.values()) {
                IdentityKeys keys = new IdentityKeys(scope, organisation);
                for (String name : names) {
                    for (UUID key : List.of(keys.ofDevice("web", name), keys.ofUser("web", name))) {
                        assertThat(key.version()).isEqualTo(5);
                        assertThat(key.variant()).isEqualTo(2);
                        all.add(key);
                    }
                }
            }
        }
        // An organisation that is named like another's project shares its namespace: the same two texts.
        assertThat(all).hasSize((3 * 2 - 1) * names.size() * 2);
    }

    @Test
    void theScopeDecidesWhetherAProjectIsPartOfAKey() {
        IdentityKeys projects = new IdentityKeys(IdentityScope.PROJECT, "acme");
        assertThat(KEYS.namespace("web")).isEqualTo(KEYS.namespace("app"));
        assertThat(projects.namespace("web"))
                .isNotEqualTo(projects.namespace("app"))
                .isNotEqualTo(KEYS.namespace("web"));
        assertThat(new Device(KEYS, "web", "d").key()).isEqualTo(KEYS.ofDevice("app", "d"));
        assertThat(new Device(projects, "web", "d").userKey("u")).isEqualTo(projects.ofUser("web", "u"));
    }

    private static List<Sent> log(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sent> log = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            int user = random.nextInt(6);
            log.add(new Sent("device-" + random.nextInt(4), user < 3 ? "user-" + user : null));
        }
        return log;
    }

    private static Set<String> devices(List<Sent> log) {
        Set<String> devices = new HashSet<>();
        log.forEach(sent -> devices.add(sent.device()));
        return devices;
    }

    private static long resolved(List<Sent> log, int at) {
        Sent event = log.get(at);
        for (int i = at; i >= 0; i--) {
            if (log.get(i).device().equals(event.device()) && log.get(i).user() != null) {
                return user(log.get(i).user());
            }
        }
        for (int i = at; i < log.size(); i++) {
            if (log.get(i).device().equals(event.device()) && log.get(i).user() != null) {
                return user(log.get(i).user());
            }
        }
        return device(event.device());
    }

    private static long user(@Nullable String user) {
        return IdentityKeys.amplitudeId(KEYS.ofUser("web", String.valueOf(user)));
    }

    private static long device(String device) {
        return IdentityKeys.amplitudeId(KEYS.ofDevice("web", device));
    }

    /** The fold of a log: whose each event is, what merged, and each device's changes. */
    private static final class Fold {
        private final List<Long> owners = new ArrayList<>();
        private final Map<Long, Long> merged = new HashMap<>();
        private final Map<String, List<DeviceIdentity>> changes = new LinkedHashMap<>();
        private final Map<UUID, Long> keys = new HashMap<>();

        Fold(List<Sent> log) {
            Map<String, DeviceIdentity> now = new HashMap<>();
            for (Sent sent : log) {
                DeviceIdentity before = now.getOrDefault(sent.device(), DeviceIdentity.UNSEEN);
                DeviceIdentity.Change change = before.observe(new Device(KEYS, "web", sent.device()), sent.user());
                DeviceIdentity after = change == null ? before : change.next();
                if (change != null) {
                    changes.computeIfAbsent(sent.device(), none -> new ArrayList<>())
                            .add(after);
                    keys.put(change.identityKey(), after.owner());
                    if (change.merged()) {
                        assertThat(merged.put(before.owner(), after.owner())).isNull();
                    }
                }
                now.put(sent.device(), after);
                owners.add(after.owner());
            }
        }
    }
}
