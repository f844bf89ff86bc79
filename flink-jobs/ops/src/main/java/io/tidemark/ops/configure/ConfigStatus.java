package io.tidemark.ops.configure;

import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.VersionNumbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service configuration at one time, as its table and its topic have it.
 *
 * @param history the versions of the table; none where it cannot be read
 * @param published the versions of the topic; null where it was not read
 * @param problems why table or topic could not be read, each with a remedy
 * @param at when it was looked at
 */
public record ConfigStatus(
        ConfigHistory history, @Nullable List<ConfigVersion> published, List<String> problems, Instant at) {
    /** Keeps copies. */
    public ConfigStatus {
        published = published == null ? null : List.copyOf(published);
        problems = List.copyOf(problems);
    }

    /** The newest version, in force or not yet; null where nothing is configured. */
    public @Nullable ConfigVersion newest() {
        return history.newest() == 0 ? null : history.versions().get(Math.toIntExact(history.newest() - 1));
    }

    /** The version that is in force for records that name none; 0 for none. */
    public long inForce() {
        return history.inForce(at.toEpochMilli());
    }

    /** The versions of the table that the topic lacks; none where it was not read. */
    public SortedSet<Long> notInTopic() {
        return published == null ? new TreeSet<>() : VersionNumbers.missing(history.newest(), numbers(published));
    }

    /** The versions of the topic that the table lacks; none where either could not be read. */
    public SortedSet<Long> notInTable() {
        SortedSet<Long> more = new TreeSet<>();
        if (published != null && problems.isEmpty()) {
            more.addAll(numbers(published));
            more.removeIf(number -> number <= history.newest());
        }
        return more;
    }

    /** The versions that are others in the topic than in the table. */
    public SortedSet<Long> different() {
        return published == null
                ? new TreeSet<>()
                : published.stream()
                        .filter(each -> each.number() <= history.newest()
                                && !each.equals(history.versions().get(Math.toIntExact(each.number() - 1))))
                        .map(ConfigVersion::number)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Long> numbers(List<ConfigVersion> versions) {
        return versions.stream().map(ConfigVersion::number).toList();
    }

    /** What somebody should look at, in sentences that say what to do. */
    public List<String> attention() {
        List<String> found = new ArrayList<>(problems);
        SortedSet<Long> notInTopic = notInTopic();
        if (!notInTopic.isEmpty()) {
            found.add("The table service_config has " + VersionNumbers.text(notInTopic)
                    + ", and the topic has not: job and collectors do not know what was configured, and a start is refused."
                    + " Write it there: tidemark config publish.");
        }
        SortedSet<Long> notInTable = notInTable();
        if (!notInTable.isEmpty()) {
            found.add("The topic of the service configuration has " + VersionNumbers.text(notInTable)
                    + ", by which job and collectors go, and the table service_config has not. Bring a table that was"
                    + " dropped back with tidemark undrop service_config; then, or where rows were lost: tidemark config"
                    + " recover.");
        }
        SortedSet<Long> different = different();
        if (!different.isEmpty()) {
            found.add("Of the service configuration, " + VersionNumbers.text(different)
                    + (different.size() == 1 ? " is another one" : " are others")
                    + " in the topic than in the table service_config, and job and collectors go by the topic. If the topic"
                    + " is another lake's, set kafka.config-topic to this lake's own.");
        }
        return List.copyOf(found);
    }

    /** When the newest version takes effect for records that name none; null where it has, or nothing is configured. */
    public @Nullable Instant newestFrom() {
        return inForce() == history.newest()
                ? null
                : Instant.ofEpochMilli(Objects.requireNonNull(newest()).effectiveFrom());
    }
}
