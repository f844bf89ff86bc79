package io.tidemark.job.state;

import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.InsertKey;
import org.jspecify.annotations.Nullable;

/**
 * What the state holds of one device.
 *
 * @param deviceKey the device key (with its project's name before it where each project has its own devices); two
 *     devices may share a 64-bit hash, so the record holds the device's name
 * @param story what the decision needs to know
 * @param recent the newest first sightings
 * @param spilled whether older first sightings are in the device's pages
 */
public record DeviceRecord(String deviceKey, DeviceState story, DedupWindow recent, boolean spilled) {
    /** A device of which nothing is known. */
    public static DeviceRecord unseen(String deviceKey) {
        return new DeviceRecord(deviceKey, DeviceState.UNSEEN, DedupWindow.NONE, false);
    }

    /**
     * The record after an event.
     *
     * @param next the story after it
     * @param sighted what makes the event known again, if it is to be remembered
     * @param evictBefore {@link Receipt#evictBefore}
     */
    public DeviceRecord after(DeviceState next, @Nullable InsertKey sighted, Receipt receipt, long evictBefore) {
        DedupWindow remembered = sighted == null ? recent : recent.with(sighted, receipt.sighting(), evictBefore);
        return new DeviceRecord(deviceKey, next, remembered, spilled);
    }
}
