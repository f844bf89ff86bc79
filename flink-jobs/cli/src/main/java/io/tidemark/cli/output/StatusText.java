package io.tidemark.cli.output;

import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.status.Age;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.lake.status.TableStatus;
import io.tidemark.ops.configure.ConfigStatus;
import io.tidemark.ops.restore.CatchUp;
import io.tidemark.ops.status.StatusReport;
import io.tidemark.rules.service.ConfigVersion;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A lake's status for a person. */
public final class StatusText {
    private StatusText() {}

    /** The whole status. */
    public static void print(StatusReport report, PrintWriter out) {
        LakeStatus lake = report.lake();
        LakeStatus.Owner owner = lake.owner();
        line(
                out,
                "Environment %s, epoch %d%s.",
                Objects.requireNonNullElse(owner.environment(), "(not named)"),
                owner.epoch(),
                owner.claim() == null ? "" : ", claimed by the start " + owner.claim());
        for (TableStatus table : lake.tables()) {
            out.println(table(table, report.at()));
        }
        line(
                out,
                "%,d records; the last commit was %s, the newest record reached Kafka %s.",
                lake.records(),
                ago(lake.newestCommit(), report.at()),
                ago(lake.flow() == null ? null : lake.flow().freshest(), report.at()));
        out.println(report.log() == null ? "Kafka: not queried." : "Kafka: " + lag(report.catchUp(), report.watched()));
        past(lake, report.at(), out);
        out.println("Configuration: " + configuration(report.configuration()));
        JobVersionsText.print(report.jobs(), out);
        if (report.attention().isEmpty()) {
            out.println("OK: nothing needs attention.");
        } else {
            report.attention().forEach(sentence -> out.println("ATTENTION: " + sentence));
        }
    }

    private static String table(TableStatus table, Instant now) {
        SnapshotNotes head = table.head();
        if (!table.isThere()) {
            return String.format(
                    Locale.ROOT,
                    "  %-13s %s",
                    table.table().tableName(),
                    table.lost() == null ? "MISSING" : "METADATA GONE");
        }
        if (head == null) {
            return String.format(
                    Locale.ROOT, "  %-13s never written%s", table.table().tableName(), guarded(table));
        }
        return String.format(
                Locale.ROOT,
                "  %-13s %,12d rows  snapshot %d  %s  %s%s",
                table.table().tableName(),
                table.rows(),
                head.snapshotId(),
                table.stamp() == null
                        ? "no checkpoint"
                        : "checkpoint " + table.stamp().checkpointId() + " of epoch "
                                + table.stamp().epoch(),
                ago(head.committedAt(), now),
                guarded(table));
    }

    private static String guarded(TableStatus table) {
        int tags = table.tags().size();
        return (table.isProtected() ? "  protected" : "  NOT PROTECTED")
                + (tags == 0 ? "" : tags == 1 ? ", 1 tag" : ", " + tags + " tags");
    }

    private static void past(LakeStatus lake, Instant now, PrintWriter out) {
        Mark newest = lake.past().newest();
        if (newest == null) {
            out.println("Marks: none.");
        } else {
            String since = newest.proof().since();
            line(
                    out,
                    "Marks: %d; the newest, '%s', was made %s of a snapshot %s, checked against %s.",
                    lake.past().marks(),
                    newest.name(),
                    ago(newest.origin().createdAt(), now),
                    ago(newest.commit().committedAt(), now),
                    since == null ? "everything" : "the mark '" + since + "' and all that came since");
        }
        for (Trashed trashed : lake.past().trash()) {
            line(
                    out,
                    "Trash: %s, %,d rows, kept until %s.",
                    Objects.requireNonNullElse(trashed.of(), trashed.name().toString()),
                    trashed.records(),
                    trashed.expiresAt() == null ? "for ever" : trashed.expiresAt());
        }
        for (String mark : lake.unfinished().marks()) {
            line(out, "The mark '%s' is being made or deleted, or that was cut off.", mark);
        }
        LastAudit audit = lake.lastAudit();
        if (audit == null) {
            out.println("Audit: none written down yet.");
        } else {
            line(
                    out,
                    "Audit: %s, of %,d records: %s.",
                    ago(audit.instant(), now),
                    audit.records(),
                    audit.holds() ? "holds" : "DOES NOT HOLD " + audit.findings());
        }
    }

    /** Which version of the service configuration is in force, which one comes, and who has made it, when and why. */
    private static String configuration(ConfigStatus status) {
        ConfigVersion newest = status.newest();
        if (newest == null) {
            return status.problems().isEmpty() ? "none." : "unknown.";
        }
        Instant from = status.newestFrom();
        String inForce = status.inForce() == 0 ? "none in force" : "version " + status.inForce() + " in force";
        return inForce
                + (from == null ? "" : "; version " + newest.number() + " from " + from + " on")
                + String.format(
                        Locale.ROOT,
                        ", made by %s %s: %s%s",
                        newest.author(),
                        ago(Instant.ofEpochMilli(newest.madeAt()), status.at()),
                        newest.reason(),
                        status.published() == null ? " (the topic was not read)" : "");
    }

    /** How far the tables are behind the log, how fast they come on, and when they will have caught up. */
    public static String lag(CatchUp catchUp, boolean watched) {
        if (catchUp.samples().isEmpty()) {
            return "the tables cannot tell how far they are.";
        }
        long backlog = catchUp.backlog();
        if (backlog == 0) {
            return "nothing waits there.";
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d offsets wait", backlog));
        CatchUp.Rate drain = catchUp.drain();
        CatchUp.Rate inflow = catchUp.inflow();
        if (drain != null) {
            text.append(String.format(Locale.ROOT, "; the tables take in %,.0f a second", drain.mean()));
        }
        if (watched && inflow != null) {
            text.append(String.format(Locale.ROOT, ", %,.0f a second come", inflow.mean()));
        }
        CatchUp.Estimate estimate = catchUp.estimate();
        if (catchUp.caughtUp()) {
            text.append("; caught up");
        } else if (estimate != null) {
            text.append("; caught up in ").append(Age.of(estimate.soonest()));
            Duration latest = estimate.latest();
            text.append(latest == null ? " or never, at the slowest" : " to " + Age.of(latest));
            text.append(watched ? "" : ", if no more comes");
        }
        return text.append('.').toString();
    }

    private static String ago(@Nullable Instant then, Instant now) {
        return then == null ? "never" : Age.of(Duration.between(then, now)) + " ago";
    }

    private static void line(PrintWriter out, String format, @Nullable Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
