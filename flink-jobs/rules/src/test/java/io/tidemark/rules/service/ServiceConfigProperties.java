package io.tidemark.rules.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random histories against a model of plain maps, in which a state is every change applied one after another. */
class ServiceConfigProperties {
    private static final int SEEDS = 400;

    @Test
    void aStateIsTheSumOfItsChanges() {
        Seeds.forEach(SEEDS, seed -> {
            List<ConfigVersion> versions = new ConfigMaker(new Random(seed)).versions(12);
            ConfigHistory whole = history(versions);
            ConfigHistory oneByOne = ConfigHistory.EMPTY;
            for (ConfigVersion each : versions) {
                oneByOne = Versions.good(oneByOne.with(each));
            }
            for (int number = 0; number <= versions.size(); number++) {
                SortedMap<ConfigKey, ConfigValue> model = state(versions.subList(0, number));
                assertThat(whole.at(number).entries()).isEqualTo(model);
                assertThat(oneByOne.at(number).entries()).isEqualTo(model);
                assertThat(whole.at(number).version()).isEqualTo(number);
            }
        });
    }

    @Test
    void lookUpsFindWhatTheEntriesSay() {
        Seeds.forEach(SEEDS, seed -> {
            ConfigMaker maker = new ConfigMaker(new Random(seed));
            ServiceConfig config = history(maker.versions(12)).now();
            Map<ConfigKey, ConfigValue> entries = config.entries();
            for (int i = 0; i < 60; i++) {
                String project = maker.name();
                String name = maker.name();
                assertThat(config.project(project)).isEqualTo(entries.get(new ConfigKey.Project(project)));
                String hash = maker.hash();
                assertThat(config.apiKey(hash)).isEqualTo(entries.get(new ConfigKey.ApiKey(hash)));
                checkLimits(config, entries, project, name);
                checkEventType(config, entries, project, name);
            }
        });
    }

    private static void checkLimits(
            ServiceConfig config, Map<ConfigKey, ConfigValue> entries, String project, String device) {
        var ofProject = (ConfigValue.Limits) entries.get(new ConfigKey.Limits(project));
        var own = (ConfigValue.DeviceLimits) entries.get(new ConfigKey.DeviceLimits(project, device));
        int second = 30;
        int day = 500_000;
        if (ofProject != null) {
            second = ofProject.eventsPerSecond() != null ? ofProject.eventsPerSecond() : second;
            day = ofProject.eventsPerDay() != null ? ofProject.eventsPerDay() : day;
        }
        if (own != null) {
            second = own.eventsPerSecond() != null ? own.eventsPerSecond() : second;
            day = own.eventsPerDay() != null ? own.eventsPerDay() : day;
        }
        assertThat(config.limits(project, device).eventsPerSecondOr(30)).isEqualTo(second);
        assertThat(config.limits(project, device).eventsPerDayOr(500_000)).isEqualTo(day);
        assertThat(config.isBlocked(project, device)).isEqualTo(own != null && own.block());
    }

    private static void checkEventType(
            ServiceConfig config, Map<ConfigKey, ConfigValue> entries, String project, String type) {
        List<ConfigValue> filters = new ArrayList<>();
        ConfigValue plan = null;
        for (String each : type.equals("*") ? List.of("*") : List.of(type, "*")) {
            ConfigValue filter = entries.get(new ConfigKey.Filter(project, each));
            if (filter != null) {
                filters.add(filter);
            }
            plan = plan == null ? entries.get(new ConfigKey.SchemaPlan(project, each)) : plan;
        }
        assertThat(config.filters(project, type)).isEqualTo(filters);
        assertThat(config.schemaPlan(project, type)).isEqualTo(plan);
    }

    @Test
    void theVersionInForceIsTheLastThatIsEffective() {
        Seeds.forEach(SEEDS, seed -> {
            List<ConfigVersion> versions = new ConfigMaker(new Random(seed)).versions(12);
            ConfigHistory history = history(versions);
            for (long time = -60; time < 80; time++) {
                long expected = 0;
                for (ConfigVersion each : versions) {
                    expected = each.effectiveFrom() <= time ? each.number() : expected;
                }
                assertThat(history.inForce(time)).as("at %s", time).isEqualTo(expected);
            }
        });
    }

    @Test
    void theDifferenceOfTwoStatesLeadsFromOneToTheOther() {
        Seeds.forEach(SEEDS, seed -> {
            Random random = new Random(seed);
            ConfigHistory history = history(new ConfigMaker(random).versions(12));
            long a = random.nextInt((int) history.newest() + 1);
            long b = random.nextInt((int) history.newest() + 1);
            SortedMap<ConfigKey, ConfigValue> state = history.at(a).entries();
            for (Difference each : history.difference(a, b)) {
                assertThat(state.get(each.key())).isEqualTo(each.before());
                assertThat(each.before()).isNotEqualTo(each.after());
                if (each.after() == null) {
                    state.remove(each.key());
                } else {
                    state.put(each.key(), each.after());
                }
            }
            assertThat(state).isEqualTo(history.at(b).entries());
        });
    }

    @Test
    void aRevertGivesTheOldState() {
        Seeds.forEach(SEEDS, seed -> {
            Random random = new Random(seed);
            ConfigHistory history = history(new ConfigMaker(random).versions(12));
            long number = random.nextInt((int) history.newest() + 1);

            SortedMap<ConfigKey, ConfigValue> after = applied(history, history.revertTo(number));
            assertThat(withoutStandIns(after))
                    .isEqualTo(withoutStandIns(history.at(number).entries()));
            assertThat(standIns(after)).isEqualTo(standIns(history.now().entries()));
        });
    }

    @Test
    void aRestoreNeverBringsBackWhatWasRemoved() {
        Seeds.forEach(SEEDS, seed -> {
            Random random = new Random(seed);
            ConfigHistory history = history(new ConfigMaker(random).versions(12));
            long number = random.nextInt((int) history.newest() + 1);
            SortedMap<ConfigKey, ConfigValue> then =
                    withoutStandIns(history.at(number).entries());
            SortedMap<ConfigKey, ConfigValue> now =
                    withoutStandIns(history.now().entries());
            SortedMap<ConfigKey, ConfigValue> whole = applied(history, history.restoreTo(number));
            SortedMap<ConfigKey, ConfigValue> after = withoutStandIns(whole);
            assertThat(standIns(whole)).isEqualTo(standIns(history.now().entries()));

            assertThat(then.keySet()).containsAll(after.keySet());
            assertThat(now.keySet()).containsAll(after.keySet());
            after.forEach((key, value) -> {
                assertThat(value).isIn(then.get(key), now.get(key));
                assertThat(projectIsIn(after, key, value))
                        .as("%s in %s", key, after)
                        .isTrue();
            });
            then.forEach((key, value) -> {
                boolean projectStays = projectIsIn(then, key, value) && projectIsIn(now, key, value);
                if (now.containsKey(key) && projectStays) {
                    assertThat(after).containsEntry(key, value);
                }
            });
            ConfigHistory restored = next(history, history.restoreTo(number));
            assertThat(restored.restoreTo(number))
                    .as("a restore of what is restored")
                    .isEmpty();
        });
    }

    @Test
    void whatIsMissingOrTwiceIsFoundWhateverTheOrder() {
        Seeds.forEach(SEEDS, seed -> {
            Random random = new Random(seed);
            ConfigMaker maker = new ConfigMaker(random);
            List<ConfigVersion> versions = new ArrayList<>(maker.versions(12));
            ConfigHistory history = history(versions);
            List<ConfigVersion> shuffled = new ArrayList<>(versions);
            shuffled.addAll(versions.subList(0, versions.size() / 2));
            Collections.shuffle(shuffled, random);
            assertThat(Versions.good(ConfigHistory.of(shuffled)).versions()).isEqualTo(history.versions());
            if (versions.size() > 1) {
                int missing = random.nextInt(versions.size() - 1);
                shuffled.removeIf(each -> each.number() == missing + 1);
                assertThat(ConfigHistory.of(shuffled).problems())
                        .singleElement()
                        .extracting(Problem::what)
                        .asString()
                        .startsWith("version " + (missing + 1) + " is missing");
            }
        });
    }

    /** The newest version says which; a version that there is not is neither replaced nor a stand-in. */
    @Test
    void theStandInOfAVersionIsWhatTheNewestSays() {
        Seeds.forEach(SEEDS, seed -> {
            List<ConfigVersion> versions = new ConfigMaker(new Random(seed)).versions(12);
            ConfigHistory history = history(versions);
            ConfigHistory oneByOne = ConfigHistory.EMPTY;
            for (ConfigVersion each : versions) {
                oneByOne = Versions.good(oneByOne.with(each));
            }
            Map<ConfigKey, ConfigValue> now = state(versions);
            for (long version = -2; version < 20; version++) {
                ConfigValue by = version < 1 ? null : now.get(new ConfigKey.StandIn(version));
                long expected = version;
                if (by instanceof ConfigValue.StandIn named
                        && version <= versions.size()
                        && named.version() <= versions.size()) {
                    expected = named.version();
                }
                assertThat(history.standIn(version)).isEqualTo(expected);
                assertThat(oneByOne.standIn(version)).isEqualTo(expected);
            }
        });
    }

    /** Whatever is made of versions that passed the check: one step, between versions that there are. */
    @Test
    void standInsThatPassTheCheckGoOneStep() {
        Seeds.forEach(SEEDS, seed -> {
            Random random = new Random(seed);
            ConfigHistory history = ConfigHistory.EMPTY;
            for (int i = 0; i < 40; i++) {
                long number = history.newest() + 1;
                SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    ConfigKey key = new ConfigKey.StandIn(1 + random.nextInt(10));
                    changes.put(
                            key,
                            random.nextInt(4) == 0
                                    ? Optional.empty()
                                    : Optional.of(new ConfigValue.StandIn(random.nextInt(10))));
                }
                if (random.nextInt(3) == 0) {
                    changes.clear();
                    changes.put(new ConfigKey.Limits("default"), Optional.of(new ConfigValue.Limits(i, null)));
                }
                ConfigVersion next = new ConfigVersion(number, changes, 60_000, "a", "r", 0);
                if (NextVersion.check(history, next, 0).isEmpty()) {
                    history = Versions.good(history.with(next));
                }
                SortedMap<Long, Long> all = history.now().standIns();
                for (Map.Entry<Long, Long> each : all.entrySet()) {
                    assertThat(each.getKey()).isBetween(1L, history.newest());
                    assertThat(each.getValue()).isBetween(0L, history.newest()).isNotEqualTo(each.getKey());
                    assertThat(all).as("a second step in %s", all).doesNotContainKey(each.getValue());
                    assertThat(history.standIn(history.standIn(each.getKey()))).isEqualTo(each.getValue());
                }
            }
        });
    }

    private static SortedMap<ConfigKey, ConfigValue> withoutStandIns(SortedMap<ConfigKey, ConfigValue> state) {
        SortedMap<ConfigKey, ConfigValue> others = new TreeMap<>(state);
        others.keySet().removeIf(ConfigKey.StandIn.class::isInstance);
        return others;
    }

    private static SortedMap<ConfigKey, ConfigValue> standIns(SortedMap<ConfigKey, ConfigValue> state) {
        SortedMap<ConfigKey, ConfigValue> standIns = new TreeMap<>(state);
        standIns.keySet().removeIf(key -> !(key instanceof ConfigKey.StandIn));
        return standIns;
    }

    private static boolean projectIsIn(Map<ConfigKey, ConfigValue> state, ConfigKey key, ConfigValue value) {
        String project = value instanceof ConfigValue.ApiKey apiKey ? apiKey.project() : key.project();
        return project.equals("default") || state.containsKey(new ConfigKey.Project(project));
    }

    private static ConfigHistory history(List<ConfigVersion> versions) {
        return Versions.good(ConfigHistory.of(versions));
    }

    private static ConfigHistory next(ConfigHistory history, SortedMap<ConfigKey, Optional<ConfigValue>> changes) {
        return changes.isEmpty()
                ? history
                : Versions.good(history.with(new ConfigVersion(history.newest() + 1, changes, 1_000, "a", "r", 0)));
    }

    private static SortedMap<ConfigKey, ConfigValue> applied(
            ConfigHistory history, SortedMap<ConfigKey, Optional<ConfigValue>> changes) {
        return next(history, changes).now().entries();
    }

    private static SortedMap<ConfigKey, ConfigValue> state(List<ConfigVersion> versions) {
        Map<ConfigKey, ConfigValue> state = new HashMap<>();
        for (ConfigVersion each : versions) {
            each.changes().forEach((key, value) -> {
                state.remove(key);
                value.ifPresent(set -> state.put(key, set));
            });
        }
        return new TreeMap<>(state);
    }
}
