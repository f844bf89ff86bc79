package io.tidemark.ops.configure;

import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.service.ServiceConfigTable;
import io.tidemark.lake.status.NewestRecord;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.NextVersion;
import io.tidemark.rules.service.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service configuration of a lake: planned, changed, published. The table is written first, and the topic behind it; a
 * version that the topic lacks, because the brokers were gone just then, comes there with {@link #publish}.
 */
public final class ServiceConfigs {
    private static final String THE_TOPIC = "The topic";
    private static final String THE_PLAN = "The plan";
    private static final int ATTEMPTS = 5;

    private final Lake lake;
    private final ServiceConfigTable table;

    /** The configuration of this lake. */
    public ServiceConfigs(Lake lake) {
        this.lake = lake;
        this.table = new ServiceConfigTable(lake);
    }

    /**
     * All versions, from the table.
     *
     * @throws Refusal if the table has lost rows: then its versions have a gap
     */
    public ConfigHistory history() {
        return ConfigRows.history(table.list(), "The table " + lake.identifier(LakeTable.SERVICE_CONFIG));
    }

    /**
     * What table and topic have; changes nothing, and fails for neither: what cannot be read is a problem of the status.
     *
     * @param topic the topic; null where it cannot be read from here
     */
    public ConfigStatus status(@Nullable ConfigTopic topic, Instant now) {
        List<String> problems = new ArrayList<>();
        ConfigHistory history = ConfigHistory.EMPTY;
        List<ConfigVersion> published = null;
        try {
            history = history();
        } catch (Refusal | LakeFailure e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        try {
            published = topic == null ? null : topic.read();
        } catch (LakeFailure e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new ConfigStatus(history, published, problems, now);
    }

    /**
     * The newest version that there was when a mark was made; 0 for none.
     *
     * @throws Refusal if there is no such mark, or it is of a release that had no configuration
     */
    public long versionAt(String mark) {
        var ref = lake.table(LakeTable.SERVICE_CONFIG).refs().get(mark);
        if (ref == null) {
            throw RefusalCode.NO_CONFIG_AT.refuse(mark);
        }
        return ConfigRows.history(table.at(ref.snapshotId()), "The mark '" + mark + "'")
                .newest();
    }

    /**
     * What a version would change; changes nothing.
     *
     * @param now the author's time
     * @throws io.tidemark.config.ConfigurationProblems with everything that is wrong with it
     */
    public ConfigPlan plan(ConfigRequest request, Instant now) {
        return plan(request, now, eventsRead -> {});
    }

    /**
     * The same, for one who waits while the events are read of which a filter or a schema would have parked some.
     *
     * @param eventsRead is told now and then how many events were read
     */
    public ConfigPlan plan(ConfigRequest request, Instant now, LongConsumer eventsRead) {
        ConfigHistory history = history();
        ConfigPlan plan = plan(request, now, history);
        ConfigHistory after = ConfigRows.checked(history.with(next(request, now, history, null)), THE_PLAN);
        ParkedShare parked = LastDay.screen(lake, history.now(), after.now(), plan.changes(), eventsRead)
                .orElse(null);
        return new ConfigPlan(plan.number(), request, plan.changes(), plan.effectiveFrom(), parked);
    }

    private ConfigPlan plan(ConfigRequest request, Instant now, ConfigHistory history) {
        if (!lake.outdated().isEmpty()) {
            throw RefusalCode.NOT_UPGRADED.refuse(
                    "The lake in " + lake.settings().place());
        }
        ConfigVersion next = next(request, now, history, null);
        ConfigHistory after = ConfigRows.checked(history.with(next), THE_PLAN);
        return new ConfigPlan(
                next.number(),
                request,
                after.difference(history.newest(), next.number()),
                Instant.ofEpochMilli(next.effectiveFrom()),
                null);
    }

    private ConfigVersion next(ConfigRequest request, Instant now, ConfigHistory history, @Nullable String apiKey) {
        var changes = ConfigChanges.of(request.change(), history, apiKey);
        if (changes.isEmpty()) {
            ConfigChanges.require(List.of(new Problem(
                    "version " + (history.newest() + 1), "nothing changes: everything is configured so already")));
        }
        long soonest = floor(now).toEpochMilli() + NextVersion.AHEAD_MILLIS;
        if (history.newest() > 0) {
            soonest = Math.max(soonest, newest(history).effectiveFrom());
        }
        Instant from = request.from();
        ConfigVersion next = new ConfigVersion(
                history.newest() + 1,
                changes,
                from == null ? soonest : from.toEpochMilli(),
                request.author(),
                request.reason(),
                now.toEpochMilli());
        ConfigChanges.require(NextVersion.check(history, next, floor(now).toEpochMilli()));
        return next;
    }

    /**
     * The later of the author's clock and the brokers': what was put into Kafka already has been decided. A clock that is
     * behind would otherwise change by what records count that are in the tables.
     */
    private Instant floor(Instant now) {
        return lake.isReadable(LakeTable.EVENTS)
                ? NewestRecord.of(lake.table(LakeTable.EVENTS))
                        .filter(now::isBefore)
                        .orElse(now)
                : now;
    }

    private static ConfigVersion newest(ConfigHistory history) {
        return version(history, history.newest());
    }

    private static ConfigVersion version(ConfigHistory history, long number) {
        return history.versions().get(Math.toIntExact(number - 1));
    }

    /**
     * A version that was made.
     *
     * @param version it
     * @param apiKey the API key that it lets in, which is known to nobody else; null where none was made
     */
    public record Made(ConfigVersion version, @Nullable String apiKey) {}

    /**
     * Makes the version of a plan, and publishes it.
     *
     * @param topic where job and collectors read it
     * @param now the author's time
     * @param apiKeys gives an API key that nobody can guess, where the request makes one
     * @throws Refusal if the plan is another one by now; then nothing was done
     * @throws io.tidemark.lake.catalog.LakeFailure if it is in the table, and could not be published
     */
    public Made execute(ConfigRequest request, String hash, ConfigTopic topic, Instant now, Supplier<String> apiKeys) {
        ConfigHistory history = history();
        ConfigPlan plan = plan(request, now, history);
        PlanHash.requireSame(
                "make version " + plan.number() + " of the service configuration",
                plan.hash(),
                hash,
                "its words are others, or another version was made since",
                "Run `tidemark config` again");
        String apiKey = request.change() instanceof ConfigRequest.NewApiKey ? apiKeys.get() : null;
        ConfigVersion made = next(request, now, history, apiKey);
        table.add(ConfigRows.of(made));
        publish(topic);
        return new Made(made, apiKey);
    }

    /**
     * Makes the version of a request and publishes it, unless everything is configured so already: done twice, it is done
     * once. For a step that may be cut off anywhere.
     *
     * @param now the author's time
     * @return the number of the version, or of the newest where everything was configured so
     * @throws io.tidemark.config.ConfigurationProblems with everything that is wrong with it
     * @throws io.tidemark.lake.catalog.LakeFailure if it is in the table, and could not be published
     */
    public long ensure(ConfigRequest request, ConfigTopic topic, Instant now) {
        for (int left = ATTEMPTS; ; left--) {
            ConfigHistory history = history();
            if (ConfigChanges.of(request.change(), history, null).isEmpty()) {
                publish(topic);
                return history.newest();
            }
            ConfigVersion made = next(request, now, history, null);
            try {
                table.add(ConfigRows.of(made));
                publish(topic);
                return made.number();
            } catch (Refusal refused) {
                if (refused.code() != RefusalCode.ANOTHER_PLAN || left == 0) {
                    throw refused;
                }
                // Somebody else made a version meanwhile; this one comes behind it.
            }
        }
    }

    /**
     * Returns if the topic can be brought up to the table; changes nothing.
     *
     * @throws Refusal if the topic has a version that the table has not, or has otherwise
     * @throws io.tidemark.lake.catalog.LakeFailure if the brokers do not answer
     */
    public void requirePublishable(ConfigTopic topic) {
        missing(topic);
    }

    /**
     * Writes into the topic what it lacks of the table's versions.
     *
     * @return how many were written
     * @throws Refusal if the topic has a version that the table has not, or has otherwise
     */
    public int publish(ConfigTopic topic) {
        List<ConfigVersion> missing = missing(topic);
        topic.publish(missing);
        return missing.size();
    }

    private List<ConfigVersion> missing(ConfigTopic topic) {
        ConfigHistory history = history();
        List<ConfigVersion> published = topic.read();
        for (ConfigVersion there : published) {
            if (there.number() > history.newest() || !there.equals(version(history, there.number()))) {
                throw RefusalCode.CONFIG_DIFFERS.refuse(there.number(), lake.identifier(LakeTable.SERVICE_CONFIG));
            }
        }
        Set<Long> known = published.stream().map(ConfigVersion::number).collect(Collectors.toSet());
        return history.versions().stream()
                .filter(version -> !known.contains(version.number()))
                .toList();
    }

    /**
     * Writes into the table what it lacks of the topic's versions, and makes a table that was lost again.
     *
     * @param options how the table is made
     * @return how many were written
     * @throws Refusal if the topic has a gap, or the table has a version otherwise; then no table is made
     */
    public int recover(ConfigTopic topic, TableOptions options) {
        boolean lost = lake.isMissing(LakeTable.SERVICE_CONFIG);
        if (lost
                && ConfigRows.checked(ConfigHistory.of(topic.read()), THE_TOPIC).newest() > 0) {
            lake.makeAgain(LakeTable.SERVICE_CONFIG, options);
        }
        return recover(topic);
    }

    /**
     * Writes into the table what it lacks of the topic's versions: for a table that was put back to an older state.
     *
     * @return how many were written
     * @throws Refusal if the topic has a gap, or the table has a version otherwise
     */
    public int recover(ConfigTopic topic) {
        ConfigHistory published = ConfigRows.checked(ConfigHistory.of(topic.read()), THE_TOPIC);
        ConfigHistory history = history();
        for (ConfigVersion version : history.versions()) {
            if (version.number() <= published.newest() && !version.equals(version(published, version.number()))) {
                throw RefusalCode.CONFIG_DIFFERS.refuse(version.number(), lake.identifier(LakeTable.SERVICE_CONFIG));
            }
        }
        List<ConfigVersion> missing = published.versions().stream()
                .filter(version -> version.number() > history.newest())
                .toList();
        missing.forEach(version -> table.add(ConfigRows.of(version)));
        return missing.size();
    }
}
