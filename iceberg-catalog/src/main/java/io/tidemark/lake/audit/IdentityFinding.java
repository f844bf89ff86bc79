package io.tidemark.lake.audit;

import io.tidemark.rules.event.LogPosition;

/** The identity tables do not agree with the events, with each other, or with the rules. */
public sealed interface IdentityFinding extends Finding {
    private static String named(String stateKey) {
        // The name of a device made from a user begins with a control character, which no terminal should get.
        return "Device '" + stateKey.replaceAll("\\p{Cntrl}", "") + "'";
    }

    /**
     * A number that is missing among a device's identity rows.
     *
     * @param device the device
     * @param seq the number
     */
    record MissingSeq(String device, long seq) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": identities lacks its row " + seq + ".";
        }
    }

    /**
     * A number that a device's identity rows have twice.
     *
     * @param device the device
     * @param seq the number
     */
    record DoubledSeq(String device, long seq) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": identities has its row " + seq + " more than once.";
        }
    }

    /**
     * Events decided after an identity change that is in no row.
     *
     * @param device the device
     * @param eventSeq the largest number that its events carry
     * @param lastSeq the largest number of its rows; 0 where it has none
     */
    record SeqBeyondIdentities(String device, long eventSeq, long lastSeq) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": its events carry identity_seq " + eventSeq + ", but identities ends at row "
                    + lastSeq + ".";
        }
    }

    /**
     * An identity row that is no change, or no lawful one.
     *
     * @param device the device
     * @param seq the row's number
     * @param why what is wrong with it
     */
    record WrongStep(String device, long seq, String why) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": row " + seq + " of identities " + why + ".";
        }
    }

    /**
     * An identity row whose person does not follow from the rules.
     *
     * @param device the device
     * @param seq the row's number
     * @param why what is wrong with it
     */
    record WrongId(String device, long seq, String why) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": row " + seq + " of identities " + why + ".";
        }
    }

    /**
     * An identity row whose cause is not the event that it names.
     *
     * @param device the device
     * @param seq the row's number
     * @param place the place that it names
     */
    record CauseMissing(String device, long seq, LogPosition place) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": row " + seq + " of identities names " + place
                    + " as its cause, which is no such event of the device.";
        }
    }

    /**
     * An event that is given to another person than its identity row says.
     *
     * @param device the device
     * @param place the event
     * @param why what is wrong
     */
    record WrongOwner(String device, LogPosition place, String why) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": the event of " + place + " " + why + ".";
        }
    }

    /**
     * An event decided by an identity row that came later in the log, or that another had already replaced.
     *
     * @param device the device
     * @param place the event
     * @param seq the row's number that it carries
     */
    record OutOfTurn(String device, LogPosition place, long seq) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": the event of " + place + " carries identity_seq " + seq
                    + ", which was not the row in force there.";
        }
    }

    /**
     * A device that was anonymous and then had a user, and is not merged.
     *
     * @param device the device
     * @param amplitudeId the device's own id
     * @param mergedAmplitudeId the user's id that it should have joined
     */
    record MergeMissing(String device, long amplitudeId, long mergedAmplitudeId) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": merge_ids lacks " + amplitudeId + " into " + mergedAmplitudeId + ".";
        }
    }

    /**
     * A merge that follows from no device's rows, or that is there twice.
     *
     * @param place the place that it names
     * @param amplitudeId the id merged away
     * @param mergedAmplitudeId the survivor
     */
    record MergeUnexpected(LogPosition place, long amplitudeId, long mergedAmplitudeId) implements IdentityFinding {
        @Override
        public String message() {
            return "merge_ids has " + amplitudeId + " into " + mergedAmplitudeId + " (" + place
                    + "), which no device calls for, or which is there twice.";
        }
    }

    /**
     * A merge that is called for, but not as it is.
     *
     * @param device the device
     * @param amplitudeId the id merged away
     * @param why what is wrong with it
     */
    record MergeWrong(String device, long amplitudeId, String why) implements IdentityFinding {
        @Override
        public String message() {
            return named(device) + ": the row of " + amplitudeId + " in merge_ids " + why + ".";
        }
    }
}
