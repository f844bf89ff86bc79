package io.tidemark.ops.restore;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.log.PartitionSpan;
import io.tidemark.lake.snapshot.Heads;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a lake is behind its log, read repeatedly: its position by an audit, and the records that it has
 * taken in since, from the tables' metadata alone. Offsets of transaction markers that came since count as not taken
 * in.
 */
public final class LogLag {
    private final Lake lake;
    private final LogProbe log;
    private final long offsetsThen;
    private final long recordsThen;

    private LogLag(Lake lake, LogProbe log, long offsetsThen, long recordsThen) {
        this.lake = lake;
        this.log = log;
        this.offsetsThen = offsetsThen;
        this.recordsThen = recordsThen;
    }

    /** The lag of a lake since an audit that has queried the log; empty if it has not. */
    public static Optional<LogLag> since(AuditReport audit, Lake lake, LogProbe log) {
        Long lag = audit.lag();
        if (lag == null) {
            return Optional.empty();
        }
        long end = audit.partitions().stream()
                .map(PartitionSpan::log)
                .filter(Objects::nonNull)
                .mapToLong(OffsetRange::end)
                .sum();
        return Optional.of(new LogLag(lake, log, end - lag, audit.counts().records()));
    }

    /**
     * Looks now.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if the brokers or the catalog do not answer
     */
    public CatchUp.Sample look(Instant now) {
        long end = log.ranges().values().stream().mapToLong(OffsetRange::end).sum();
        long taken = Heads.of(lake).totalOutcomes() - recordsThen;
        return new CatchUp.Sample(now, end, offsetsThen + taken);
    }
}
