package io.tidemark.job.bootstrap;

import io.tidemark.job.state.DeviceFold;
import io.tidemark.job.state.Receipt;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.IntakeRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Folds the devices of a bucket, in the order of the bucket, into a part of the savepoint. For one thread. */
final class BucketFold {
    /** Numbers of a name in the order of names: hash, second half, seq, position. */
    private static final int NAME_WIDTH = 4;

    private final KeyGroups groups;
    private final Spill spill;
    private final boolean complete;
    private final DeviceFold fold;
    private long devices;

    // The bucket at hand.
    private long[] rows = {};
    private int[] rowOrder = {};
    private int nextRow;
    private long[] names = {};
    private int[] nameOrder = {};
    private int nextName;
    private ByteBuffer nameBytes = ByteBuffer.allocate(0);

    /**
     * A fold.
     *
     * @param complete whether every event was read, so that each row's device has a name
     */
    BucketFold(IntakeRules rules, KeyGroups groups, Spill spill, boolean complete) {
        this.groups = groups;
        this.spill = spill;
        this.complete = complete;
        this.fold = new DeviceFold(rules);
    }

    /** How many devices were folded. */
    long devices() {
        return devices;
    }

    /**
     * Folds a bucket and forgets its files.
     *
     * @throws LakeFailure if a device of the events has no row in {@code identities}
     */
    void fold(int bucket, SavepointPart out) throws IOException {
        open(bucket);
        while (nextRow < rowOrder.length || nextName < nameOrder.length) {
            long hash = nextHash();
            fold.begin();
            while (isNext(hash)) {
                device(hash, nextSecond(hash));
            }
            DeviceFold.Folded folded = fold.finish();
            if (folded.record() != null) {
                out.put(groups.groupOf(hash), hash, folded);
            }
        }
        spill.forget(bucket);
    }

    private void open(int bucket) throws IOException {
        ByteBuffer rowBytes = read(spill.rowsOf(bucket));
        rows = new long[rowBytes.remaining() / Long.BYTES];
        rowBytes.asLongBuffer().get(rows);
        rowOrder = new RowSort(groups, rows, Spill.WIDTH).order(bucket);
        nextRow = 0;
        nameBytes = read(spill.namesOf(bucket));
        names = index(nameBytes);
        nameOrder = new RowSort(groups, names, NAME_WIDTH).order(bucket);
        nextName = 0;
    }

    private static ByteBuffer read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return ByteBuffer.allocate(0);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until all of it is here.
            }
            return bytes.flip();
        }
    }

    private static long[] index(ByteBuffer bytes) {
        long[] index = new long[64 * NAME_WIDTH];
        int length = 0;
        for (int at = 0; at < bytes.limit(); ) {
            if (length == index.length) {
                index = Arrays.copyOf(index, length * 2);
            }
            index[length++] = bytes.getLong(at);
            index[length++] = bytes.getLong(at + 8);
            index[length++] = bytes.getLong(at + 16);
            index[length++] = at;
            at += TableScan.NAME_FIXED_BYTES + bytes.getInt(at + 32) + Math.max(0, bytes.getInt(at + 36));
        }
        return Arrays.copyOf(index, length);
    }

    private long nextHash() {
        if (nextRow == rowOrder.length) {
            return names[nameOrder[nextName]];
        }
        if (nextName == nameOrder.length) {
            return rows[rowOrder[nextRow]];
        }
        long row = rows[rowOrder[nextRow]];
        long name = names[nameOrder[nextName]];
        return RowSort.compareDevices(groups, row, 0, name, 0) <= 0 ? row : name;
    }

    private boolean isNext(long hash) {
        return (nextRow < rowOrder.length && rows[rowOrder[nextRow]] == hash)
                || (nextName < nameOrder.length && names[nameOrder[nextName]] == hash);
    }

    private long nextSecond(long hash) {
        boolean hasRow = nextRow < rowOrder.length && rows[rowOrder[nextRow]] == hash;
        boolean hasName = nextName < nameOrder.length && names[nameOrder[nextName]] == hash;
        long row = hasRow ? rows[rowOrder[nextRow] + 1] : Long.MAX_VALUE;
        long name = hasName ? names[nameOrder[nextName] + 1] : Long.MAX_VALUE;
        return Math.min(row, name);
    }

    private void device(long hash, long second) {
        int newest = -1;
        while (nextName < nameOrder.length && isOf(names, nameOrder[nextName], hash, second)) {
            newest = (int) names[nameOrder[nextName++] + 3];
        }
        boolean named = newest >= 0;
        if (named) {
            fold.device(text(newest + TableScan.NAME_FIXED_BYTES, nameBytes.getInt(newest + 32)), identity(newest));
            devices++;
        }
        while (nextRow < rowOrder.length && isOf(rows, rowOrder[nextRow], hash, second)) {
            int row = rowOrder[nextRow++];
            if (named) {
                tell(row);
            } else if (complete) {
                throw nameless(row);
            }
        }
    }

    private static boolean isOf(long[] numbers, int at, long hash, long second) {
        return numbers[at] == hash && numbers[at + 1] == second;
    }

    private DeviceIdentity identity(int at) {
        long seq = nameBytes.getLong(at + 16);
        if (seq == 0) {
            return DeviceIdentity.UNSEEN;
        }
        int userLength = nameBytes.getInt(at + 36);
        String user = userLength == TableScan.NO_USER
                ? null
                : text(at + TableScan.NAME_FIXED_BYTES + nameBytes.getInt(at + 32), userLength);
        return new DeviceIdentity(seq, user, nameBytes.getLong(at + 24));
    }

    private String text(int at, int length) {
        return new String(nameBytes.array(), at, length, StandardCharsets.UTF_8);
    }

    private void tell(int row) {
        int kind = (int) rows[row + 3] & TableScan.KIND;
        DeviceFold.Counts counts = new DeviceFold.Counts(
                (rows[row + 3] & TableScan.COUNTS_SECONDS) != 0, (rows[row + 3] & TableScan.COUNTS_HOURS) != 0);
        if (kind == TableScan.THROTTLED) {
            fold.throttled(rows[row + 4], counts);
            return;
        }
        @Nullable
        InsertKey key = kind == TableScan.ACCEPTED_WITH_KEY ? new InsertKey(rows[row + 6], rows[row + 7]) : null;
        fold.accepted(key, new Receipt(place(row), rows[row + 4], rows[row + 5]), counts);
    }

    private LogPosition place(int row) {
        long log = rows[row + 2];
        return new LogPosition((int) (log >>> Integer.SIZE), (int) log, rows[row + 3] >> TableScan.OFFSET_SHIFT);
    }

    private LakeFailure nameless(int row) {
        LogPosition place = place(row);
        return new LakeFailure(
                "Could not compute the state of the device of the event at partition " + place.partition() + ", offset "
                        + place.offset(),
                "the table identities has no row of that device, and must have one",
                "Run `tidemark audit`, and bring identities back with `tidemark rebuild` first.",
                null);
    }
}
