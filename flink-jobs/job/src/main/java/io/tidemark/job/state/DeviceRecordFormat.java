package io.tidemark.job.state;

import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.RateWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of the keyed state: a version, then one record after another for the devices that share a hash (one, but for
 * a collision in 2⁶⁴). Compact, and the same on heap and in RocksDB, so that a savepoint of one starts the other.
 */
final class DeviceRecordFormat {
    private static final int VERSION = 1;
    private static final int SPILLED = 1;

    private DeviceRecordFormat() {}

    static byte[] write(List<DeviceRecord> records) {
        PackedBytes out = PackedBytes.toWrite(160);
        out.putByte(VERSION);
        for (DeviceRecord record : records) {
            out.putText(record.deviceKey());
            out.putByte(record.spilled() ? SPILLED : 0);
            DeviceState story = record.story();
            write(out, story.identity());
            write(out, story.seconds());
            write(out, story.hours());
            write(out, record.recent());
        }
        return out.written();
    }

    static List<DeviceRecord> read(byte[] bytes) {
        PackedBytes in = PackedBytes.toRead(bytes);
        requireKnown(in.takeByte());
        List<DeviceRecord> records = new ArrayList<>(1);
        while (!in.atEnd()) {
            String deviceKey = Objects.requireNonNull(in.takeText());
            boolean spilled = in.takeByte() == SPILLED;
            DeviceState story = new DeviceState(readIdentity(in), readWindow(in), readWindow(in));
            records.add(new DeviceRecord(deviceKey, story, readInserts(in), spilled));
        }
        return records;
    }

    static byte[] writePage(DedupWindow page) {
        PackedBytes out = PackedBytes.toWrite(64);
        out.putByte(VERSION);
        write(out, page);
        return out.written();
    }

    static DedupWindow readPage(byte[] bytes) {
        PackedBytes in = PackedBytes.toRead(bytes);
        requireKnown(in.takeByte());
        return readInserts(in);
    }

    private static void requireKnown(int version) {
        if (version != VERSION) {
            throw new IllegalStateException("Cannot read the state of a device: it is of version " + version
                    + ", and this job knows version " + VERSION + ". Start the job with the release that wrote it.");
        }
    }

    private static void write(PackedBytes out, DeviceIdentity identity) {
        out.putUnsigned(identity.seq());
        if (identity.seq() > 0) {
            out.putLong(identity.owner());
            out.putText(identity.lastUser());
        }
    }

    private static DeviceIdentity readIdentity(PackedBytes in) {
        long seq = in.takeUnsigned();
        if (seq == 0) {
            return DeviceIdentity.UNSEEN;
        }
        long owner = in.takeLong();
        return new DeviceIdentity(seq, in.takeText(), owner);
    }

    private static void write(PackedBytes out, RateWindow window) {
        if (window.equals(RateWindow.NONE)) {
            out.putUnsigned(0);
            return;
        }
        int[] counts = window.counts();
        out.putUnsigned(counts.length + 1L);
        out.putSigned(window.latest());
        for (int count : counts) {
            out.putUnsigned(count);
        }
    }

    private static RateWindow readWindow(PackedBytes in) {
        int length = in.takeCount() - 1;
        if (length < 0) {
            return RateWindow.NONE;
        }
        long latest = in.takeSigned();
        int[] counts = new int[length];
        for (int i = 0; i < length; i++) {
            counts[i] = in.takeCount();
        }
        return new RateWindow(latest, counts);
    }

    private static void write(PackedBytes out, DedupWindow recent) {
        long[] packed = recent.packed();
        out.putUnsigned(recent.size());
        for (int at = 0; at < packed.length; at += DedupWindow.WIDTH) {
            out.putLong(packed[at]);
            out.putLong(packed[at + 1]);
            out.putSigned(packed[at + 2]);
            out.putUnsigned(packed[at + 3] - packed[at + 2]);
            out.putUnsigned(packed[at + 4]);
            out.putUnsigned(packed[at + 5] >>> Integer.SIZE);
            out.putUnsigned(packed[at + 5] & 0xFFFF_FFFFL);
        }
    }

    private static DedupWindow readInserts(PackedBytes in) {
        long[] packed = new long[in.takeCount() * DedupWindow.WIDTH];
        for (int at = 0; at < packed.length; at += DedupWindow.WIDTH) {
            packed[at] = in.takeLong();
            packed[at + 1] = in.takeLong();
            packed[at + 2] = in.takeSigned();
            packed[at + 3] = packed[at + 2] + in.takeUnsigned();
            packed[at + 4] = in.takeUnsigned();
            packed[at + 5] = (in.takeUnsigned() << Integer.SIZE) | in.takeUnsigned();
        }
        return DedupWindow.ofPacked(packed);
    }
}
