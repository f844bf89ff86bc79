package io.tidemark.job.state;

import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.InsertKey;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
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
public final class DeviceStore {
    private final ValueState<byte[]> records;
    private final StatePages pages;
    private final @Nullable KeyContext keys;
    private final RecordCache cache = new RecordCache();
    private RecordCache.Entry entry = new RecordCache.Entry(0, List.of());
    private DeviceRecord current = DeviceRecord.unseen("");

    /**
     * The state of an operator.
     *
     * @param keys the operator, which will call {@link #writeBack} at every checkpoint; null if nobody will
     */
    public DeviceStore(RuntimeContext context, @Nullable KeyContext keys) {
        this.keys = keys;
        this.records = context.getState(DeviceStates.records());
        this.pages = new StatePages(context.getMapState(DeviceStates.pages()));
    }

    /**
     * The device's record.
     *
     * @param hash the hash of the device key, which is Flink's current key
     */
    public DeviceRecord load(long hash, String deviceKey) throws Exception {
        RecordCache.Entry found = cache.find(hash);
        if (found == null) {
            byte[] bytes = records.value();
            found = new RecordCache.Entry(hash, bytes == null ? List.of() : DeviceRecordFormat.read(bytes));
            RecordCache.Entry evicted = cache.keep(found);
            if (evicted != null && evicted.isChanged() && keys != null) {
                write(evicted, keys);
                keys.setCurrentKey(hash);
            }
        }
        entry = found;
        current = entry.recordOf(deviceKey);
        return current;
    }

    /** The first sighting of a key of the device last loaded, or null. */
    public @Nullable DedupEntry find(InsertKey key) throws Exception {
        DedupEntry recent = current.recent().find(key);
        if (recent != null || !current.spilled()) {
            return recent;
        }
        return pages.page(OlderInserts.pageOf(key)).find(key);
    }

    /** Changes the record of the device last loaded, with its older sightings spilled where they are too many. */
    public void save(DeviceRecord changed, long evictBefore) throws Exception {
        entry.change(OlderInserts.fitted(changed, pages, evictBefore));
        if (keys == null) {
            records.update(DeviceRecordFormat.write(entry.records()));
        }
    }

    /** Writes down every change that is not yet. Leaves Flink's current key at any. */
    public void writeBack() throws Exception {
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

    /** Pages as Flink's state holds them, under its current key. */
    private record StatePages(MapState<Integer, byte[]> state) implements OlderInserts.Pages<Exception> {
        @Override
        public DedupWindow page(int number) throws Exception {
            byte[] bytes = state.get(number);
            return bytes == null ? DedupWindow.NONE : DeviceRecordFormat.readPage(bytes);
        }

        @Override
        public void put(int number, DedupWindow page) throws Exception {
            state.put(number, DeviceRecordFormat.writePage(page));
        }
    }
}
