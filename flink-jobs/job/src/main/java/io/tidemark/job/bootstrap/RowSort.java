package io.tidemark.job.bootstrap;

import java.util.ArrayList;
import java.util.List;

/**
 * Sorts the rows of a bucket by device, and within a device by the numbers behind it. Positions are spread evenly, being
 * hashes, so rows are first dealt out by them; what meets in one place are the rows of about one device.
 */
final class RowSort {
    private static final int ROWS_PER_SLOT = 4;
    private static final int MOST_BY_INSERTION = 48;

    private final KeyGroups groups;
    private final long[] rows;
    private final int width;

    /**
     * Rows to be sorted.
     *
     * @param rows row after row, each {@code width} numbers: the hash of the device, its second half, then the numbers
     *     to sort by
     */
    RowSort(KeyGroups groups, long[] rows, int width) {
        this.groups = groups;
        this.rows = rows;
        this.width = width;
    }

    /** Where each row begins in {@code rows}, in the order of the bucket. */
    int[] order(int bucket) {
        int count = rows.length / width;
        int slots = Math.max(1, count / ROWS_PER_SLOT);
        long start = groups.start(bucket);
        long span = groups.span(bucket);
        int[] slotOf = new int[count];
        int[] ends = new int[slots + 1];
        for (int row = 0; row < count; row++) {
            long within = groups.position(rows[row * width]) - start;
            int slot = (int) Math.min(slots - 1, (long) ((double) within / span * slots));
            slotOf[row] = slot;
            ends[slot + 1]++;
        }
        for (int slot = 0; slot < slots; slot++) {
            ends[slot + 1] += ends[slot];
        }
        int[] next = ends.clone();
        int[] order = new int[count];
        for (int row = 0; row < count; row++) {
            order[next[slotOf[row]]++] = row * width;
        }
        for (int slot = 0; slot < slots; slot++) {
            sort(order, ends[slot], ends[slot + 1]);
        }
        return order;
    }

    private void sort(int[] order, int from, int to) {
        if (to - from > MOST_BY_INSERTION) {
            sortMany(order, from, to);
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            int at = i;
            while (at > from && compare(order[at - 1], row) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = row;
        }
    }

    private void sortMany(int[] order, int from, int to) {
        List<Integer> sorted = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            sorted.add(order[i]);
        }
        sorted.sort(this::compare);
        for (int i = from; i < to; i++) {
            order[i] = sorted.get(i - from);
        }
    }

    private int compare(int left, int right) {
        int byDevice = compareDevices(groups, rows[left], rows[left + 1], rows[right], rows[right + 1]);
        if (byDevice != 0) {
            return byDevice;
        }
        int byFirst = Long.compare(rows[left + 2], rows[right + 2]);
        return byFirst != 0 ? byFirst : Long.compare(rows[left + 3], rows[right + 3]);
    }

    /** The order of devices: by key group, then by hash without a sign, then by the second half of the hash. */
    static int compareDevices(KeyGroups groups, long leftHash, long leftSecond, long rightHash, long rightSecond) {
        if (leftHash == rightHash) {
            return Long.compare(leftSecond, rightSecond);
        }
        int byGroup = Integer.compare(groups.groupOf(leftHash), groups.groupOf(rightHash));
        return byGroup != 0 ? byGroup : Long.compareUnsigned(leftHash, rightHash);
    }
}
