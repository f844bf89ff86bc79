package io.tidemark.ops.audit;

import io.tidemark.lake.audit.VersionRules;
import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.intake.EventTimes;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The versions of the service configuration by which the job decides, as the audit needs them. For one thread. */
final class DecidedVersions implements VersionRules {
    /** The reasons that come behind the version; a record that is no event has none yet. */
    private static final Set<String> BEHIND_THE_VERSION = EnumSet.of(
                    Reason.INVALID_USER_ID,
                    Reason.INVALID_DEVICE_ID,
                    Reason.ID_TOO_SHORT,
                    Reason.ID_TOO_LONG,
                    Reason.ID_NOT_A_STRING,
                    Reason.FILTERED,
                    Reason.SCHEMA)
            .stream()
            .map(Reason::text)
            .collect(Collectors.toUnmodifiableSet());

    private final ConfigHistory history;
    private final Map<Long, Set<Long>> standIns;
    // What was accepted under a larger limit is an event all the same.
    private final EventDecoder decoder = new EventDecoder(Integer.MAX_VALUE);
    private final Event event = new Event();

    private DecidedVersions(ConfigHistory history) {
        this.history = history;
        this.standIns = standIns(history);
    }

    /** The versions of this history. */
    static DecidedVersions of(ConfigHistory history) {
        return new DecidedVersions(history);
    }

    private static Map<Long, Set<Long>> standIns(ConfigHistory history) {
        Map<Long, Set<Long>> all = new HashMap<>();
        for (ConfigVersion version : history.versions()) {
            version.changes().forEach((key, value) -> {
                if (key instanceof ConfigKey.StandIn of && value.orElse(null) instanceof ConfigValue.StandIn by) {
                    all.computeIfAbsent(of.version(), any -> new TreeSet<>()).add(by.version());
                }
            });
        }
        return all;
    }

    @Override
    public long newest() {
        return history.newest();
    }

    @Override
    public long effectiveFrom(long version) {
        return history.versions().get(Math.toIntExact(version - 1)).effectiveFrom();
    }

    @Override
    public long inForce(long receivedMillis) {
        return history.inForce(receivedMillis);
    }

    @Override
    public Set<Long> standIns(long version) {
        return standIns.getOrDefault(version, Set.of());
    }

    @Override
    public boolean decides(String reason) {
        return BEHIND_THE_VERSION.contains(reason);
    }

    @Override
    public @Nullable Stamp stamp(byte[] value, long timestamp) {
        if (decoder.decode(value, event) != null) {
            return null;
        }
        Long named = event.has(Field.CONFIG_VERSION) ? (Long) event.whole(Field.CONFIG_VERSION) : null;
        return new Stamp(named, EventTimes.of(event, timestamp).serverReceived());
    }
}
