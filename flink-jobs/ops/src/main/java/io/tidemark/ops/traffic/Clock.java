package io.tidemark.ops.traffic;

/**
 * A device's clock: how far it is off, and whether the device says when it uploads, which lets the offset be seen.
 *
 * @param offsetMillis what its clock shows minus what it should show
 * @param upload what it sends as {@code client_upload_time}
 */
record Clock(long offsetMillis, Upload upload) {
    /** What a device sends as {@code client_upload_time}. */
    enum Upload {
        /** The upload by its own clock: the offset can be taken out. */
        OWN_CLOCK,
        /** The true time of the upload: what it sends as {@code time} stays wrong. */
        TRUE_TIME,
        /** Nothing. */
        ABSENT
    }

    /** A clock that is right. */
    static final Clock RIGHT = new Clock(0, Upload.OWN_CLOCK);

    private static final long MINUTE = 60_000L;
    private static final long YEAR = 31_556_952_000L;

    /** The clock of a device, from its hash: one in ten is wrong, some by centuries. */
    static Clock of(long hash) {
        int draw = Hash.pick(hash, 11, 1000);
        Upload upload =
                switch (Hash.pick(hash, 12, 4)) {
                    case 0 -> Upload.ABSENT;
                    case 1 -> Upload.TRUE_TIME;
                    default -> Upload.OWN_CLOCK;
                };
        int sign = Hash.pick(hash, 13, 2) == 0 ? -1 : 1;
        if (draw < 900) {
            return new Clock(Hash.pick(hash, 14, 4_000) - 2_000L, draw < 30 ? Upload.ABSENT : Upload.OWN_CLOCK);
        }
        if (draw < 960) {
            return new Clock(sign * (2 * MINUTE + Hash.pick(hash, 15, 40) * MINUTE), upload);
        }
        if (draw < 985) {
            return new Clock(sign * YEAR, upload);
        }
        return new Clock(sign * YEAR * (100 + Hash.pick(hash, 16, 400)), upload);
    }
}
