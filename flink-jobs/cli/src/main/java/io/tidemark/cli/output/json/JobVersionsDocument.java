package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.ops.flink.JobVersions;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which versions of the service configuration the tasks of a job know. */
public record JobVersionsDocument(
        @JsonProperty("job_id") String jobId,
        @JsonProperty("name") String name,
        @JsonProperty("tasks") int tasks,
        @JsonProperty("versions") List<Version> versions) {
    record Version(
            @JsonProperty("version") long version,
            @JsonProperty("tasks") Collection<Integer> tasks) {}

    /** The documents of jobs; null where no cluster was queried. */
    static @Nullable List<JobVersionsDocument> of(@Nullable List<JobVersions> jobs) {
        return jobs == null ? null : jobs.stream().map(JobVersionsDocument::of).toList();
    }

    private static JobVersionsDocument of(JobVersions job) {
        return new JobVersionsDocument(
                job.id(),
                job.name(),
                job.newest().tasks(),
                job.versions().stream()
                        .map(version -> new Version(version, job.tasksAt(version)))
                        .toList());
    }
}
