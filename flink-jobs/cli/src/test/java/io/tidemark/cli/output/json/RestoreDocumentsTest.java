package io.tidemark.cli.output.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.restore.RestoreOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What commands print of going back, to the byte. */
class RestoreDocumentsTest {
    @Test
    void aPlanOfARestore() {
        assertThat(JsonOutput.text(RestorePlanDocument.of(Samples.restorePlan(), Map.of(), List.of())))
                .isEqualTo("""
                        {"hash":"fef1308ac56f","environment":"staging","to":"monday","epoch":1,"checkpoint_id":5,\
                        "next_epoch":3,"before_tag":"before-fef1308ac56f","tables":[{"table":"events",\
                        "head":"9223372036854775807","target":"-9223372036854775808","rows_leaving":127,\
                        "snapshots_leaving":4},{"table":"duplicates","head":null,"target":"3","rows_leaving":0,\
                        "snapshots_leaving":0}],"partitions":[{"partition":0,"offset":44,"to_read":28,"forgotten":0},\
                        {"partition":1,"offset":24,"to_read":11,"forgotten":6}]}""");
    }

    @Test
    void aPlanOfARestoreThatKeepsColumns() {
        assertThat(JsonOutput.text(RestorePlanDocument.of(
                        Samples.restorePlan(),
                        Map.of(LakeTable.EVENTS, List.of("config_version", "released_from")),
                        List.of())))
                .contains("""
                        "snapshots_leaving":4,"later_columns":["config_version","released_from"]},""")
                .contains("""
                        "snapshots_leaving":0}],""");
    }

    @Test
    void aPlanOfARestoreThatHasOtherVersionsDecide() {
        StandIns standIns = new StandIns(
                "ops", "wrong", List.of(new StandIns.StandIn(7, 5L, null), new StandIns.StandIn(8, null, 0L)));
        assertThat(JsonOutput.text(RestorePlanDocument.of(Samples.restorePlan().with(standIns), Map.of(), List.of(7L))))
                .endsWith("""
                        "forgotten":6}],"stand_ins":[{"version":7,"by":5,"before":null,"still_configured":true},\
                        {"version":8,"by":null,"before":0,"still_configured":false}]}""");
    }

    @Test
    void aRestoreThatCatchesUp() {
        assertThat(restore(Samples.restored(Samples.audit(200L, true), Samples.CATCH_UP)))
                .isEqualTo("""
                        {"hash":"fef1308ac56f","to":"monday","epoch":3,"done":false,"already":false,\
                        "state":"file:/lake/checkpoints/5","steps":[{"step":"fence","millis":307,\
                        "detail":"epoch 3 on every table"},{"step":"stop","millis":0,"detail":"no job runs"}],\
                        "holds":true,"behind":200,"catch_up":{"backlog":83999,"caught_up":false,\
                        "drain_per_second":{"lowest":2500.0,"mean":3500.5,"highest":4501.0},\
                        "inflow_per_second":{"lowest":500.0,"mean":500.0,"highest":500.0},\
                        "caught_up_in_seconds":{"soonest":20.995,"latest":42.0}}}""");
    }

    @Test
    void aRestoreThatDoesNotHold() {
        assertThat(restore(Samples.restored(Samples.audit(null, false), Samples.SLOW)))
                .isEqualTo("""
                        {"hash":"fef1308ac56f","to":"monday","epoch":3,"done":false,"already":false,\
                        "state":"file:/lake/checkpoints/5","steps":[{"step":"fence","millis":307,\
                        "detail":"epoch 3 on every table"},{"step":"stop","millis":0,"detail":"no job runs"}],\
                        "holds":false,"catch_up":{"backlog":974,"caught_up":false,"drain_per_second":{"lowest":1.0,\
                        "mean":8.0,"highest":13.0},"inflow_per_second":{"lowest":10.0,"mean":33.333333333333336,\
                        "highest":70.0},"caught_up_in_seconds":{"soonest":324.667,"latest":null}}}""");
    }

    @Test
    void aRestoreThatWasDoneBefore() {
        assertThat(restore(Samples.restored(null, null))).isEqualTo("""
                        {"hash":"fef1308ac56f","to":"monday","epoch":3,"done":false,"already":true,\
                        "steps":[{"step":"fence","millis":307,"detail":"epoch 3 on every table"},{"step":"stop",\
                        "millis":0,"detail":"no job runs"}]}""");
    }

    @Test
    void aDrill() {
        assertThat(JsonOutput.text(Samples.drill())).isEqualTo("""
                        {"drill":"january-4","holds":false,"events":30000,"rate":700,"seed":4,\
                        "steps":[{"what":"The right job runs","command":null,"seconds":13.6,\
                        "detail":"2000 records committed"},{"what":"A mark","command":"tidemark mark --name good",\
                        "seconds":2.0,"detail":"before the \\"big\\" deploy, 5 %\\né"}],\
                        "checks":[{"what":"`tidemark mark` succeeds","holds":true,"detail":""}],\
                        "tables":[{"table":"events","same":true,"drilled":{"rows":4878,\
                        "hash":"00000000000000010000000000000002"},"undisturbed":{"rows":4878,\
                        "hash":"00000000000000010000000000000002"}},{"table":"throttled","same":false,\
                        "drilled":{"rows":4878,"hash":"00000000000000010000000000000002"},"undisturbed":{"rows":0,\
                        "hash":"00000000000000000000000000000000"}}],"compared":[{"what":"back at the mark",\
                        "january_2016":"days","seconds":0.0}]}""");
    }

    private static String restore(RestoreOutcome outcome) {
        return JsonOutput.text(RestoreDocument.of(outcome));
    }
}
