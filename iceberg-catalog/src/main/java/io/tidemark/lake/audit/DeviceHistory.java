package io.tidemark.lake.audit;

import io.tidemark.rules.event.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One device's identity rows, held against its events and its merge. The order of use: all {@link #add rows}, then
 * {@link #seal}, then all {@link #event events}, then {@link #merge merges}, then {@link #finish}.
 */
final class DeviceHistory {
    private final String device;
    private final Findings.Accumulator findings;
    private final List<IdentityRow> rows = new ArrayList<>(2);
    private long largestEventSeq;
    private boolean merged;

    DeviceHistory(String device, Findings.Accumulator findings) {
        this.device = device;
        this.findings = findings;
    }

    /**
     * An event, as far as its identity goes.
     *
     * @param place its position in the log
     * @param user its user; null without one
     * @param nobodys whether it is one that touches no identity
     * @param amplitudeId the owner that the row has
     * @param seq the device's number of changes that it carries
     * @param uuid its own id
     */
    record EventRow(
            LogPosition place,
            @Nullable String user,
            boolean nobodys,
            @Nullable Long amplitudeId,
            long seq,
            String uuid) {}

    /**
     * A row of {@code merge_ids}.
     *
     * @param amplitudeId merged away
     * @param mergedAmplitudeId the survivor
     * @param causeUuid the event that caused it
     * @param place the position of that event
     */
    record MergeRow(long amplitudeId, long mergedAmplitudeId, String causeUuid, LogPosition place) {}

    void add(IdentityRow row) {
        rows.add(row);
    }

    /** All rows are there: they must be numbered from 1 without a gap, and each must change something. */
    void seal() {
        rows.sort(Comparator.comparingLong(row -> row.seq));
        long expected = 1;
        for (int i = 0; i < rows.size(); i++) {
            IdentityRow row = rows.get(i);
            if (i > 0 && row.seq == rows.get(i - 1).seq) {
                findings.add(new IdentityFinding.DoubledSeq(device, row.seq));
                rows.remove(i);
                i--;
                continue;
            }
            if (row.seq < 1) {
                findings.add(new IdentityFinding.WrongStep(device, row.seq, "has a number below 1"));
                continue;
            }
            // A number gone wild must not make a list of a million findings.
            long listed = Math.min(row.seq, expected + Findings.LISTED_PER_KIND);
            for (; expected < listed; expected++) {
                findings.add(new IdentityFinding.MissingSeq(device, expected));
            }
            expected = row.seq + 1;
            if (i > 0) {
                checkStep(rows.get(i - 1), row);
            }
        }
    }

    private void checkStep(IdentityRow before, IdentityRow row) {
        if (row.user == null) {
            findings.add(new IdentityFinding.WrongStep(device, row.seq, "has no user, though it is not the first"));
        } else if (row.seq == before.seq + 1 && row.user.equals(before.user)) {
            findings.add(new IdentityFinding.WrongStep(device, row.seq, "has the same user as the row before"));
        }
        if (row.place.sameLog(before.place) && row.place.offset() <= before.place.offset()) {
            findings.add(new IdentityFinding.WrongStep(device, row.seq, "does not come after the row before"));
        }
    }

    /** The device's own id, if it was anonymous first; null otherwise. */
    @Nullable
    Long anonymousId() {
        IdentityRow first = row(1);
        return first == null || first.user != null ? null : first.amplitudeId;
    }

    void event(EventRow event) {
        largestEventSeq = Math.max(largestEventSeq, event.seq());
        if (event.nobodys()) {
            if (event.amplitudeId() != null) {
                wrongOwner(event, "is a $groupidentify, which belongs to nobody, yet has an amplitude_id");
            }
            return;
        }
        IdentityRow row = row(event.seq());
        if (row == null) {
            if (event.seq() < 1) {
                wrongOwner(event, "has identity_seq " + event.seq() + ", as if it belonged to nobody");
            }
            return;
        }
        checkOwner(event, row);
        checkTurn(event, row);
        if (event.place().equals(row.place) && Objects.equals(event.user(), row.user)) {
            row.causedBy(event.uuid());
        }
    }

    private void checkOwner(EventRow event, IdentityRow row) {
        Long owner = event.amplitudeId();
        if (owner == null || owner != row.amplitudeId) {
            wrongOwner(event, "belongs to " + owner + ", but row " + row.seq + " of identities is " + row.amplitudeId);
        } else if (event.user() != null && !event.user().equals(row.user)) {
            wrongOwner(
                    event,
                    "has the user '" + event.user() + "', but row " + row.seq + " of identities "
                            + (row.user == null ? "has none" : "has '" + row.user + "'"));
        }
    }

    private void checkTurn(EventRow event, IdentityRow row) {
        LogPosition place = event.place();
        IdentityRow next = row(row.seq + 1);
        boolean early = place.sameLog(row.place) && place.offset() < row.place.offset();
        boolean late = next != null && place.sameLog(next.place) && place.offset() >= next.place.offset();
        if (early || late) {
            findings.add(new IdentityFinding.OutOfTurn(device, place, row.seq));
        }
    }

    private void wrongOwner(EventRow event, String why) {
        findings.add(new IdentityFinding.WrongOwner(device, event.place(), why));
    }

    /** A merge of the device's own id; false if the device calls for none. */
    boolean merge(MergeRow merge) {
        IdentityRow cause = mergeCause();
        if (cause == null) {
            return false;
        }
        merged = true;
        String why = null;
        if (merge.mergedAmplitudeId() != cause.amplitudeId) {
            why = "goes into " + merge.mergedAmplitudeId() + ", but the device's first user is " + cause.amplitudeId;
        } else if (!merge.place().equals(cause.place)) {
            why = "names " + merge.place() + " as its cause, but the first user came at " + cause.place;
        } else if (cause.causeUuid() != null && !merge.causeUuid().equals(cause.causeUuid())) {
            why = "names the event " + merge.causeUuid() + ", but its cause is " + cause.causeUuid();
        }
        if (why != null) {
            findings.add(new IdentityFinding.MergeWrong(device, merge.amplitudeId(), why));
        }
        return true;
    }

    /** Everything was shown: what must have been met and was not is a finding. */
    void finish() {
        for (IdentityRow row : rows) {
            if (!row.caused()) {
                findings.add(new IdentityFinding.CauseMissing(device, row.seq, row.place));
            }
        }
        long last = rows.get(rows.size() - 1).seq;
        if (largestEventSeq > last) {
            findings.add(new IdentityFinding.SeqBeyondIdentities(device, largestEventSeq, last));
        }
        IdentityRow cause = mergeCause();
        Long anonymous = anonymousId();
        if (cause != null && anonymous != null && !merged) {
            findings.add(new IdentityFinding.MergeMissing(device, anonymous, cause.amplitudeId));
        }
    }

    /** The row of the first user of a device that was anonymous before: the one that calls for a merge. */
    private @Nullable IdentityRow mergeCause() {
        IdentityRow second = row(2);
        return anonymousId() == null || second == null || second.user == null ? null : second;
    }

    private @Nullable IdentityRow row(long seq) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = rows.get(middle).seq;
            if (found == seq) {
                return rows.get(middle);
            }
            if (found < seq) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
