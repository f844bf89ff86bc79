package io.tidemark.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked cases of identity.md: (device, user) pairs in, the resolved person of each event out. */
class DeviceIdentityTest {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "acme");

    static Stream<Arguments> workedCases() {
        return Stream.of(
                Arguments.of(
                        "anonymous, then a user who has history elsewhere",
                        "Y,david Z,- Z,david Z,-",
                        "david david david david",
                        "Z>david"),
                Arguments.of("new user on an anonymous device", "G,- G,- G,john", "john john john", "G>john"),
                Arguments.of("logged out without a reset", "R,jane R,-", "jane jane", ""),
                Arguments.of("second user on a device", "R,jane R,- R,mary R,-", "jane jane mary mary", ""),
                Arguments.of(
                        "anonymous device, then two users", "z,- z,ann z,- z,bob z,-", "ann ann ann bob bob", "z>ann"),
                Arguments.of("same user, many devices", "K,zack L,zack", "zack zack", ""),
                Arguments.of("logout with a new device id", "d1,ann d2,-", "ann d2", ""),
                Arguments.of("never logged in", "A,- A,-", "A A", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workedCases")
    void resolvesAsIdentityMdSays(String name, String sequence, String resolved, String merges) {
        Run run = new Run();
        for (String event : sequence.split(" ")) {
            String[] pair = event.split(",");
            run.observe(pair[0], pair[1].equals("-") ? null : pair[1]);
        }

        assertThat(run.resolved()).as(name).isEqualTo(List.of(resolved.split(" ")));
        assertThat(run.mergeTexts()).as(name).isEqualTo(merges.isEmpty() ? List.of() : List.of(merges.split(" ")));
    }

    @Test
    void seqCountsTheChangesAndNothingElse() {
        Run run = new Run();
        run.observe("z", null);
        run.observe("z", null);
        run.observe("z", "ann");
        run.observe("z", "ann");
        run.observe("z", null);
        run.observe("z", "bob");
        run.observe("z", "ann");

        assertThat(run.devices.get("z").seq()).isEqualTo(4);
    }

    /** A fold over several devices, with names instead of numbers. */
    private static final class Run {
        final Map<String, DeviceIdentity> devices = new HashMap<>();
        private final Map<Long, String> names = new HashMap<>();
        private final Map<Long, Long> mergedInto = new HashMap<>();
        private final List<Long> owners = new ArrayList<>();

        void observe(String deviceKey, @org.jspecify.annotations.Nullable String user) {
            Device device = new Device(KEYS, "default", deviceKey);
            DeviceIdentity before = devices.getOrDefault(deviceKey, DeviceIdentity.UNSEEN);
            DeviceIdentity.Change change = before.observe(device, user);
            DeviceIdentity after = change == null ? before : change.next();
            names.put(IdentityKeys.amplitudeId(device.key()), deviceKey);
            if (user != null) {
                names.put(IdentityKeys.amplitudeId(device.userKey(user)), user);
            }
            if (change != null && change.merged()) {
                assertThat(mergedInto.put(before.owner(), after.owner()))
                        .as("a device merges once")
                        .isNull();
            }
            devices.put(deviceKey, after);
            owners.add(after.owner());
        }

        List<String> resolved() {
            return owners.stream()
                    .map(owner -> names.get(mergedInto.getOrDefault(owner, owner)))
                    .toList();
        }

        List<String> mergeTexts() {
            return mergedInto.entrySet().stream()
                    .map(merge -> names.get(merge.getKey()) + ">" + names.get(merge.getValue()))
                    .toList();
        }
    }
}
