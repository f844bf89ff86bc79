package io.tidemark.job.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemark.job.restore.CatchUp;
import io.tidemark.job.status.StatusReport;
import io.tidemark.lake.care.Trashed;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.lake.status.TableStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A lake's status for a machine: times as ISO instants and, beside them, ages in seconds. */
public final class StatusJson {
    private static final double MILLIS = 1_000.0;

    private StatusJson() {}

    /** The status's members. */
    public static void write(JsonGenerator object, StatusReport report) throws IOException {
        LakeStatus lake = report.lake();
        object.writeStringField("at", report.at().toString());
        object.writeStringField("environment", lake.owner().environment());
        object.writeNumberField("epoch", lake.owner().epoch());
        object.writeStringField("claim", lake.owner().claim());
        object.writeNumberField("records", lake.records());
        time(object, "last_commit", lake.newestCommit(), report.at());
        time(object, "newest_record", lake.flow() == null ? null : lake.flow().freshest(), report.at());
        object.writeArrayFieldStart("tables");
        for (TableStatus table : lake.tables()) {
            object.writeStartObject();
            table(object, table, report.at());
            object.writeEndObject();
        }
        object.writeEndArray();
        kafka(object, report);
        past(object, lake, report.at());
        object.writeArrayFieldStart("attention");
        for (String sentence : report.attention()) {
            object.writeString(sentence);
        }
        object.writeEndArray();
    }

    private static void table(JsonGenerator object, TableStatus table, Instant now) throws IOException {
        SnapshotNotes head = table.head();
        object.writeStringField("table", table.table().tableName());
        object.writeBooleanField("there", table.isThere());
        object.writeStringField("lost_metadata", table.lost());
        object.writeBooleanField("protected", table.isProtected());
        object.writeNumberField("rows", table.rows());
        object.writeStringField("snapshot_id", head == null ? null : Long.toString(head.snapshotId()));
        if (table.stamp() != null) {
            object.writeNumberField("epoch", table.stamp().epoch());
            object.writeNumberField("checkpoint_id", table.stamp().checkpointId());
        }
        time(object, "committed", head == null ? null : head.committedAt(), now);
        object.writeArrayFieldStart("tags");
        for (String tag : table.tags()) {
            object.writeString(tag);
        }
        object.writeEndArray();
    }

    private static void kafka(JsonGenerator object, StatusReport report) throws IOException {
        Map<Integer, OffsetRange> log = report.log();
        CatchUp catchUp = report.catchUp();
        if (log == null || catchUp.samples().isEmpty()) {
            object.writeNullField("kafka");
            return;
        }
        object.writeObjectFieldStart("kafka");
        object.writeNumberField("backlog", catchUp.backlog());
        object.writeBooleanField("caught_up", catchUp.caughtUp());
        rate(object, "drain_per_second", catchUp.drain());
        rate(object, "inflow_per_second", report.watched() ? catchUp.inflow() : null);
        CatchUp.Estimate estimate = catchUp.estimate();
        if (estimate == null) {
            object.writeNullField("caught_up_in_seconds");
        } else {
            object.writeObjectFieldStart("caught_up_in_seconds");
            object.writeNumberField("soonest", seconds(estimate.soonest()));
            if (estimate.latest() == null) {
                object.writeNullField("latest");
            } else {
                object.writeNumberField("latest", seconds(estimate.latest()));
            }
            object.writeEndObject();
        }
        object.writeArrayFieldStart("partitions");
        for (var partition : new TreeMap<>(log).entrySet()) {
            object.writeStartObject();
            object.writeNumberField("partition", partition.getKey());
            object.writeNumberField("start", partition.getValue().start());
            object.writeNumberField("end", partition.getValue().end());
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeEndObject();
    }

    private static void rate(JsonGenerator object, String name, CatchUp.@Nullable Rate rate) throws IOException {
        if (rate == null) {
            object.writeNullField(name);
            return;
        }
        object.writeObjectFieldStart(name);
        object.writeNumberField("lowest", Math.round(rate.lowest()));
        object.writeNumberField("mean", Math.round(rate.mean()));
        object.writeNumberField("highest", Math.round(rate.highest()));
        object.writeEndObject();
    }

    private static void past(JsonGenerator object, LakeStatus lake, Instant now) throws IOException {
        Mark newest = lake.past().newest();
        object.writeNumberField("marks", lake.past().marks());
        if (newest == null) {
            object.writeNullField("newest_mark");
        } else {
            object.writeObjectFieldStart("newest_mark");
            object.writeStringField("name", newest.name());
            time(object, "made", newest.origin().createdAt(), now);
            time(object, "moment", newest.moment().committedAt(), now);
            object.writeStringField("checked_since", newest.proof().since());
            object.writeEndObject();
        }
        object.writeArrayFieldStart("trash");
        for (Trashed trashed : lake.past().trash()) {
            object.writeStartObject();
            object.writeStringField("of", trashed.of());
            object.writeNumberField("rows", trashed.records());
            object.writeStringField("dies_at", text(trashed.diesAt()));
            object.writeEndObject();
        }
        object.writeEndArray();
        RestoreJournal restore = lake.unfinished().restore();
        object.writeStringField(
                "unfinished_restore", restore == null ? null : restore.plan().hash());
        object.writeArrayFieldStart("unfinished_marks");
        for (String mark : lake.unfinished().marks()) {
            object.writeString(mark);
        }
        object.writeEndArray();
        LastAudit audit = lake.lastAudit();
        if (audit == null) {
            object.writeNullField("last_audit");
            return;
        }
        object.writeObjectFieldStart("last_audit");
        time(object, "at", audit.instant(), now);
        object.writeBooleanField("holds", audit.holds());
        object.writeNumberField("records", audit.records());
        object.writeObjectFieldStart("findings");
        for (var finding : audit.findings().entrySet()) {
            object.writeNumberField(finding.getKey(), finding.getValue());
        }
        object.writeEndObject();
        object.writeEndObject();
    }

    private static void time(JsonGenerator object, String name, @Nullable Instant then, Instant now)
            throws IOException {
        object.writeStringField(name, text(then));
        if (then == null) {
            object.writeNullField(name + "_seconds_ago");
        } else {
            object.writeNumberField(name + "_seconds_ago", seconds(Duration.between(then, now)));
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static double seconds(Duration span) {
        return span.toMillis() / MILLIS;
    }
}
