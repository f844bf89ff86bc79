package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.service.ConfigRow;
import io.tidemark.lake.service.ServiceConfigTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark sql --project}: a project's events alone, by the zone of the project at the time of the answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectQuestionIT {
    private static final String[] DAYS = {
        "--query", "segmentation", "-p", "event=Buy", "-p", "interval=day", "--format", "csv"
    };

    private Path lake = Path.of(".");

    /**
     * In the lake: two events of shop, one of web and one of no project. It is marked before anything is configured
     * (bare), with version 1 (first), and with version 2 in force while version 3 is not effective yet (second).
     */
    @BeforeAll
    void fillLake(@TempDir Path directory) throws IOException {
        lake = directory.resolve("lake");
        Path events = Files.writeString(
                directory.resolve("events.jsonl"),
                String.join(
                        "\n",
                        event("shop", "2024-01-10T15:30:00Z"),
                        event("shop", "2024-01-10T23:30:00Z"),
                        event("web", "2024-01-10T23:30:00Z"),
                        event("default", "2024-01-10T23:30:00Z")));
        ok("ingest", "--lake", lake.toString(), events.toString());
        ok("mark", "--lake", lake.toString(), "--name", "bare");
        Instant now = Instant.now();
        configure(1, now.minus(Duration.ofHours(2)), "{\"zone\":\"Europe/Berlin\"}");
        ok("mark", "--lake", lake.toString(), "--name", "first");
        configure(2, now.minus(Duration.ofHours(1)), "{\"inactive_types\":[\"Ping\"],\"zone\":\"Asia/Tokyo\"}");
        configure(3, now.plus(Duration.ofDays(1)), "{}");
        ok("mark", "--lake", lake.toString(), "--name", "second");
    }

    private static String event(String project, String time) {
        long millis = Instant.parse(time).toEpochMilli();
        return "{\"event_type\":\"Buy\",\"project_id\":\"%s\",\"device_id\":\"phone-%s\",\"time\":%d,\"server_received_time\":%d}"
                .formatted(project, project, millis, millis);
    }

    private void configure(long version, Instant from, String shop) {
        try (Lake tables = LakeTables.open(DirectoryLake.config(lake), Purpose.CONFIGURE)) {
            List<ConfigRow> rows = new ArrayList<>();
            rows.add(new ConfigRow(version, "project/shop", shop, from, "ops", "ticket 4711", from));
            if (version == 1) {
                String web = "{\"week_begins\":\"sunday\",\"zone\":\"America/New_York\"}";
                rows.add(new ConfigRow(version, "project/web", web, from, "ops", "ticket 4711", from));
            }
            new ServiceConfigTable(tables).add(rows);
        }
    }

    private static Run ok(String... command) {
        Run run = Run.of(command);
        assertThat(run.code()).as(run.err() + run.out()).isEqualTo(ExitCode.DONE);
        return run;
    }

    private String[] sql(String[] question, String... more) {
        List<String> all = new ArrayList<>(List.of("sql", "--lake", lake.toString()));
        all.addAll(List.of(question));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private List<String> days(String... more) {
        return ok(sql(DAYS, more))
                .out()
                .lines()
                .skip(1)
                .map(line -> line.replaceAll("^([^,]*),[^,]*,([^,]*),.*", "$1 $2"))
                .toList();
    }

    @Test
    void eachProjectHasItsEventsOnTheDaysOfItsOwnZone() {
        assertThat(days("--project", "shop")).containsExactly("2024-01-11 2");
        assertThat(days("--project", "web")).containsExactly("2024-01-10 1");
        assertThat(days()).containsExactly("2024-01-10 4");
    }

    @Test
    void atAMarkItIsTheZoneOfThen() {
        assertThat(days("--project", "shop", "--as-of", "first")).containsExactly("2024-01-10 1", "2024-01-11 1");
        // A version that is made and not effective yet does not count.
        assertThat(ok(sql(DAYS, "--project", "shop", "--as-of", "second", "--print", "spark"))
                        .err())
                .contains("by version 2 of", "zone Asia/Tokyo");
    }

    @Test
    void aValueThatIsGivenComesBeforeThatOfTheProject() {
        Run run = ok(sql(DAYS, "--project", "shop", "-p", "zone=UTC", "--print", "flink"));
        assertThat(run.err()).contains("zone UTC, week_begins monday, inactive Ping");
        assertThat(run.out()).contains("project_id = 'shop'").doesNotContain("Tokyo");
    }

    @Test
    void whatWasTakenIsSaidBesideTheAnswer() throws IOException {
        Run text = ok(sql(DAYS, "--project", "shop", "--print", "trino"));
        assertThat(text.err())
                .isEqualTo("The project shop by version 2 of the service configuration: zone Asia/Tokyo, week_begins"
                        + " monday, inactive Ping.\n");
        assertThat(text.out()).contains("FROM (SELECT * FROM events WHERE project_id = 'shop') e", "'Asia/Tokyo'");

        String[] json = {"--query", "segmentation", "--format", "json"};
        Run object = ok(sql(json, "--project", "web", "--as-of", "first"));
        assertThat(object.err())
                .isEqualTo("{\"project\":\"web\",\"config_version\":1,\"zone\":\"America/New_York\","
                        + "\"week_begins\":\"sunday\",\"inactive\":\"none\"}\n");
        assertThat(new ObjectMapper().readTree(object.out())).hasSize(1);
    }

    @Test
    void aQueryOfOnesOwnIsRestrictedTooAlsoWithAHint() {
        String[] views = {
            "--format", "csv", "SELECT COUNT(*) n, COUNT(DISTINCT e.project_id) p FROM events_resolved e, people"
        };
        assertThat(ok(sql(views, "--project", "shop")).out()).isEqualTo("n,p\n2,1\n");
        String[] hint = {"--format", "csv", "SELECT COUNT(events.uuid) n FROM events /*+ OPTIONS('tag'='bare') */"};
        assertThat(ok(sql(hint, "--project", "shop")).out()).isEqualTo("n\n2\n");
    }

    @Test
    void anUnknownProjectIsRefusedWithThoseThatThereAre() {
        Run now = Run.of(sql(DAYS, "--project", "Shop"));
        assertThat(now.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(now.err()).contains("There is no project 'Shop'. There are default, shop, web.");
        Run then = Run.of(sql(DAYS, "--project", "shop", "--as-of", "bare"));
        assertThat(then.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(then.err()).contains("There is no project 'shop' at the mark 'bare'. There are default.");
    }

    @Test
    void whatCannotBeRestrictedIsAWrongRequest() {
        for (String question : List.of("data_quality", "no_record_is_missing")) {
            Run run = Run.of(sql(new String[] {"--query", question}, "--project", "shop"));
            assertThat(run.code()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("The question " + question + " cannot be restricted to a project: ");
        }
    }
}
