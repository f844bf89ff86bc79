package io.tidemark.ops.configure;

import io.tidemark.config.ConfigurationProblems;
import io.tidemark.job.kafka.ConfigTopic;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of the service configuration that decide in place of others, as a restore changes them: checked when it is
 * planned, made while no job runs.
 */
public final class StandInVersions {
    private static final String NAMED = "--stand-in";
    private static final Pattern PAIR = Pattern.compile("([1-9]\\d{0,17})=(0|[1-9]\\d{0,17})");

    private final ServiceConfigs configs;

    /** Those of a lake. */
    public StandInVersions(Lake lake) {
        this.configs = new ServiceConfigs(lake);
    }

    /** For each version that has a stand-in, its number. */
    public SortedMap<Long, Long> now() {
        return configs.history().now().standIns();
    }

    /**
     * The stand-ins that a person names.
     *
     * @param named each as {@code 7=5}: version 5 decides in place of version 7
     * @param author who says so
     * @param reason why
     * @param topic where job and collectors read the configuration
     * @param now the author's time
     * @return for each version the one that is to decide
     * @throws ConfigurationProblems with everything that is wrong with them
     * @throws Refusal if the lake is of an earlier release, or its topic is another lake's
     * @throws io.tidemark.lake.catalog.LakeFailure if the brokers do not answer
     */
    public SortedMap<Long, Optional<Long>> checked(
            List<String> named, String author, String reason, ConfigTopic topic, Instant now) {
        List<Problem> problems = new ArrayList<>();
        SortedMap<Long, Long> already = now();
        SortedMap<Long, Optional<Long>> wanted = new TreeMap<>();
        for (String each : named) {
            Matcher pair = PAIR.matcher(each);
            if (!pair.matches()) {
                problems.add(new Problem(
                        NAMED + " " + each,
                        "allowed: VERSION=VERSION, such as 7=5 for version 5 in place of version 7, and 7=0 for none"));
                continue;
            }
            long version = Long.parseLong(pair.group(1));
            Long by = Long.valueOf(pair.group(2));
            if (by.equals(already.get(version))) {
                problems.add(new Problem(NAMED + " " + each, "it is so already; leave it out"));
            } else if (wanted.putIfAbsent(version, Optional.of(by)) != null) {
                problems.add(
                        new Problem(NAMED + " " + each, "version " + version + " is named twice; keep one of them"));
            }
        }
        require(wanted, author, reason, now, problems);
        configs.requirePublishable(topic);
        return wanted;
    }

    /**
     * Returns if stand-ins can be made or lifted.
     *
     * @throws ConfigurationProblems with everything that is wrong with them
     * @throws Refusal as {@link #checked}
     */
    public void require(
            SortedMap<Long, Optional<Long>> changes, String author, String reason, ConfigTopic topic, Instant now) {
        require(changes, author, reason, now, new ArrayList<>());
        configs.requirePublishable(topic);
    }

    private void require(
            SortedMap<Long, Optional<Long>> changes,
            String author,
            String reason,
            Instant now,
            List<Problem> problems) {
        if (changes.isEmpty()) {
            ConfigChanges.require(problems);
            return;
        }
        try {
            configs.plan(request(changes, author, reason), now);
        } catch (ConfigurationProblems wrong) {
            wrong.problems().forEach(each -> problems.add(new Problem(each.key(), each.message())));
        }
        ConfigChanges.require(problems);
    }

    /**
     * Makes or lifts stand-ins, in the table and then in the topic; nothing where they are so already.
     *
     * @return the number of the version that says so
     * @throws io.tidemark.lake.catalog.LakeFailure if they could not be written, or not be published
     */
    public long make(
            SortedMap<Long, Optional<Long>> changes, String author, String reason, ConfigTopic topic, Instant now) {
        return configs.ensure(request(changes, author, reason), topic, now);
    }

    private static ConfigRequest request(SortedMap<Long, Optional<Long>> changes, String author, String reason) {
        return new ConfigRequest(new ConfigRequest.StandIns(changes), author, reason, null);
    }

    /**
     * Whether the newest version says the same as a version, stand-ins aside: then what that one says also decides what
     * comes from now on.
     *
     * @param version the number of a version that there is
     */
    public boolean isStillConfigured(long version) {
        ConfigHistory history = configs.history();
        return history.difference(version, history.newest()).stream()
                .allMatch(each -> each.key() instanceof ConfigKey.StandIn);
    }
}
