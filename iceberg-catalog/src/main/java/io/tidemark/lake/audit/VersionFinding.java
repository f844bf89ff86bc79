package io.tidemark.lake.audit;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;

/** A row was decided by another version of the service configuration than it should be. */
public sealed interface VersionFinding extends Finding {
    private static String row(LogPosition place, LakeTable table) {
        return "The record of " + place + " in " + table.tableName();
    }

    private static String named(long version) {
        return version == 0 ? "no version of the service configuration" : "version " + version;
    }

    /**
     * A table of versions that is none: so nothing is known of the versions of rows.
     *
     * @param why what is wrong, and what to do
     */
    record VersionsUnreadable(String why) implements VersionFinding {
        @Override
        public String message() {
            return "By which versions records should be decided is not known. " + why;
        }
    }

    /**
     * A row whose version is not in {@code service_config}.
     *
     * @param table where it is
     * @param place which record
     * @param version the version that it says
     * @param newest the newest that there is; 0 for none
     */
    record UnknownVersion(LakeTable table, LogPosition place, long version, long newest) implements VersionFinding {
        @Override
        public String message() {
            return row(place, table) + " was decided by version " + version
                    + ", which is not in service_config: the newest there is " + newest + ".";
        }
    }

    /**
     * A row that was decided by a version that took effect after it was received.
     *
     * @param table where it is
     * @param place which record
     * @param version the version that it says
     * @param inForce the version that was in force; 0 for none
     */
    record VersionNotInForce(LakeTable table, LogPosition place, long version, long inForce) implements VersionFinding {
        @Override
        public String message() {
            return row(place, table) + " was decided by version " + version
                    + ", which took effect after it was received; in force was " + VersionFinding.named(inForce) + ".";
        }
    }

    /**
     * A row that was decided by no version although one was in force.
     *
     * @param table where it is
     * @param place which record
     * @param should the version by which it should be decided
     */
    record NoVersion(LakeTable table, LogPosition place, long should) implements VersionFinding {
        @Override
        public String message() {
            return row(place, table)
                    + " was decided by no version of the service configuration, and should be by version " + should
                    + ".";
        }
    }

    /**
     * A row that was decided by an earlier version than the one in force, of a record that names none.
     *
     * @param table where it is
     * @param place which record
     * @param version the version that it says
     * @param inForce the version that was in force
     */
    record EarlierVersion(LakeTable table, LogPosition place, long version, long inForce) implements VersionFinding {
        @Override
        public String message() {
            return row(place, table) + " was decided by version " + version
                    + ", and names none; in force when it was received was version " + inForce + ".";
        }
    }

    /**
     * A row that was decided by another version than its record names.
     *
     * @param table where it is
     * @param place which record
     * @param version the version that the row says
     * @param named the version that the record names
     */
    record OtherVersion(LakeTable table, LogPosition place, long version, long named) implements VersionFinding {
        @Override
        public String message() {
            return row(place, table) + " was decided by version " + version + ", and names version " + named + ".";
        }
    }
}
