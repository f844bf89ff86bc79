package io.tidemark.job.operator;

import io.tidemark.job.intake.InsertKey;
import io.tidemark.job.intake.RecentInserts;
import io.tidemark.job.intake.Sighting;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * The keyed state: one compact record a device. A device with more first sightings than fit well into a record spills
 * its older ones to pages by hash, so that a device with millions of events costs as much an event as one with ten.
 *
 * <p>The records of the devices seen last are kept as values ({@link RecordCache}), and are written down when they leave
 * or when a checkpoint is taken ({@link #writeBack}); where nobody writes back, at every change. Either way the state is
 * complete whenever Flink looks at it.
 */
final class DeviceStore {
    /** First sightings in a record; the write of a record stays below 2 KB. */
    static final int INLINE = 64;

    /** Pages a device can have; one holds 1/4096 of its spilled sightings. */
    static final int PAGES = 4_096;

    private static final int SPILLED_AT_ONCE = INLINE / 2;

    private final ValueState<byte[]> records;
    private final MapState<Integer, byte[]> pages;
    private final @Nullable KeyContext keys;
    private final RecordCache cache = new RecordCache();
    private RecordCache.Entry entry = new RecordCache.Entry(0, List.of());
    private DeviceRecord current = DeviceRecord.unseen("");

    /**
     * The state of an operator.
     *
     * @param keys the operator, which will call {@link #writeBack} at every checkpoint; null if nobody will
     */
    DeviceStore(RuntimeContext context, @Nullable KeyContext keys) {
        this.keys = keys;
        this.records = context.getState(
                new ValueStateDescriptor<>("device", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.pages = context.getMapState(new MapStateDescriptor<>(
                "older-inserts", Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /**
     * The device's record.
     *
     * @param hash the hash of the device key, which is Flink's current key
     */
    DeviceRecord load(long hash, String deviceKey) throws Exception {
        RecordCache.Entry found = cache.find(hash);
        if (found == null) {
            byte[] bytes = records.value();
            found = new RecordCache.Entry(hash, bytes == null ? List.of() : DeviceRecordFormat.read(bytes));
            RecordCache.Entry leaving = cache.keep(found);
            if (leaving != null && leaving.isChanged() && keys != null) {
                write(leaving, keys);
                keys.setCurrentKey(hash);
            }
        }
        entry = found;
        current = entry.recordOf(deviceKey);
        return current;
    }

    /** The first sighting of a key of the device last loaded, or null. */
    @Nullable
    Sighting find(InsertKey key) throws Exception {
        Sighting recent = current.recent().find(key);
        if (recent != null || !current.spilled()) {
            return recent;
        }
        byte[] page = pages.get(pageOf(key));
        return page == null ? null : DeviceRecordFormat.readPage(page).find(key);
    }

    /** Changes the record of the device last loaded, with its older sightings spilled where they are too many. */
    void save(DeviceRecord changed, long forgetBefore) throws Exception {
        entry.change(changed.recent().size() > INLINE ? spill(changed, forgetBefore) : changed);
        if (keys == null) {
            records.update(DeviceRecordFormat.write(entry.records()));
        }
    }

    /** Writes down every change that is not yet. Leaves Flink's current key at any. */
    void writeBack() throws Exception {
        if (keys == null) {
            return;
        }
        for (RecordCache.Entry kept : cache.entries()) {
            if (kept.isChanged()) {
                write(kept, keys);
            }
        }
    }

    private void write(RecordCache.Entry changed, KeyContext of) throws Exception {
        of.setCurrentKey(changed.hash());
        records.update(DeviceRecordFormat.write(changed.records()));
        changed.written();
    }

    private DeviceRecord spill(DeviceRecord full, long forgetBefore) throws Exception {
        PageWriter writer = new PageWriter(forgetBefore);
        full.recent().oldest(SPILLED_AT_ONCE).forEach(writer);
        writer.flush();
        return new DeviceRecord(full.deviceKey(), full.story(), full.recent().withoutOldest(SPILLED_AT_ONCE), true);
    }

    static int pageOf(InsertKey key) {
        return (int) (key.low() & (PAGES - 1));
    }

    /** Sorts sightings into their pages. */
    private final class PageWriter implements RecentInserts.Visitor {
        private final long forgetBefore;
        private final List<InsertKey> keys = new ArrayList<>(SPILLED_AT_ONCE);
        private final List<Sighting> sightings = new ArrayList<>(SPILLED_AT_ONCE);

        PageWriter(long forgetBefore) {
            this.forgetBefore = forgetBefore;
        }

        @Override
        public void sighting(InsertKey key, Sighting sighting) {
            keys.add(key);
            sightings.add(sighting);
        }

        void flush() throws Exception {
            for (int i = 0; i < keys.size(); i++) {
                int number = pageOf(keys.get(i));
                byte[] bytes = pages.get(number);
                RecentInserts page = bytes == null ? RecentInserts.NONE : DeviceRecordFormat.readPage(bytes);
                RecentInserts next = page.with(keys.get(i), sightings.get(i), forgetBefore);
                pages.put(number, DeviceRecordFormat.writePage(next));
            }
        }
    }
}
