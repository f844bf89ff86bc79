package io.tidemark.job.operator;

import io.tidemark.job.intake.InsertKey;
import io.tidemark.job.intake.RecentInserts;
import io.tidemark.job.intake.Sighting;
import java.util.ArrayList;
import java.util.List;

/**
 * How the older first sightings of a device leave its record: to pages by hash, so that a device with millions of events
 * costs as much an event as one with ten.
 */
final class OlderInserts {
    /** First sightings in a record; the write of a record stays below 2 KB. */
    static final int INLINE = 64;

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
        /** A page; {@link RecentInserts#NONE} where there is none yet. */
        RecentInserts page(int number) throws E;

        /** Puts a page in the place of what there was. */
        void put(int number, RecentInserts page) throws E;
    }

    /** The page in which a key is. */
    static int pageOf(InsertKey key) {
        return (int) (key.low() & (PAGES - 1));
    }

    /** The record as it is kept: its oldest sightings in pages where they are too many for it. */
    static <E extends Exception> DeviceRecord fitted(DeviceRecord record, Pages<E> pages, long forgetBefore) throws E {
        if (record.recent().size() <= INLINE) {
            return record;
        }
        List<InsertKey> keys = new ArrayList<>(SPILLED_AT_ONCE);
        List<Sighting> sightings = new ArrayList<>(SPILLED_AT_ONCE);
        record.recent().oldest(SPILLED_AT_ONCE).forEach((key, sighting) -> {
            keys.add(key);
            sightings.add(sighting);
        });
        for (int i = 0; i < keys.size(); i++) {
            int number = pageOf(keys.get(i));
            pages.put(number, pages.page(number).with(keys.get(i), sightings.get(i), forgetBefore));
        }
        return new DeviceRecord(
                record.deviceKey(), record.story(), record.recent().withoutOldest(SPILLED_AT_ONCE), true);
    }
}
