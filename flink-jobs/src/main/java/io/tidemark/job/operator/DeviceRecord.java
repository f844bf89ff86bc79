package io.tidemark.job.operator;

import io.tidemark.job.intake.DeviceStory;
import io.tidemark.job.intake.InsertKey;
import io.tidemark.job.intake.RecentInserts;
import org.jspecify.annotations.Nullable;

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

    /**
     * The record after an event.
     *
     * @param next the story after it
     * @param sighted what makes the event known again, if it is to be remembered
     * @param forgetBefore {@link Receipt#forgetBefore}
     */
    DeviceRecord after(DeviceStory next, @Nullable InsertKey sighted, Receipt receipt, long forgetBefore) {
        RecentInserts remembered = sighted == null ? recent : recent.with(sighted, receipt.sighting(), forgetBefore);
        return new DeviceRecord(deviceKey, next, remembered, spilled);
    }
}
