package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.lake.snapshot.Heads;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.alerts.AlertRules;
import io.tidemark.ops.cluster.FreePort;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.event.Reason;
import io.tidemark.rules.model.RandomHistory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that alerts and dashboards are built on, as a metrics reporter sees them, and what they say. */
class MetricsIT {
    private static final int RECORDS = 3_000;
    private static final String TASK = "taskmanager.job.task.operator.";

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} (\\S+)");

    private static int port;
    private static InMemoryReporter reporter;
    private static EmbeddedBroker broker;
    private static SmallPipeline pipeline;
    private static RunningJob job;

    /** A metric as a reporter sees it: its scope by names alone, and the values of the scope's variables. */
    private record Seen(String name, Map<String, String> variables, Metric metric) {}

    @BeforeAll
    static void ingest(@TempDir Path directory) {
        reporter = InMemoryReporter.createWithRetainedMetrics();
        port = FreePort.next();
        Configuration settings = reporter.addToConfiguration(new Configuration());
        settings.setString(
                "metrics.reporter.prometheus.factory.class",
                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        settings.setString("metrics.reporter.prometheus.port", Integer.toString(port));
        Map<String, String> flink = settings.toMap();
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        broker.createTopic("events.raw", 2);
        pipeline = new SmallPipeline(directory, broker, 2, flink);
        pipeline.send(RandomHistory.of(5, RECORDS));
        job = pipeline.start(null);
        pipeline.awaitRecords(job, RECORDS);
    }

    @AfterAll
    static void stop() {
        job.close();
        pipeline.close();
        broker.close();
    }

    @Test
    void recordsAreCountedByOutcome() {
        Heads heads = Heads.of(pipeline.lake());

        assertThat(counts("tidemark.outcome.records", "outcome"))
                .containsOnly(
                        Map.entry("accepted", heads.totalRecords(LakeTable.EVENTS)),
                        Map.entry("duplicate", heads.totalRecords(LakeTable.DUPLICATES)),
                        Map.entry("throttled", heads.totalRecords(LakeTable.THROTTLED)),
                        Map.entry("rejected", heads.totalRecords(LakeTable.DEAD_LETTERS)));
    }

    @Test
    void refusedRecordsAreCountedByReason() {
        Map<String, Long> byReason = counts("tidemark.reason.rejected", "reason");
        Map<Object, Long> inTheTable = LakeRows.of(pipeline.lake(), LakeTable.DEAD_LETTERS).stream()
                .collect(Collectors.groupingBy(row -> row.get("reason"), Collectors.counting()));

        assertThat(byReason.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Reason.values()).map(Reason::text).toList());
        byReason.values().removeIf(count -> count == 0);
        assertThat(byReason).isNotEmpty().isEqualTo(inTheTable);
    }

    @Test
    void throttlingHasARate() {
        assertThat(seen("tidemark.throttledPerSecond")).hasSize(2).allSatisfy(rate -> {
            long throttled = ((Counter) counter(rate, "throttled").metric()).getCount();
            assertThat(((Meter) rate.metric()).getCount()).isEqualTo(throttled);
        });
    }

    @Test
    void theLagOfTheNewestAcceptedEventIsThere() {
        assertThat(seen("tidemark.eventTimeLagMs")).hasSize(2).allSatisfy(lag -> assertThat(value(lag))
                .isInstanceOf(Long.class));
    }

    /**
     * Every checkpoint is a commit, with rows or without, so the time stays small while the job is well. A table's
     * committer has as many subtasks as the job, of which one commits: the others' clocks run on, and an alert has to
     * ask for the smallest of a table.
     */
    @Test
    void everyTableSaysHowLongItsLastCommitIsAgo() {
        assertThat(secondsSinceCommit().keySet())
                .containsExactlyInAnyOrderElementsOf(LakeTable.pipeline().stream()
                        .map(table -> "tidemark.tidemark." + table.tableName())
                        .toList());

        await().during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(60))
                .until(() -> secondsSinceCommit().values().stream().allMatch(seconds -> seconds < 5));
    }

    /** As Prometheus scrapes them, with the labels by which the alerts in deploy/prometheus tell them apart. */
    @Test
    void whatTheAlertsAskForIsExportedToPrometheus() throws Exception {
        var exported = new TreeMap<String, List<String>>();
        for (String line : scrape().lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                exported.computeIfAbsent(sample.group(1), name -> new ArrayList<>())
                        .add(sample.group(2));
            }
        }
        assertThat(AlertRules.metrics("flink_")).hasSizeGreaterThan(3).allSatisfy(name -> assertThat(exported)
                .containsKey(name));
        String outcomes = "flink_taskmanager_job_task_operator_tidemark_outcome_records";
        for (String outcome : List.of("accepted", "duplicate", "throttled", "rejected")) {
            assertThat(exported.get(outcomes)).anyMatch(labels -> labels.contains("outcome=\"" + outcome + "\""));
        }
        assertThat(exported.get(outcomes)).allMatch(labels -> labels.contains("job_name=\""));
        assertThat(exported).containsKey("flink_taskmanager_job_task_operator_tidemark_reason_rejected");
        List<String> commits = exported.get("flink_taskmanager_job_task_operator_IcebergFilesCommitter_table"
                + "_elapsedSecondsSinceLastSuccessfulCommit");
        for (LakeTable table : LakeTable.pipeline()) {
            assertThat(commits)
                    .anyMatch(labels -> labels.contains("table=\"tidemark_tidemark_" + table.tableName() + "\"")
                            && labels.contains("job_name=\""));
        }
    }

    private static String scrape() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Map<String, Long> secondsSinceCommit() {
        return seen("IcebergFilesCommitter.table.elapsedSecondsSinceLastSuccessfulCommit").stream()
                .collect(Collectors.toMap(
                        gauge -> gauge.variables().get("<table>"), gauge -> (Long) value(gauge), Math::min));
    }

    private static Map<String, Long> counts(String name, String variable) {
        return seen(name).stream()
                .collect(Collectors.groupingBy(
                        counter -> counter.variables().get("<" + variable + ">"),
                        Collectors.summingLong(counter -> ((Counter) counter.metric()).getCount())));
    }

    private static Seen counter(Seen beside, String outcome) {
        return seen("tidemark.outcome.records").stream()
                .filter(counter -> outcome.equals(counter.variables().get("<outcome>"))
                        && Objects.equals(
                                counter.variables().get("<subtask_index>"),
                                beside.variables().get("<subtask_index>")))
                .findFirst()
                .orElseThrow();
    }

    private static Object value(Seen seen) {
        return ((Gauge<?>) seen.metric()).getValue();
    }

    /** The metrics whose logical name, behind the scope that every operator has, is this. */
    private static List<Seen> seen(String name) {
        return reporter.getMetricsByGroup().entrySet().stream()
                .flatMap(group -> group.getValue().entrySet().stream()
                        .map(metric -> new Seen(
                                logicalScope(group.getKey()) + "." + metric.getKey(),
                                group.getKey().getAllVariables(),
                                metric.getValue())))
                .filter(metric -> metric.name().equals(TASK + name))
                .toList();
    }

    private static String logicalScope(MetricGroup group) {
        return ((AbstractMetricGroup<?>) group).getLogicalScope(text -> text, '.');
    }
}
