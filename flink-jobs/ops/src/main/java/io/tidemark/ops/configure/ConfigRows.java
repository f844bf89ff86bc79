package io.tidemark.ops.configure;

import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.service.ConfigRow;
import io.tidemark.rules.service.Checked;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Versions as rows of the table, and back. */
final class ConfigRows {
    private ConfigRows() {}

    static List<ConfigRow> of(ConfigVersion version) {
        List<ConfigRow> rows = new ArrayList<>();
        version.changes()
                .forEach((key, value) -> rows.add(new ConfigRow(
                        version.number(),
                        key.text(),
                        value.map(ConfigValue::json).orElse(null),
                        Instant.ofEpochMilli(version.effectiveFrom()),
                        version.author(),
                        version.reason(),
                        Instant.ofEpochMilli(version.madeAt()))));
        return rows;
    }

    /**
     * The history that rows of the table are.
     *
     * @param rows by version
     * @param place where they were read, for the message
     * @throws io.tidemark.lake.guard.Refusal if versions are missing, or a row is none of ours
     */
    static ConfigHistory history(List<ConfigRow> rows, String place) {
        SortedMap<Long, List<ConfigRow>> byVersion =
                rows.stream().collect(Collectors.groupingBy(ConfigRow::version, TreeMap::new, Collectors.toList()));
        List<ConfigVersion> versions = new ArrayList<>();
        byVersion.values().forEach(each -> versions.add(version(each, place)));
        return checked(ConfigHistory.of(versions), place);
    }

    private static ConfigVersion version(List<ConfigRow> rows, String place) {
        SortedMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        for (ConfigRow row : rows) {
            ConfigKey key = ConfigKey.stored(row.key());
            String json = row.value();
            changes.put(
                    key, json == null ? Optional.empty() : Optional.of(checked(ConfigValue.stored(key, json), place)));
        }
        ConfigRow first = rows.get(0);
        return new ConfigVersion(
                first.version(),
                changes,
                first.effectiveFrom().toEpochMilli(),
                first.author(),
                first.reason(),
                first.madeAt().toEpochMilli());
    }

    /** The value. @throws io.tidemark.lake.guard.Refusal if something is wrong with it */
    static <T> T checked(Checked<T> read, String place) {
        T value = read.orNull();
        if (value == null) {
            throw RefusalCode.CONFIG_INCOMPLETE.refuse(
                    place, read.problems().stream().map(Problem::sentence).collect(Collectors.joining("; ")));
        }
        return value;
    }
}
