package io.tidemark.lake.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Versions that take effect at given times, for records that are no JSON: {@code VERSION RECEIVED}, where the version is 0 for
 * a record that names none. Any other value is no event.
 *
 * @param effective from when on each version counts, in order
 * @param standIns which versions stand in for which, or did
 */
record SimpleVersions(List<Long> effective, Map<Long, Set<Long>> standIns) implements VersionRules {
    static String value(long named, long received) {
        return named + " " + received;
    }

    @Override
    public long newest() {
        return effective.size();
    }

    @Override
    public long effectiveFrom(long version) {
        return effective.get((int) version - 1);
    }

    @Override
    public long inForce(long receivedMillis) {
        return effective.stream().filter(from -> from <= receivedMillis).count();
    }

    @Override
    public Set<Long> standIns(long version) {
        return standIns.getOrDefault(version, Set.of());
    }

    @Override
    public boolean decides(String reason) {
        return !reason.equals("invalid_json");
    }

    @Override
    public @Nullable Stamp stamp(byte[] value, long timestamp) {
        String[] words = new String(value, StandardCharsets.UTF_8).split(" ");
        if (words.length != 2) {
            return null;
        }
        long named = Long.parseLong(words[0]);
        return new Stamp(named == 0 ? null : (Long) named, Long.parseLong(words[1]));
    }
}
