package io.tidemark.job.state;

import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.InsertKey;
import java.util.ArrayList;
import java.util.List;

/**
 * How the older first sightings of a device leave its record: to pages by hash, so that a device with millions of events
 * costs as much an event as one with ten.
 */
public final class OlderInserts {
    /** First sightings in a record; the write of a record stays below 2 KB. */
    public static final int INLINE = 64;

    /** Pages a device can have; one holds 1/4096 of its spilled sightings. */
    static final int PAGES = 4_096;

    private static final int SPILLED_AT_ONCE = INLINE / 2;

    private OlderInserts() {}

    /**
     * The pages of the devices that share a hash.
     *
     * @param <E> what fails where they are kept
     */
    interface Pages<E extends Exception> {
        /** A page; {@link DedupWindow#NONE} where there is none yet. */
        DedupWindow page(int number) throws E;

        /** Puts a page in the place of what there was. */
        void put(int number, DedupWindow page) throws E;
    }

    /** The page in which a key is. */
    static int pageOf(InsertKey key) {
        return (int) (key.low() & (PAGES - 1));
    }

    /** The record as it is kept: its oldest sightings in pages where they are too many for it. */
    static <E extends Exception> DeviceRecord fitted(DeviceRecord record, Pages<E> pages, long evictBefore) throws E {
        if (record.recent().size() <= INLINE) {
            return record;
        }
        List<InsertKey> keys = new ArrayList<>(SPILLED_AT_ONCE);
        List<DedupEntry> sightings = new ArrayList<>(SPILLED_AT_ONCE);
        record.recent().oldest(SPILLED_AT_ONCE).forEach((key, sighting) -> {
            keys.add(key);
            sightings.add(sighting);
        });
        for (int i = 0; i < keys.size(); i++) {
            int number = pageOf(keys.get(i));
            pages.put(number, pages.page(number).with(keys.get(i), sightings.get(i), evictBefore));
        }
        return new DeviceRecord(
                record.deviceKey(), record.story(), record.recent().withoutOldest(SPILLED_AT_ONCE), true);
    }
}
