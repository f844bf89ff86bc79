package io.tidemark.lake.guard;

/**
 * What a lake was opened for. A protected table takes from each caller what its purpose needs, and nothing else; an
 * unprotected table takes anything from everybody of its environment.
 */
public enum Purpose {
    /**
     * To read, to make tables that are not there, to claim the tables for a start of the job: a person, an engine, most
     * commands.
     */
    USE,
    /** To write rows, as the job; goes together with a {@link Writer}. */
    WRITE,
    /** To set and to remove tags. */
    MARK,
    /**
     * To go back: raise the epoch, set and remove tags and branches, move the head, put the schema back, and publish
     * the contents of a branch.
     */
    RESTORE,
    /** To correct identities: a row more in the table of corrections, which takes nobody else's. */
    CORRECT,
    /** To configure the services: rows more in the table of their configuration, which takes nobody else's. */
    CONFIGURE,
    /**
     * To write rows to a branch other than main, and to publish it by moving main forward or putting it in its place.
     */
    REBUILD,
    /** To add the columns that came with a later release. */
    UPGRADE,
    /** To compact files and to let snapshots go that are older than the floor. */
    CARE
}
