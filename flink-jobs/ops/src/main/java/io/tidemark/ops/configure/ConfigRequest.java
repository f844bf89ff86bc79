package io.tidemark.ops.configure;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A requested version.
 *
 * @param change what it changes
 * @param author who says so
 * @param reason why
 * @param from from when on it counts for records that name no version; null for as soon as it may
 */
public record ConfigRequest(
        Change change,
        String author,
        String reason,
        @Nullable Instant from) {
    /** What a version changes. */
    public sealed interface Change {
        /** What it is, for the hash of the plan. */
        String says();
    }

    /**
     * Sets keys.
     *
     * @param values each key with its value as JSON
     */
    public record Values(SortedMap<String, String> values) implements Change {
        @Override
        public String says() {
            return "set " + values;
        }
    }

    /**
     * Removes keys. An API key may be given by the first digits of its hash.
     *
     * @param keys which
     */
    public record Removal(List<String> keys) implements Change {
        /** Keeps a copy. */
        public Removal {
            keys = List.copyOf(keys);
        }

        @Override
        public String says() {
            return "remove " + keys;
        }
    }

    /**
     * Makes an API key.
     *
     * @param project the project whose events it lets in
     * @param validUntil until when; null for ever
     */
    public record NewApiKey(String project, @Nullable Instant validUntil) implements Change {
        @Override
        public String says() {
            return "new key of " + project + " until " + validUntil;
        }
    }

    /**
     * Puts everything back to a version.
     *
     * @param version its number
     */
    public record Revert(long version) implements Change {
        @Override
        public String says() {
            return "revert to " + version;
        }
    }

    /**
     * Names the versions that decide in place of others, or lifts such stand-ins. A restore alone does it, while no job
     * runs.
     *
     * @param changes for each version the one that is to decide, 0 for none; empty: the version itself again
     */
    public record StandIns(SortedMap<Long, Optional<Long>> changes) implements Change {
        /** Keeps a copy. */
        public StandIns {
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }

        @Override
        public String says() {
            return "stand-ins " + changes;
        }
    }

    /**
     * Puts the values of a version back, but nothing of what has been removed since: keys that were revoked stay revoked.
     *
     * @param version its number
     */
    public record Restore(long version) implements Change {
        @Override
        public String says() {
            return "restore to " + version;
        }
    }
}
