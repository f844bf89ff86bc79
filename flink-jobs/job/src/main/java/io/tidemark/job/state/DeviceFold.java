package io.tidemark.job.state;

import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.intake.IntakeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of devices, computed from what their events came to: the same code as the stream's, told the decisions
 * instead of making them. What comes out is, byte for byte, what the stream would hold after those events.
 *
 * <p>For each hash: {@link #begin}; for each device of that hash (one, but for a collision in 2⁶⁴) {@link #device} and
 * its events in the order of the log; then {@link #finish}. For one thread.
 */
public final class DeviceFold {
    private final IntakeRules rules;
    private final Intake intake;
    private final List<DeviceRecord> records = new ArrayList<>(1);
    private final HeapPages pages = new HeapPages();
    private DeviceRecord current = DeviceRecord.unseen("");

    /** A fold by these rules. */
    public DeviceFold(IntakeRules rules) {
        this.rules = rules;
        this.intake = new Intake(rules);
    }

    /**
     * What the state holds under one hash.
     *
     * @param record the value of {@link DeviceStates#records}; null where nothing is known of any device of the hash
     * @param pages the entries of {@link DeviceStates#pages}, by page
     */
    public record Folded(byte @Nullable [] record, Map<Integer, byte[]> pages) {}

    /**
     * The windows in which an event counts: those whose limits the version has by which it was decided. One that was let
     * back in counts in none, nor does one of a blocked device.
     *
     * @param seconds whether it counts in the window of seconds
     * @param hours whether it counts in the window of hours
     */
    public record Counts(boolean seconds, boolean hours) {
        /** In none. */
        public static final Counts NONE = new Counts(false, false);
    }

    /** Begins another hash. */
    public void begin() {
        records.clear();
        pages.kept.clear();
        current = DeviceRecord.unseen("");
    }

    /**
     * Begins another device of the hash.
     *
     * @param name the device key, with the project's name before it where each project has its own devices
     * @param identity the newest change of its identity; {@link DeviceIdentity#UNSEEN} where there is none
     */
    public void device(String name, DeviceIdentity identity) {
        keep();
        DeviceState story = new DeviceState(identity, DeviceState.UNSEEN.seconds(), DeviceState.UNSEEN.hours());
        current = new DeviceRecord(name, story, DedupWindow.NONE, false);
    }

    /**
     * An accepted event of the device.
     *
     * @param key what makes it known again; null for an event that can never be a duplicate
     * @param receipt where it is in the log, and when it came
     * @param counts the windows in which it counts
     */
    public void accepted(@Nullable InsertKey key, Receipt receipt, Counts counts) {
        DeviceState next = counted(receipt.serverReceived(), true, counts);
        long evictBefore = receipt.evictBefore(rules);
        current = OlderInserts.fitted(current.after(next, key, receipt, evictBefore), pages, evictBefore);
    }

    /**
     * A throttled event of the device.
     *
     * @param serverReceived when it was received, ms since the epoch
     * @param counts the windows whose clocks it moves
     */
    public void throttled(long serverReceived, Counts counts) {
        DeviceState next = counted(serverReceived, false, counts);
        current = new DeviceRecord(current.deviceKey(), next, current.recent(), current.spilled());
    }

    private DeviceState counted(long serverReceived, boolean accepted, Counts counts) {
        return intake.counted(current.story(), serverReceived, accepted, counts.seconds(), counts.hours());
    }

    /** What the state holds under the hash after all that was told. */
    public Folded finish() {
        keep();
        current = DeviceRecord.unseen("");
        return new Folded(records.isEmpty() ? null : DeviceRecordFormat.write(records), pages.written());
    }

    // The stream writes a device down at the first change of its record.
    private void keep() {
        if (!current.equals(DeviceRecord.unseen(current.deviceKey()))) {
            records.add(current);
        }
    }

    private static final class HeapPages implements OlderInserts.Pages<RuntimeException> {
        private final Map<Integer, DedupWindow> kept = new TreeMap<>();

        @Override
        public DedupWindow page(int number) {
            return kept.getOrDefault(number, DedupWindow.NONE);
        }

        @Override
        public void put(int number, DedupWindow page) {
            kept.put(number, page);
        }

        Map<Integer, byte[]> written() {
            if (kept.isEmpty()) {
                return Map.of();
            }
            Map<Integer, byte[]> written = new TreeMap<>();
            kept.forEach((number, page) -> written.put(number, DeviceRecordFormat.writePage(page)));
            return written;
        }
    }
}
