package io.tidemark.lake.audit;

import io.tidemark.lake.audit.VersionFinding.UnknownVersion;
import io.tidemark.lake.audit.VersionJudge.Decided;
import io.tidemark.lake.audit.VersionJudge.Verdict;
import io.tidemark.lake.audit.VersionRules.Stamp;
import io.tidemark.lake.log.LogProbe;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * Whether every row of the outcome tables was decided by the version of the service configuration by which it should be. Of
 * duplicates, throttled events and dead letters the tables have the record, and with it what it names; of accepted events
 * only the log has it, which is looked at for a few of those that may be wrong. Memory is bounded by these.
 */
final class VersionCheck {
    /** How many events of each version are looked at in the log. */
    static final int LOOKED_AT_PER_VERSION = 100;
    /** How many in all: each takes a request to the brokers. */
    static final int LOOKED_AT = 2_000;

    private static final List<String> EVENTS = List.of(
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET,
            Columns.CONFIG_VERSION,
            Columns.RELEASED_FROM,
            Columns.SERVER_UPLOAD_TIME,
            Columns.SERVER_RECEIVED_TIME);
    private static final List<String> KEPT_WHOLE = List.of(
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET,
            Columns.CONFIG_VERSION,
            Columns.RELEASED_FROM,
            Columns.SERVER_UPLOAD_TIME,
            Columns.SERVER_RECEIVED_TIME,
            Columns.RAW);
    private static final List<String> DEAD_LETTERS = List.of(
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET,
            Columns.CONFIG_VERSION,
            Columns.RELEASED_FROM,
            Columns.SERVER_UPLOAD_TIME,
            Columns.REASON,
            Columns.RAW);
    private static final int VERSION = 3;
    private static final int RELEASED = 4;
    private static final int UPLOADED = 5;
    private static final int RECEIVED = 6;
    private static final int REASON = 6;
    private static final int VALUE = 7;

    private final Rows rows;
    private final VersionRules rules;
    private final VersionJudge judge;
    private final Findings.Accumulator findings;
    private final @Nullable LogProbe log;
    private final Map<Integer, OffsetRange> ranges;
    private final Map<Long, List<Decided>> samples = new HashMap<>();
    private int sampled;
    private long earlier;
    private long looked;

    private VersionCheck(Rows rows, VersionRules rules, Findings.Accumulator findings, @Nullable LogProbe log) {
        this.rows = rows;
        this.rules = rules;
        this.judge = new VersionJudge(rules);
        this.findings = findings;
        this.log = log;
        this.ranges = log == null ? Map.of() : log.ranges();
    }

    /**
     * Checks every row that may be wrong. Of a lake in which nothing is configured, or whose tables have no column for the
     * version, nothing is read.
     *
     * @param log the log; null if it cannot be queried
     * @return null where nothing was read
     */
    static @Nullable VersionCounts run(
            Rows rows, VersionRules rules, Findings.Accumulator findings, @Nullable LogProbe log) {
        boolean configured = rules.newest() > 0
                && LakeTable.outcomes().stream().allMatch(table -> rows.has(table, Columns.CONFIG_VERSION));
        return configured ? new VersionCheck(rows, rules, findings, log).run() : null;
    }

    private VersionCounts run() {
        // What was received before the first version took effect, and says none, is right.
        Expression mayBe = Expressions.or(
                Expressions.notNull(Columns.CONFIG_VERSION),
                Expressions.greaterThanOrEqual(
                        Columns.SERVER_RECEIVED_TIME, TimeUnit.MILLISECONDS.toMicros(rules.effectiveFrom(1))));
        rows.readWhere(LakeTable.EVENTS, EVENTS, mayBe, row -> event(decided(LakeTable.EVENTS, row)));
        for (LakeTable table : List.of(LakeTable.DUPLICATES, LakeTable.THROTTLED)) {
            rows.readWhere(table, KEPT_WHOLE, mayBe, row -> keptWhole(decided(table, row), row));
        }
        rows.readWhere(LakeTable.DEAD_LETTERS, DEAD_LETTERS, Expressions.alwaysTrue(), this::deadLetter);
        lookAtLog();
        return new VersionCounts(rules.newest(), earlier, looked);
    }

    private static Decided decided(LakeTable table, Rows.Row row) {
        return decided(table, row, row.millis(RECEIVED));
    }

    private static Decided decided(LakeTable table, Rows.Row row, long received) {
        return new Decided(
                table, row.place(0), row.numberOrNull(VERSION), received, row.millis(UPLOADED), row.has(RELEASED));
    }

    private void event(Decided row) {
        Verdict verdict = judge.judge(row);
        add(verdict);
        if (verdict.earlier() && isInLog(row) && sampled < LOOKED_AT) {
            List<Decided> same = samples.computeIfAbsent(
                    Objects.requireNonNullElse(row.version(), 0L), version -> new ArrayList<>());
            if (same.size() < LOOKED_AT_PER_VERSION) {
                same.add(row);
                sampled++;
            }
        }
    }

    private void keptWhole(Decided row, Rows.Row columns) {
        Stamp stamp = rules.stamp(columns.text(VALUE).getBytes(StandardCharsets.UTF_8), row.timestamp());
        add(stamp == null ? judge.judge(row) : judge.judge(row, stamp));
    }

    private void deadLetter(Rows.Row columns) {
        boolean decides = rules.decides(columns.text(REASON));
        if (!decides && !columns.has(VERSION)) {
            return;
        }
        Decided row = decided(LakeTable.DEAD_LETTERS, columns, columns.millis(UPLOADED));
        if (judge.isUnknown(row)) {
            findings.add(new UnknownVersion(
                    row.table(), row.place(), Objects.requireNonNull(row.version()), rules.newest()));
            return;
        }
        // When it was received, only the record itself says.
        byte[] value = decides ? bytes(columns.binaryOrNull(VALUE)) : null;
        Stamp stamp = value == null ? null : rules.stamp(value, row.timestamp());
        if (stamp != null) {
            add(judge.judge(decided(LakeTable.DEAD_LETTERS, columns, stamp.received()), stamp));
        }
    }

    private void add(Verdict verdict) {
        if (verdict.finding() != null) {
            findings.add(verdict.finding());
        } else if (verdict.earlier()) {
            earlier++;
        }
    }

    private boolean isInLog(Decided row) {
        OffsetRange range = log != null && log.epoch() == row.place().generation()
                ? ranges.get(row.place().partition())
                : null;
        return range != null
                && row.place().offset() >= range.start()
                && row.place().offset() < range.end();
    }

    private void lookAtLog() {
        if (log == null) {
            return;
        }
        List<Decided> inOrder = new ArrayList<>();
        samples.values().forEach(inOrder::addAll);
        inOrder.sort(Comparator.<Decided>comparingInt(row -> row.place().partition())
                .thenComparingLong(row -> row.place().offset()));
        for (Decided row : inOrder) {
            byte[] value = log.value(row.place().partition(), row.place().offset());
            Stamp stamp = value == null ? null : rules.stamp(value, row.timestamp());
            if (stamp != null) {
                looked(judge.judge(row, stamp));
            }
        }
    }

    private void looked(Verdict verdict) {
        if (verdict.finding() == null) {
            looked++;
        } else {
            earlier--;
            findings.add(verdict.finding());
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer some) {
        if (some == null) {
            return null;
        }
        byte[] copy = new byte[some.remaining()];
        some.duplicate().get(copy);
        return copy;
    }
}
