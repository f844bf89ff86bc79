package io.tidemark.job.operator;

import io.tidemark.job.intake.DeviceStory;
import io.tidemark.job.intake.RecentInserts;

/**
 * What the state holds of one device.
 *
 * @param deviceKey the device key (with its project's name before it where each project has its own devices); two
 *     devices may share a 64-bit hash, so the record says whose it is
 * @param story what the decision needs to know
 * @param recent the newest first sightings
 * @param spilled whether older first sightings lie in the device's pages
 */
record DeviceRecord(String deviceKey, DeviceStory story, RecentInserts recent, boolean spilled) {
    static DeviceRecord unseen(String deviceKey) {
        return new DeviceRecord(deviceKey, DeviceStory.UNSEEN, RecentInserts.NONE, false);
    }
}
