package io.tidemark.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bench.query.LayoutBench;
import io.tidemark.bench.query.QueryFigures;
import io.tidemark.bench.restore.BootstrapFigures;
import io.tidemark.cli.output.json.JsonOutput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What scripts read of the benchmarks: keys, their order and the form of numbers stay. */
class BenchDocumentsTest {
    @Test
    void bootstrapHasTheFiguresThatFollowBesideThoseThatWereMeasured() {
        assertThat(JsonOutput.text(new BootstrapFigures(1_000, 7_000, 50, 4, 1.5, 2, 60, 70)))
                .isEqualTo("""
                {"devices":1000,"insert_ids":7000,"seconds":4.0,"reading_seconds":1.5,"cpu_seconds":2.0,\
                "devices_per_second":250.0,"devices_per_cpu_second":500.0,"savepoint_bytes":50,"heap_limit_bytes":60,\
                "peak_resident_bytes":70,"foretold_devices":100000000,"foretold_seconds":400000.0,\
                "foretold_seconds_on_two_cores":100000.0}""");
    }

    @Test
    void layoutsAreNamed() {
        assertThat(JsonOutput.text(new LayoutBenchCommand.Document(
                        20,
                        3,
                        Map.of("care", new LayoutBench.Made(4, 9)),
                        List.of(new QueryFigures("funnel", "all", "care", null, "out of memory")))))
                .isEqualTo("""
                        {"days":20,"rounds":3,"layouts":{"care":{"files":4,"bytes":9}},"questions":[\
                        {"question":"funnel","range":"all","layout":"care","failure":"out of memory"}]}""");
    }

    @Test
    void rebuildAndRestoreTellTheirRounds() {
        assertThat(JsonOutput.text(new RebuildBenchCommand.Document(5, 4, List.of(3L, 2L))))
                .isEqualTo("{\"events\":5,\"identities\":4,\"events_per_second\":[3,2]}");
        assertThat(JsonOutput.text(new RestoreBenchCommand.Document(5, 4, Map.of("mark", 1.25))))
                .isEqualTo("{\"snapshots\":5,\"files\":4,\"milliseconds_a_table\":{\"mark\":1.25}}");
    }
}
