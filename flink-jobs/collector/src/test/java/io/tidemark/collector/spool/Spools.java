package io.tidemark.collector.spool;

import java.io.IOException;

/** Spools that break a rule, for tests of other packages that show what the rule is for. */
public final class Spools {
    private Spools() {}

    /** A spool that takes every record for an intact one. */
    public static Spool withoutChecksum(Disk disk, long maxBytes, long segmentSize) throws IOException {
        return Spool.open(disk, maxBytes, segmentSize, bytes -> 0);
    }
}
