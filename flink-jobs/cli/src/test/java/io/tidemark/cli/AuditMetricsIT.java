package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.ops.answers.BrokenLake;
import io.tidemark.ops.embedded.LakeDirectory;
import io.tidemark.ops.embedded.LakeState;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an alert hears of a lake in which every invariant is broken, and of one that is not there. */
class AuditMetricsIT {
    private static final Pattern ROWS =
            Pattern.compile("(?m)^tidemark_check_rows\\{lake=\"[^\"]*\",check=\"(\\w+)\"} ([1-9]\\d*)$");

    @Test
    void everyBrokenInvariantIsInTheFile(@TempDir Path directory) throws IOException {
        Path lake = directory.resolve("lake");
        Path file = directory.resolve("tidemark.prom");
        LakeDirectory held = LakeDirectory.openOrCreate(lake, LakeState.fresh("events.raw", 1));
        BrokenLake.write(lake);

        Run run;
        // As beside a running pipeline: there is no log from which these rows came.
        try (LakeDirectory.Lock pipeline = held.lock("a test")) {
            run = Run.of("audit", "--lake", lake.toString(), "--checks", "--json", "--metrics", file.toString());
        }

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).hasLineCount(1).contains("\"holds\":false", "\"merges_have_depth_one\":[{");
        String metrics = Files.readString(file);
        assertThat(metrics)
                .containsPattern("(?m)^tidemark_audit_holds\\{lake=\"[^\"]*\"} 0$")
                .containsPattern("(?m)^tidemark_audit_findings\\{.*kind=\"hole\"} [1-9]");
        List<String> found = ROWS.matcher(metrics)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertThat(found)
                .containsExactlyElementsOf(
                        Questions.checks().stream().map(Question::name).toList());
    }

    @Test
    void auditThatFailsLeavesTheFileOfTheOneBefore(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tidemark.prom"), "tidemark_audit_holds 1\n");

        Run run = Run.of("audit", "--lake", directory.resolve("none").toString(), "--metrics", file.toString());

        assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(file).hasContent("tidemark_audit_holds 1\n");
    }

    @Test
    void argumentsThatCannotBeMeantAreRefusedAtOnce(@TempDir Path directory) {
        assertThat(Run.of("audit", "--lake", directory.toString(), "--metrics", directory.toString())
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("audit", "--lake", directory.toString(), "--newest-mark")
                        .err())
                .contains("add --checks");
    }
}
