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
import org.jspecify.annotations.Nullable;

/**
 * The keyed state: one compact record a device, read once and written once an event, and only when it changed. A device
 * with more first sightings than fit well into a record spills its older ones to pages by hash, so that a device with
 * millions of events costs as much an event as one with ten.
 */
final class DeviceStore {
    /** First sightings in a record; the write of a record stays below 2 KB. */
    static final int INLINE = 64;

    /** Pages a device can have; one holds 1/4096 of its spilled sightings. */
    static final int PAGES = 4_096;

    private static final int SPILLED_AT_ONCE = INLINE / 2;

    private final ValueState<byte[]> records;
    private final MapState<Integer, byte[]> pages;
    private List<DeviceRecord> sharingHash = List.of();
    private DeviceRecord current = DeviceRecord.unseen("");

    DeviceStore(RuntimeContext context) {
        this.records = context.getState(
                new ValueStateDescriptor<>("device", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.pages = context.getMapState(new MapStateDescriptor<>(
                "older-inserts", Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /** The device's record; Flink's current key is the hash of the device key. */
    DeviceRecord load(String deviceKey) throws Exception {
        byte[] bytes = records.value();
        sharingHash = bytes == null ? List.of() : DeviceRecordFormat.read(bytes);
        current = sharingHash.stream()
                .filter(record -> record.deviceKey().equals(deviceKey))
                .findFirst()
                .orElseGet(() -> DeviceRecord.unseen(deviceKey));
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

    /** Writes the record of the device last loaded, with its older sightings spilled where they are too many. */
    void save(DeviceRecord changed, long forgetBefore) throws Exception {
        DeviceRecord fitting = changed.recent().size() > INLINE ? spill(changed, forgetBefore) : changed;
        List<DeviceRecord> next = new ArrayList<>(sharingHash);
        next.removeIf(record -> record.deviceKey().equals(changed.deviceKey()));
        next.add(fitting);
        records.update(DeviceRecordFormat.write(next));
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
