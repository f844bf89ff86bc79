package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.log.OffsetRange;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.snapshot.CheckpointStamp;
import io.tidemark.lake.snapshot.SnapshotNotes;
import io.tidemark.lake.status.LakeStatus;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.lake.status.TableStatus;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.configure.ConfigStatus;
import io.tidemark.ops.flink.JobVersions;
import io.tidemark.ops.status.StatusReport;
import io.tidemark.rules.service.ConfigVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A lake's status: times and, beside them, ages in seconds. */
public record StatusDocument(
        @JsonProperty("at") Instant at,
        @JsonProperty("environment") @Nullable String environment,
        @JsonProperty("epoch") int epoch,
        @JsonProperty("claim") @Nullable String claim,
        @JsonProperty("records") long records,
        @JsonProperty("last_commit") @Nullable Instant lastCommit,
        @JsonProperty("last_commit_seconds_ago") @Nullable Double lastCommitAge,
        @JsonProperty("newest_record") @Nullable Instant newestRecord,
        @JsonProperty("newest_record_seconds_ago") @Nullable Double newestRecordAge,
        @JsonProperty("tables") List<Table> tables,
        @JsonProperty("kafka") @Nullable Kafka kafka,
        @JsonProperty("marks") int marks,
        @JsonProperty("newest_mark") @Nullable NewestMark newestMark,
        @JsonProperty("trash") List<Trash> trash,
        @JsonProperty("unfinished_restore") @Nullable String unfinishedRestore,
        @JsonProperty("unfinished_marks") List<String> unfinishedMarks,
        @JsonProperty("last_audit") @Nullable Audit lastAudit,
        @JsonProperty("attention") List<String> attention,
        @JsonProperty("service_config") ServiceConfig serviceConfig) {

    record Table(
            @JsonProperty("table") LakeTable table,
            @JsonProperty("there") boolean isThere,
            @JsonProperty("lost_metadata") @Nullable String lost,
            @JsonProperty("protected") boolean isProtected,
            @JsonProperty("rows") long rows,
            @JsonProperty("snapshot_id") @Nullable String snapshotId,

            @JsonProperty("epoch") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer epoch,

            @JsonProperty("checkpoint_id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long checkpointId,

            @JsonProperty("committed") @Nullable Instant committed,
            @JsonProperty("committed_seconds_ago") @Nullable Double age,
            @JsonProperty("tags") List<String> tags) {
        private static Table of(TableStatus table, Instant now) {
            SnapshotNotes head = table.head();
            CheckpointStamp stamp = table.stamp();
            Instant committed = head == null ? null : head.committedAt();
            return new Table(
                    table.table(),
                    table.isThere(),
                    table.lost(),
                    table.isProtected(),
                    table.rows(),
                    head == null ? null : Long.toString(head.snapshotId()),
                    stamp == null ? null : stamp.epoch(),
                    stamp == null ? null : stamp.checkpointId(),
                    committed,
                    secondsAgo(committed, now),
                    table.tags());
        }
    }

    record Kafka(
            @JsonUnwrapped CatchUpDocument catchUp,
            @JsonProperty("partitions") List<Partition> partitions) {
        private static @Nullable Kafka of(StatusReport report) {
            Map<Integer, OffsetRange> log = report.log();
            if (log == null || report.catchUp().samples().isEmpty()) {
                return null;
            }
            return new Kafka(
                    CatchUpDocument.of(report.catchUp(), report.watched(), Math::round),
                    new TreeMap<>(log)
                            .entrySet().stream()
                                    .map(each -> new Partition(
                                            each.getKey(),
                                            each.getValue().start(),
                                            each.getValue().end()))
                                    .toList());
        }
    }

    record Partition(
            @JsonProperty("partition") int partition,
            @JsonProperty("start") long start,
            @JsonProperty("end") long end) {}

    record NewestMark(
            @JsonProperty("name") String name,
            @JsonProperty("made") Instant made,
            @JsonProperty("made_seconds_ago") @Nullable Double madeAge,
            @JsonProperty("moment") Instant moment,
            @JsonProperty("moment_seconds_ago") @Nullable Double momentAge,
            @JsonProperty("checked_since") @Nullable String since) {
        private static @Nullable NewestMark of(@Nullable Mark mark, Instant now) {
            if (mark == null) {
                return null;
            }
            Instant made = mark.origin().createdAt();
            Instant moment = mark.commit().committedAt();
            return new NewestMark(
                    mark.name(),
                    made,
                    secondsAgo(made, now),
                    moment,
                    secondsAgo(moment, now),
                    mark.proof().since());
        }
    }

    record Trash(
            @JsonProperty("of") @Nullable String of,
            @JsonProperty("rows") long rows,
            @JsonProperty("dies_at") @Nullable Instant diesAt) {}

    record Audit(
            @JsonProperty("at") Instant at,
            @JsonProperty("at_seconds_ago") @Nullable Double age,
            @JsonProperty("holds") boolean holds,
            @JsonProperty("records") long records,
            @JsonProperty("findings") Map<String, Long> findings) {
        private static @Nullable Audit of(@Nullable LastAudit audit, Instant now) {
            return audit == null
                    ? null
                    : new Audit(
                            audit.instant(),
                            secondsAgo(audit.instant(), now),
                            audit.holds(),
                            audit.records(),
                            audit.findings());
        }
    }

    record ServiceConfig(
            @JsonProperty("newest") long newest,
            @JsonProperty("in_force") long inForce,
            @JsonProperty("effective_from") @Nullable Instant effectiveFrom,
            @JsonProperty("author") @Nullable String author,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("made_at") @Nullable Instant madeAt,
            @JsonProperty("made_seconds_ago") @Nullable Double madeAge,
            @JsonProperty("topic_was_read") boolean topicWasRead,
            @JsonProperty("not_in_topic") Collection<Long> notInTopic,
            @JsonProperty("not_in_table") Collection<Long> notInTable,
            @JsonProperty("different") Collection<Long> different,
            @JsonProperty("jobs") @Nullable List<JobVersionsDocument> jobs) {
        private static ServiceConfig of(ConfigStatus status, @Nullable List<JobVersions> jobs) {
            ConfigVersion newest = status.newest();
            Instant made = newest == null ? null : Instant.ofEpochMilli(newest.madeAt());
            return new ServiceConfig(
                    status.history().newest(),
                    status.inForce(),
                    newest == null ? null : Instant.ofEpochMilli(newest.effectiveFrom()),
                    newest == null ? null : newest.author(),
                    newest == null ? null : newest.reason(),
                    made,
                    secondsAgo(made, status.at()),
                    status.published() != null,
                    status.notInTopic(),
                    status.notInTable(),
                    status.different(),
                    JobVersionsDocument.of(jobs));
        }
    }

    /** The document of a report. */
    public static StatusDocument of(StatusReport report) {
        LakeStatus lake = report.lake();
        Instant now = report.at();
        Instant newest = lake.flow() == null ? null : lake.flow().freshest();
        RestoreJournal restore = lake.unfinished().restore();
        return new StatusDocument(
                now,
                lake.owner().environment(),
                lake.owner().epoch(),
                lake.owner().claim(),
                lake.records(),
                lake.newestCommit(),
                secondsAgo(lake.newestCommit(), now),
                newest,
                secondsAgo(newest, now),
                lake.tables().stream().map(table -> Table.of(table, now)).toList(),
                Kafka.of(report),
                lake.past().marks(),
                NewestMark.of(lake.past().newest(), now),
                lake.past().trash().stream()
                        .map(each -> new Trash(each.of(), each.records(), each.expiresAt()))
                        .toList(),
                restore == null ? null : restore.plan().hash(),
                lake.unfinished().marks(),
                Audit.of(lake.lastAudit(), now),
                report.attention(),
                ServiceConfig.of(report.configuration(), report.jobs()));
    }

    private static @Nullable Double secondsAgo(@Nullable Instant then, Instant now) {
        return then == null ? null : CatchUpDocument.seconds(Duration.between(then, now));
    }
}
