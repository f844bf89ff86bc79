package io.tidemark.cli.output.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.audit.AuditReport;
import io.tidemark.ops.audit.CheckResults;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What commands print of a lake, to the byte. */
class LakeDocumentsTest {
    @Test
    void aStatusWithEverything() {
        assertThat(JsonOutput.text(StatusDocument.of(Samples.status()))).isEqualTo("""
                        {"at":"2026-01-04T12:00:00Z","environment":"staging","epoch":2,"claim":"a-start","records":127,\
                        "last_commit":"2026-01-04T11:59:58.766Z","last_commit_seconds_ago":1.234,\
                        "newest_record":"2026-01-04T11:59:00Z","newest_record_seconds_ago":60.0,\
                        "tables":[{"table":"events","there":true,"lost_metadata":null,"protected":true,"rows":127,\
                        "snapshot_id":"9223372036854775807","epoch":2,"checkpoint_id":41,\
                        "committed":"2026-01-04T11:59:58.766Z","committed_seconds_ago":1.234,"tags":["monday",\
                        "tuesday"]},{"table":"duplicates","there":true,"lost_metadata":null,"protected":false,"rows":0,\
                        "snapshot_id":null,"committed":null,"committed_seconds_ago":null,"tags":[]},\
                        {"table":"throttled","there":false,"lost_metadata":"/lake/2.metadata.json","protected":false,\
                        "rows":0,"snapshot_id":null,"committed":null,"committed_seconds_ago":null,"tags":[]}],\
                        "kafka":{"backlog":974,"caught_up":false,"drain_per_second":{"lowest":1,"mean":8,"highest":13},\
                        "inflow_per_second":{"lowest":10,"mean":33,"highest":70},\
                        "caught_up_in_seconds":{"soonest":324.667,"latest":null},"partitions":[{"partition":0,"start":0,\
                        "end":500},{"partition":1,"start":3,"end":70}]},"marks":3,"newest_mark":{"name":"monday",\
                        "made":"2026-01-04T12:00:00.123456789Z","made_seconds_ago":-0.123,\
                        "moment":"2026-01-04T12:00:00.050Z","moment_seconds_ago":-0.05,"checked_since":"earlier"},\
                        "trash":[{"of":"tidemark.events","rows":120,"dies_at":"2026-01-04T12:00:09Z"},{"of":null,\
                        "rows":0,"dies_at":null}],"unfinished_restore":"fef1308ac56f","unfinished_marks":["wednesday"],\
                        "last_audit":{"at":"2026-01-03T12:00:00.500Z","at_seconds_ago":86399.5,"holds":false,\
                        "records":7,"findings":{"double":1,"hole":2}},"attention":["The table throttled is lost.",\
                        "before the \\"big\\" deploy, 5 %\\né"],"service_config":{"newest":2,"in_force":1,\
                        "effective_from":"2026-01-04T13:00:00Z","author":"ops","reason":"ticket 2",\
                        "made_at":"2026-01-04T11:58:30Z","made_seconds_ago":90.0,"topic_was_read":true,\
                        "not_in_topic":[2],"not_in_table":[3],"different":[],"jobs":[{"job_id":"a-job",\
                        "name":"tidemark","tasks":4,"versions":[{"version":1,"tasks":[3]},{"version":2,\
                        "tasks":[0,1]}]}]}}""");
    }

    @Test
    void aStatusOfAnEmptyLake() {
        assertThat(JsonOutput.text(StatusDocument.of(Samples.emptyStatus()))).isEqualTo("""
                        {"at":"2026-01-04T12:00:00Z","environment":null,"epoch":1,"claim":null,"records":0,\
                        "last_commit":null,"last_commit_seconds_ago":null,"newest_record":null,\
                        "newest_record_seconds_ago":null,"tables":[],"kafka":null,"marks":0,"newest_mark":null,\
                        "trash":[],"unfinished_restore":null,"unfinished_marks":[],"last_audit":null,"attention":[],"service_config":{"newest":0,\
                        "in_force":0,"effective_from":null,"author":null,"reason":null,"made_at":null,\
                        "made_seconds_ago":null,"topic_was_read":false,"not_in_topic":[],"not_in_table":[],\
                        "different":[],"jobs":null}}""");
    }

    @Test
    void aStatusThatWasReadOnce() {
        assertThat(JsonOutput.text(StatusDocument.of(Samples.unwatchedStatus(Samples.CATCH_UP))))
                .isEqualTo("""
                        {"at":"2026-01-04T12:00:00Z","environment":null,"epoch":1,"claim":null,"records":0,\
                        "last_commit":null,"last_commit_seconds_ago":null,"newest_record":null,\
                        "newest_record_seconds_ago":null,"tables":[],"kafka":{"backlog":83999,"caught_up":false,\
                        "drain_per_second":{"lowest":2500,"mean":3501,"highest":4501},"inflow_per_second":null,\
                        "caught_up_in_seconds":{"soonest":20.995,"latest":42.0},"partitions":[{"partition":0,"start":0,\
                        "end":9}]},"marks":0,"newest_mark":null,"trash":[],"unfinished_restore":null,\
                        "unfinished_marks":[],"last_audit":null,"attention":[],"service_config":{"newest":0,\
                        "in_force":0,"effective_from":null,"author":null,"reason":null,"made_at":null,\
                        "made_seconds_ago":null,"topic_was_read":false,"not_in_topic":[],"not_in_table":[],\
                        "different":[],"jobs":null}}""");
    }

    @Test
    void aStatusBeforeTheJobHasCommittedTwice() {
        assertThat(JsonOutput.text(StatusDocument.of(Samples.unwatchedStatus(Samples.UNKNOWN))))
                .isEqualTo("""
                        {"at":"2026-01-04T12:00:00Z","environment":null,"epoch":1,"claim":null,"records":0,\
                        "last_commit":null,"last_commit_seconds_ago":null,"newest_record":null,\
                        "newest_record_seconds_ago":null,"tables":[],"kafka":{"backlog":7,"caught_up":false,\
                        "drain_per_second":null,"inflow_per_second":null,"caught_up_in_seconds":null,\
                        "partitions":[{"partition":0,"start":0,"end":9}]},"marks":0,"newest_mark":null,"trash":[],\
                        "unfinished_restore":null,"unfinished_marks":[],"last_audit":null,"attention":[],"service_config":{"newest":0,\
                        "in_force":0,"effective_from":null,"author":null,"reason":null,"made_at":null,\
                        "made_seconds_ago":null,"topic_was_read":false,"not_in_topic":[],"not_in_table":[],\
                        "different":[],"jobs":null}}""");
    }

    @Test
    void anAuditThatDoesNotHoldWithChecksAsOfAMark() {
        assertThat(audit(Samples.audit(0L, false), Samples.checks(Samples.mark(null))))
                .isEqualTo("""
                        {"holds":false,"records":1205,"rows":{"events":1200,"dead_letters":5,"merge_ids":7},\
                        "rejected":{"id_too_short":2,"invalid_json":3},"people":53,"lag":0,\
                        "finding_counts":{"hole":1234,"table-behind":1},"findings":[{"kind":"hole",\
                        "sentence":"Partition 3, offsets 17 to 19: in none of the four outcome tables,\
                         though the log holds records there."},{"kind":"table-behind",\
                        "sentence":"Table merge_ids was not written to, or was set back: events has 12 newer snapshots."}],\
                        "checks_as_of":"monday","checks":{"merges_have_depth_one":[],\
                        "no_record_is_missing":[{"partition":0,"x":1.50},{"partition":1}]},\
                        "checks_not_asked":{"a_check":"No \\"such\\" table."}}""");
    }

    @Test
    void anAuditThatHoldsWithChecks() {
        assertThat(audit(Samples.audit(0L, true), Samples.checks(null))).isEqualTo("""
                        {"holds":true,"records":1205,"rows":{"events":1200,"dead_letters":5,"merge_ids":7},\
                        "rejected":{"id_too_short":2,"invalid_json":3},"people":53,"lag":0,"finding_counts":{},\
                        "findings":[],"checks_as_of":null,"checks":{"merges_have_depth_one":[],\
                        "no_record_is_missing":[{"partition":0,"x":1.50},{"partition":1}]},\
                        "checks_not_asked":{"a_check":"No \\"such\\" table."}}""");
    }

    @Test
    void anAuditWithoutChecksAndLog() {
        assertThat(audit(Samples.audit(null, true), null)).isEqualTo("""
                        {"holds":true,"records":1205,"rows":{"events":1200,"dead_letters":5,"merge_ids":7},\
                        "rejected":{"id_too_short":2,"invalid_json":3},"people":53,"lag":null,"finding_counts":{},\
                        "findings":[]}""");
    }

    @Test
    void aMarkThatWasMade() {
        assertThat(JsonOutput.text(MarkDocument.Made.of(Samples.mark("earlier"), List.of("sunday"))))
                .isEqualTo("""
                        {"made":true,"name":"monday","note":"before the \\"big\\" deploy, 5 %\\né",\
                        "created_at":"2026-01-04T12:00:00.123456789Z","scheduled":true,"environment":"staging",\
                        "epoch":2,"checkpoint_id":41,"committed_at":"2026-01-04T12:00:00.050Z",\
                        "retained_checkpoint":"earlier","records":406,"checked_since":"earlier","checked_records":412,\
                        "tables":{"events":{"snapshot_id":9223372036854775807,"records":100},\
                        "duplicates":{"snapshot_id":9223372036854775806,"records":101},\
                        "throttled":{"snapshot_id":9223372036854775805,"records":102},\
                        "dead_letters":{"snapshot_id":9223372036854775804,"records":103},\
                        "identities":{"snapshot_id":9223372036854775803,"records":104},\
                        "merge_ids":{"snapshot_id":9223372036854775802,"records":105}},"expired":["sunday"]}""");
    }

    @Test
    void allMarks() {
        assertThat(JsonOutput.text(MarkDocument.Listed.of(List.of(Samples.mark(null)))))
                .isEqualTo("""
                        {"marks":[{"name":"monday","note":"before the \\"big\\" deploy, 5 %\\né",\
                        "created_at":"2026-01-04T12:00:00.123456789Z","scheduled":false,"environment":"staging",\
                        "epoch":2,"checkpoint_id":41,"committed_at":"2026-01-04T12:00:00.050Z",\
                        "retained_checkpoint":null,"records":406,"checked_since":null,"checked_records":412,\
                        "tables":{"events":{"snapshot_id":9223372036854775807,"records":100},\
                        "duplicates":{"snapshot_id":9223372036854775806,"records":101},\
                        "throttled":{"snapshot_id":9223372036854775805,"records":102},\
                        "dead_letters":{"snapshot_id":9223372036854775804,"records":103},\
                        "identities":{"snapshot_id":9223372036854775803,"records":104},\
                        "merge_ids":{"snapshot_id":9223372036854775802,"records":105}}}]}""");
    }

    @Test
    void aMarkThatWasNotDue() {
        assertThat(JsonOutput.text(MarkDocument.Made.of(null, List.of()))).isEqualTo("""
                        {"made":false,"expired":[]}""");
    }

    @Test
    void aMarkThatWasDeleted() {
        assertThat(JsonOutput.text(new MarkDocument.Deleted("monday"))).isEqualTo("""
                        {"deleted":"monday"}""");
    }

    private static String audit(AuditReport report, @Nullable CheckResults checks) {
        return JsonOutput.text(AuditDocument.of(report, checks));
    }
}
