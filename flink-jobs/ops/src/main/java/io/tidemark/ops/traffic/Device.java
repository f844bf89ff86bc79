package io.tidemark.ops.traffic;

/**
 * A device or browser, all of it out of its hash.
 *
 * @param hash what everything about it is derived from
 * @param platform what runs on it
 * @param clock its clock
 * @param sendsInsertId whether its SDK is new enough for {@code insert_id}
 */
record Device(long hash, Platform platform, Clock clock, boolean sendsInsertId) {
    /** What runs on a device. */
    enum Platform {
        WEB,
        IOS,
        ANDROID
    }

    static Device of(long hash, Platform platform) {
        return new Device(hash, platform, Clock.of(hash), Hash.pick(hash, 21, 10) > 0);
    }

    int idLength() {
        return platform == Platform.ANDROID ? 37 : 36;
    }

    /** How long after it happened an event of the device arrives; always the same, so that their order holds. */
    int latencyMillis() {
        return 40 + Hash.pick(hash, 31, 3_000);
    }

    void writeId(ByteText text) {
        text.addUuid(Hash.mix(hash), Hash.of(hash, 2), platform == Platform.IOS);
        if (platform == Platform.ANDROID) {
            text.add('R');
        }
    }
}
