package io.tidemark.ops.answers;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.overrides.OverrideKind;
import io.tidemark.lake.overrides.OverridePlan.Request;
import io.tidemark.lake.overrides.OverridePlanner;
import io.tidemark.lake.overrides.Subject;
import io.tidemark.rules.model.Corrections;
import io.tidemark.rules.model.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a lake half way, of each kind something, and some of it withdrawn again; said to the lake by the
 * product's own planner, and to the model here.
 *
 * @param words what was said, in order
 * @param hold what holds in the end
 */
record SaidByPeople(List<Word> words, Corrections hold) {
    private static final String AUTHOR = "the analysts";
    private static final Instant SAID = Instant.parse("2024-03-31T12:34:56Z");

    /**
     * One correction.
     *
     * @param seq its number
     * @param who {@code device:…} or {@code user:…}
     * @param to the user who that is; null but for a map
     */
    record Word(
            int seq,
            OverrideKind kind,
            String who,
            @Nullable String to) {
        private static String id(String name) {
            return name.substring(name.indexOf(':') + 1);
        }

        private String reason() {
            return "it's \"said\" no. " + seq;
        }

        List<@Nullable Object> row() {
            return Case.row(
                    seq,
                    kind.word(),
                    null,
                    who.startsWith("device:") ? id(who) : null,
                    who.startsWith("user:") ? id(who) : null,
                    History.amplitudeId(who),
                    to == null ? null : id(to),
                    to == null ? null : History.amplitudeId(to),
                    AUTHOR,
                    reason(),
                    "2024-03-31 12:34");
        }

        private static Subject subject(String name) {
            boolean device = name.startsWith("device:");
            return new Subject(null, device ? id(name) : null, device ? null : id(name), History.amplitudeId(name));
        }

        private void say(OverridePlanner planner) {
            Request request = new Request(kind, subject(who), to == null ? null : subject(to), AUTHOR, reason());
            planner.execute(request, planner.plan(request).hash(), SAID);
        }
    }

    /** Nobody says anything. */
    static SaidByPeople nothing() {
        return new SaidByPeople(List.of(), Corrections.NONE);
    }

    /** Says it all to a lake of which this is known. */
    static SaidByPeople of(TidemarkConfig config, History history) {
        SaidByPeople said = about(history);
        try (Lake lake = LakeTables.open(config, Purpose.CORRECT)) {
            OverridePlanner planner = new OverridePlanner(lake);
            said.words().forEach(word -> word.say(planner));
        }
        return said;
    }

    private static SaidByPeople about(History history) {
        TreeMap<String, String> merges = new TreeMap<>(history.merges());
        // Who has the most devices is blocked; the devices that are spoken of are others'.
        String shared = merges.values().stream()
                .collect(Collectors.groupingBy(user -> user, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        List<String> devices = merges.entrySet().stream()
                .filter(merge -> !merge.getValue().equals(shared))
                .map(Map.Entry::getKey)
                .toList();
        TreeSet<String> owners = new TreeSet<>();
        history.events().stream()
                .filter(event -> event.isCounted() && !shared.equals(event.owner()))
                .forEach(event -> owners.add(event.owner()));
        List<String> users =
                owners.stream().filter(owner -> owner.startsWith("user:")).toList();
        List<String> nobody = owners.stream()
                .filter(owner -> owner.startsWith("device:") && !merges.containsKey(owner))
                .toList();
        Set<String> survivors = new HashSet<>(merges.values());
        List<String> withPast = users.stream().filter(survivors::contains).toList();
        List<String> without =
                users.stream().filter(user -> !survivors.contains(user)).toList();

        var all = new ArrayList<Word>();
        say(all, OverrideKind.UNLINK, devices.get(0), null);
        say(all, OverrideKind.BLOCK_DEVICE, devices.get(1), null);
        say(all, OverrideKind.BLOCK_USER, shared, null);
        say(all, OverrideKind.UNLINK, devices.get(2), null);
        say(all, OverrideKind.MAP, withPast.get(0), withPast.get(1));
        say(all, OverrideKind.MAP, nobody.get(0), withPast.get(2));
        say(all, OverrideKind.MAP, without.get(0), withPast.get(2));
        say(all, OverrideKind.RELINK, devices.get(2), null);
        say(all, OverrideKind.UNMAP, without.get(0), null);
        // Blocked before anybody logged in on it.
        say(all, OverrideKind.BLOCK_DEVICE, nobody.get(1), null);
        return new SaidByPeople(
                all,
                new Corrections(
                        Set.of(devices.get(0), devices.get(1), shared, nobody.get(1)),
                        Map.of(withPast.get(0), withPast.get(1), nobody.get(0), withPast.get(2))));
    }

    private static void say(List<Word> all, OverrideKind kind, String who, @Nullable String to) {
        all.add(new Word(all.size() + 1, kind, who, to));
    }
}
