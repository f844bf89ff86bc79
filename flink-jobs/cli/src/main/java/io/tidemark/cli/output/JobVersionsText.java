package io.tidemark.cli.output;

import io.tidemark.ops.flink.JobVersions;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which versions of the service configuration jobs know, for a person. */
public final class JobVersionsText {
    private JobVersionsText() {}

    /**
     * A line for each job.
     *
     * @param jobs the jobs of a lake; null, which prints nothing, if no cluster was queried
     */
    public static void print(@Nullable List<JobVersions> jobs, PrintWriter out) {
        if (jobs == null) {
            return;
        }
        if (jobs.isEmpty()) {
            out.println("No job of this lake runs on the cluster.");
        }
        jobs.forEach(job -> out.println("The job " + job.name() + " " + job.id() + " knows " + versions(job)));
    }

    private static String versions(JobVersions job) {
        SortedSet<Long> versions = job.versions();
        int all = job.newest().tasks();
        int known = job.newest().byTask().size();
        if (versions.isEmpty()) {
            return "nothing that it tells: its tasks do not run, or are of an earlier release.";
        }
        String silent = known == all ? "" : "; of " + (all - known) + " it is not known";
        if (versions.size() == 1) {
            return version(versions.first()) + " (" + known + " of " + all + " tasks" + silent + ").";
        }
        return versions.stream()
                .map(version -> version(version) + " (" + tasks(job.tasksAt(version)) + ")")
                .collect(Collectors.joining(", ", "", silent + "."));
    }

    private static String version(long version) {
        return version == 0 ? "no version" : "version " + version;
    }

    private static String tasks(SortedSet<Integer> tasks) {
        return (tasks.size() == 1 ? "task " : "tasks ")
                + tasks.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
