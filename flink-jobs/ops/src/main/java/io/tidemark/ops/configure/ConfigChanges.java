package io.tidemark.ops.configure;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.rules.service.Checked;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.KeyKind;
import io.tidemark.rules.service.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a request changes of a history, key by key. */
final class ConfigChanges {
    private static final String API_KEYS = "api_key/";
    /** In a plan, the hash of a key that is not made yet: that of no text. */
    private static final String NOT_MADE = "0".repeat(64);

    private final ConfigHistory history;
    private final List<Problem> problems = new ArrayList<>();

    private ConfigChanges(ConfigHistory history) {
        this.history = history;
    }

    /**
     * The changes.
     *
     * @param apiKey the API key that a {@link ConfigRequest.NewApiKey} makes; null in a plan
     * @throws ConfigurationProblems with everything that is wrong with keys and values
     */
    static SortedMap<ConfigKey, Optional<ConfigValue>> of(
            ConfigRequest.Change change, ConfigHistory history, @Nullable String apiKey) {
        ConfigChanges changes = new ConfigChanges(history);
        SortedMap<ConfigKey, Optional<ConfigValue>> made = changes.of(change, apiKey);
        require(changes.problems);
        return made;
    }

    /** Returns if there is no problem. */
    static void require(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationProblems(
                    "the service configuration",
                    problems.stream()
                            .map(each -> new io.tidemark.config.Problem(each.at(), each.what()))
                            .toList());
        }
    }

    private SortedMap<ConfigKey, Optional<ConfigValue>> of(ConfigRequest.Change change, @Nullable String apiKey) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        if (change instanceof ConfigRequest.Values set) {
            set.values().forEach((text, json) -> {
                ConfigKey key = settable(good(ConfigKey.parse(text)));
                ConfigValue value = key == null ? null : good(ConfigValue.parse(key, json));
                if (value != null) {
                    changes.put(key, Optional.of(value));
                }
            });
        } else if (change instanceof ConfigRequest.Removal removal) {
            removal.keys().forEach(text -> {
                ConfigKey key = meant(text);
                if (key != null) {
                    changes.put(key, Optional.empty());
                }
            });
        } else if (change instanceof ConfigRequest.NewApiKey made) {
            changes.put(
                    new ConfigKey.ApiKey(apiKey == null ? NOT_MADE : ConfigKey.hash(apiKey)),
                    Optional.of(new ConfigValue.ApiKey(made.project(), made.validUntil(), List.of())));
        } else if (change instanceof ConfigRequest.Revert revert) {
            return requireVersion(revert.version()) ? history.revertTo(revert.version()) : changes;
        } else if (change instanceof ConfigRequest.Restore restore) {
            return history.restoreTo(restore.version());
        } else if (change instanceof ConfigRequest.StandIns standIns) {
            standIns.changes().forEach((version, by) -> standIn(version, by, changes));
        }
        return changes;
    }

    private boolean requireVersion(long version) {
        if (version < 0 || version > history.newest()) {
            problems.add(
                    new Problem("version " + version, "there is no such version; the newest is " + history.newest()));
            return false;
        }
        return true;
    }

    /** An API key may be given by the first digits of its hash. */
    private @Nullable ConfigKey meant(String text) {
        boolean shortened = text.startsWith(API_KEYS) && text.length() < API_KEYS.length() + NOT_MADE.length();
        ConfigKey key = shortened ? good(history.now().resolve(text)) : settable(good(ConfigKey.parse(text)));
        if (key != null && !history.now().entries().containsKey(key)) {
            problems.add(new Problem(text, "there is no such key; see `tidemark config diff 0`"));
        }
        return key;
    }

    private void standIn(long version, Optional<Long> by, SortedMap<ConfigKey, Optional<ConfigValue>> changes) {
        Checked<ConfigKey> key = ConfigKey.of(KeyKind.STAND_IN, Long.toString(version), null);
        ConfigKey known = good(key);
        Optional<Long> now = Optional.ofNullable(history.now().standIns().get(version));
        if (known != null && !now.equals(by)) {
            changes.put(known, by.map(ConfigValue.StandIn::new));
        }
    }

    /** Beside a running job, a stand-in would decide from some record on that nobody can name. */
    private @Nullable ConfigKey settable(@Nullable ConfigKey key) {
        if (key instanceof ConfigKey.StandIn standIn) {
            problems.add(new Problem(
                    key.text(),
                    "a stand-in is for what is decided again, so a restore makes it: `tidemark restore --to MARK --stand-in "
                            + standIn.version() + "=VERSION`; `tidemark restore --undo` lifts it"));
            return null;
        }
        return key;
    }

    private <T> @Nullable T good(Checked<? extends T> read) {
        problems.addAll(read.problems());
        return read.orNull();
    }
}
