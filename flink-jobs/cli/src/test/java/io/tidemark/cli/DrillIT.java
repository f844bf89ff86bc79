package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCode;
import io.tidemark.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was lost is there again, to the row, by the commands that a person types. */
class DrillIT {
    @TempDir
    Path directory;

    private JsonNode drill(String name) throws IOException {
        Run run = Run.of(
                "drill",
                name,
                "--lake",
                directory.resolve("lake").toString(),
                "--report",
                directory.resolve("reports").toString(),
                "--events",
                "6000",
                "--rate",
                "600",
                "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("holds").booleanValue()).isTrue();
        assertThat(report.get("checks")).allMatch(check -> check.get("holds").booleanValue());
        assertThat(report.get("tables"))
                .hasSize(LakeTable.pipeline().size())
                .allMatch(table -> table.get("drilled").equals(table.get("undisturbed")))
                .allMatch(table -> table.at("/drilled/rows").longValue() > 0
                        || table.get("table").textValue().equals("throttled"));
        assertThat(directory.resolve("reports").resolve(name + ".json")).hasContent(run.out());
        assertThat(Files.readString(directory.resolve("reports").resolve(name + ".md")))
                .contains("# Drill " + name + ": everything holds")
                .contains("| events |");
        return report;
    }

    private static List<String> commands(JsonNode report) {
        return report.findValuesAsText("command").stream()
                .filter(command -> command.startsWith("tidemark "))
                .map(command -> command.replaceAll("^tidemark (config \\w+|\\w+).*", "$1"))
                .toList();
    }

    @Test
    void afterTheOutageEveryTableIsAsIfNothingHadHappened() throws IOException {
        JsonNode report = drill("january-4");

        assertThat(commands(report))
                .containsExactly(
                        "mark",
                        "undrop",
                        "undrop",
                        "restore",
                        "restore",
                        "status",
                        "config set",
                        "config set",
                        "config revert",
                        "config revert",
                        "init",
                        "config recover",
                        "audit");
        assertThat(report.get("checks").findValuesAsText("what"))
                .contains(
                        "the guard refuses every drop",
                        "no table is lost or another one, and the job runs on",
                        "every table is gone",
                        "after `tidemark undrop` the history of service_config is byte for byte what it was",
                        "after `tidemark config revert --mark` everything is configured as at the mark",
                        "the versions of the mark are byte for byte what they were",
                        "`tidemark init` refuses to put an empty table in its place",
                        "after `tidemark config recover` the history of service_config is byte for byte what it was",
                        "the job decided by the service configuration throughout");
        assertThat(report.get("compared").findValuesAsText("january_2016")).contains("6 days 19 h");
        Run audit = Run.of("audit", "--lake", directory.resolve("lake").toString());
        assertThat(audit.code()).as(audit.out() + audit.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void whatAWrongJobWroteIsTakenBackAndReplayed() throws IOException {
        JsonNode report = drill("bad-deploy");

        assertThat(commands(report)).containsExactly("mark", "audit", "restore", "restore", "audit");
        assertThat(report.get("checks").findValuesAsText("what")).contains("the audit sees the wrong ids");
    }

    @Test
    void badRequestsGetOneClearSentence() throws IOException {
        Run unheard = Run.of("drill", "january-5");
        assertThat(unheard.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unheard.err()).contains("There is no drill called january-5; there are january-4 and bad-deploy.");
        assertThat(Run.of("drill", "january-4", "--events", "3").code()).isEqualTo(ExitCode.USAGE);
        Files.createFile(directory.resolve("catalog.db"));
        Run taken = Run.of("drill", "january-4", "--lake", directory.toString());
        assertThat(taken.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(taken.err()).contains("a drill would drop its tables");
    }
}
