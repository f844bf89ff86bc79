package io.tidemark.job.state;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of the devices seen last, by the hash of their keys. Events of a device come in bursts. */
public final class RecordCache {
    /** The devices that are kept; with the most sightings that a record holds, they take 32 MB. */
    public static final int DEVICES = 8_192;

    private final LinkedHashMap<Long, Entry> byHash = new LinkedHashMap<>(2 * DEVICES, 0.75f, true);

    /** The records that share a hash (one, but for a collision in 2⁶⁴), and whether they are newer than the state's. */
    static final class Entry {
        private final long hash;
        private List<DeviceRecord> records;
        private boolean changed;

        Entry(long hash, List<DeviceRecord> records) {
            this.hash = hash;
            this.records = records;
        }

        long hash() {
            return hash;
        }

        List<DeviceRecord> records() {
            return records;
        }

        boolean isChanged() {
            return changed;
        }

        /** The record of a device; of one that was never seen, if it is not among them. */
        DeviceRecord recordOf(String deviceKey) {
            for (DeviceRecord record : records) {
                if (record.deviceKey().equals(deviceKey)) {
                    return record;
                }
            }
            return DeviceRecord.unseen(deviceKey);
        }

        /** Puts a device's record in the place of its older one. */
        void change(DeviceRecord newer) {
            records = records.size() <= 1 && isOnly(newer.deviceKey())
                    ? List.of(newer)
                    : Stream.concat(
                                    records.stream().filter(record -> !record.deviceKey()
                                            .equals(newer.deviceKey())),
                                    Stream.of(newer))
                            .toList();
            changed = true;
        }

        /** Says that the state has what this has. */
        void written() {
            changed = false;
        }

        private boolean isOnly(String deviceKey) {
            return records.isEmpty() || records.get(0).deviceKey().equals(deviceKey);
        }
    }

    /** What is kept under a hash, or null; it is now the newest. */
    @Nullable
    Entry find(long hash) {
        return byHash.get(hash);
    }

    /** Keeps an entry; gives the oldest one, which is kept no longer, if there are too many. */
    @Nullable
    Entry keep(Entry entry) {
        byHash.put(entry.hash(), entry);
        if (byHash.size() <= DEVICES) {
            return null;
        }
        Iterator<Entry> oldestFirst = byHash.values().iterator();
        Entry oldest = oldestFirst.next();
        oldestFirst.remove();
        return oldest;
    }

    /** All that is kept, the oldest first. */
    Collection<Entry> entries() {
        return byHash.values();
    }
}
