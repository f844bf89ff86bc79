package io.tidemark.lake.audit;

import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.List;

/** The outcome tables do not hold every record of the log exactly once. */
public sealed interface LogFinding extends Finding {
    private static String named(int epoch, int partition, OffsetRange range) {
        String generation = epoch == 1 ? "" : " of epoch " + epoch;
        return range.size() == 1
                ? "Partition " + partition + generation + ", offset " + range.start()
                : "Partition " + partition + generation + ", offsets " + range.start() + " to " + (range.end() - 1);
    }

    /**
     * Offsets between others that are in no outcome table.
     *
     * @param epoch the topic's generation
     * @param partition the partition
     * @param offsets which
     * @param proof how it is known, or not, that they are records
     */
    record Hole(int epoch, int partition, OffsetRange offsets, Proof proof) implements LogFinding {
        /** How it is known that the offsets of a hole are records. */
        public enum Proof {
            /** The log holds records there. */
            RECORDS,
            /** The log has deleted them, so they may have been transaction markers. */
            FORGOTTEN,
            /** The log was not queried. */
            NOT_ASKED
        }

        @Override
        public String message() {
            String where = LogFinding.named(epoch, partition, offsets) + ": in none of the four outcome tables";
            return switch (proof) {
                case RECORDS -> where + ", though the log holds records there.";
                case FORGOTTEN -> where + "; cannot be told from transaction markers, for Kafka no longer has them.";
                case NOT_ASKED -> where + "; the log was not queried for them.";
            };
        }
    }

    /**
     * A record that is in the outcome tables more than once.
     *
     * @param place which record
     * @param tables that hold it, with repetitions
     */
    record Doubled(LogPosition place, List<LakeTable> tables) implements LogFinding {
        @Override
        public String message() {
            return "The record of " + place + " is there " + tables.size() + " times: in "
                    + String.join(
                            " and ", tables.stream().map(LakeTable::tableName).toList()) + ".";
        }
    }

    /**
     * A record that came to the outcome tables again, after a snapshot that held it already.
     *
     * @param place which record
     * @param table where it came again
     */
    record Again(LogPosition place, LakeTable table) implements LogFinding {
        @Override
        public String message() {
            return "The record of " + place + " came to " + table.tableName()
                    + " again, though an earlier mark proves that the tables held it already.";
        }
    }

    /**
     * A snapshot that does not hold as many rows as were appended up to it.
     *
     * @param table which
     * @param said how many rows the snapshot says it holds
     * @param read how many were appended up to it
     */
    record WrongTotal(LakeTable table, long said, long read) implements LogFinding {
        @Override
        public String message() {
            return "Table " + table.tableName() + " says that it holds " + said + " rows, and " + read
                    + " were appended to it.";
        }
    }

    /**
     * Records at the log's end that are in no outcome table, though everything should be in.
     *
     * @param epoch the topic's generation
     * @param partition the partition
     * @param offsets from the first that is missing to the log's end
     */
    record TailMissing(int epoch, int partition, OffsetRange offsets) implements LogFinding {
        @Override
        public String message() {
            return LogFinding.named(epoch, partition, offsets)
                    + ": records at the log's end that are in no outcome table.";
        }
    }

    /**
     * Rows from beyond the log's end: this topic is not the one that they came from.
     *
     * @param epoch the topic's generation
     * @param partition the partition
     * @param lastOffset the largest offset in the tables
     * @param logEnd the log's end
     */
    record BeyondLog(int epoch, int partition, long lastOffset, long logEnd) implements LogFinding {
        @Override
        public String message() {
            return "Partition " + partition + " of epoch " + epoch + ": the tables hold offset " + lastOffset
                    + ", but the log ends at " + logEnd
                    + ": the topic was recreated, and kafka.ingest-epoch was not raised.";
        }
    }

    /**
     * A duplicate whose original is not among the events.
     *
     * @param place the duplicate
     * @param original the event that it claims to repeat
     */
    record RepeatsNothing(LogPosition place, LogPosition original) implements LogFinding {
        @Override
        public String message() {
            return "The duplicate of " + place + " repeats " + original + ", which is no accepted event.";
        }
    }

    /**
     * A table left behind by the others.
     *
     * @param table which
     * @param newer how many snapshots another table has that this one has not
     * @param ahead the table that has them
     */
    record TableBehind(LakeTable table, int newer, LakeTable ahead) implements LogFinding {
        @Override
        public String message() {
            return "Table " + table.tableName() + " was not written to, or was set back: " + ahead.tableName() + " has "
                    + newer + " newer snapshots.";
        }
    }
}
