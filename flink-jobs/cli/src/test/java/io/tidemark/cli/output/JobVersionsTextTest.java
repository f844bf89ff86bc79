package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.flink.FlinkJobs;
import io.tidemark.ops.flink.JobVersions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a job knows of the service configuration, in words. */
class JobVersionsTextTest {
    private static String printed(@Nullable List<JobVersions> jobs) {
        StringWriter text = new StringWriter();
        JobVersionsText.print(jobs, new PrintWriter(text));
        return text.toString().strip();
    }

    private static String job(int tasks, Map<Integer, Long> versions) {
        return printed(List.of(
                new JobVersions("4f2a", "tidemark", new FlinkJobs.TaskNumbers(tasks, new TreeMap<>(versions)))));
    }

    @Test
    void tasksThatAgreeAreCounted() {
        assertThat(job(2, Map.of(0, 7L, 1, 7L))).isEqualTo("The job tidemark 4f2a knows version 7 (2 of 2 tasks).");
        assertThat(job(1, Map.of(0, 0L))).isEqualTo("The job tidemark 4f2a knows no version (1 of 1 tasks).");
    }

    @Test
    void tasksThatDoNotAgreeAreNamed() {
        assertThat(job(4, Map.of(0, 7L, 1, 6L, 3, 7L)))
                .isEqualTo(
                        "The job tidemark 4f2a knows version 6 (task 1), version 7 (tasks 0, 3); of 1 it is not known.");
    }

    @Test
    void tasksThatSayNothingAreSaidToo() {
        assertThat(job(4, Map.of(0, 7L)))
                .isEqualTo("The job tidemark 4f2a knows version 7 (1 of 4 tasks; of 3 it is not known).");
        assertThat(job(0, Map.of())).contains("do not run");
        assertThat(printed(List.of())).isEqualTo("No job of this lake runs on the cluster.");
        assertThat(printed(null)).isEmpty();
    }
}
