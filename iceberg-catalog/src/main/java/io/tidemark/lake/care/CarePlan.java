package io.tidemark.lake.care;

import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.table.LakeTable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What care would do: nothing of it is done yet.
 *
 * @param asOf the full hour by which it was made; the same lake has the same plan all that hour
 * @param expire the snapshots that go, by table
 * @param orphans files that no snapshot knows, by table; they go to quarantine
 * @param deletions the quarantine lists whose time has come
 * @param compact files that others take the place of, by table
 */
public record CarePlan(
        Instant asOf,
        Map<LakeTable, List<Long>> expire,
        Map<LakeTable, List<String>> orphans,
        List<String> deletions,
        Map<LakeTable, List<Bin>> compact) {
    /** Keeps copies. */
    public CarePlan {
        expire = Collections.unmodifiableMap(new TreeMap<>(expire));
        orphans = Collections.unmodifiableMap(new TreeMap<>(orphans));
        deletions = List.copyOf(deletions);
        compact = Collections.unmodifiableMap(new TreeMap<>(compact));
    }

    /**
     * Files of one partition that become one, or several in whose rows one order goes through.
     *
     * @param files their locations
     * @param bytes how large they are together
     * @param into how many they become, beside those of rows whose clock is wrong
     */
    public record Bin(List<String> files, long bytes, int into) {
        /** Keeps a copy. */
        public Bin {
            files = List.copyOf(files);
        }
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return expire.isEmpty() && orphans.isEmpty() && deletions.isEmpty() && compact.isEmpty();
    }

    /** Twelve hexadecimal digits that are others for another plan. */
    public String hash() {
        return PlanHash.of(List.of(
                asOf.toString(), expire.toString(), orphans.toString(), deletions.toString(), compact.toString()));
    }
}
