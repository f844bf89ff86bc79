package io.tidemark.ops.flink;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.fence.WriterTag;
import io.tidemark.lake.catalog.Lake;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Which versions of the service configuration a job knows.
 *
 * @param id Flink's id of the job
 * @param name what it is called
 * @param newest the newest version that each of its tasks knows
 */
public record JobVersions(String id, String name, FlinkJobs.TaskNumbers newest) {
    private static final String METRIC = "tidemark.configVersion";

    /**
     * What the jobs know that write to a lake; none where none runs. Takes seconds where the cluster has no numbers of a job
     * yet.
     *
     * @param address where the cluster's REST interface answers
     * @param config may hold further settings of Flink's client
     * @throws io.tidemark.lake.catalog.LakeFailure if the cluster does not answer
     */
    public static List<JobVersions> of(URI address, TidemarkConfig config, Lake lake) {
        try (FlinkJobs jobs = FlinkJobs.at(address, config)) {
            return jobs.writersTo(WriterTag.of(lake).lake()).stream()
                    .map(job -> new JobVersions(job.id().toString(), job.name(), jobs.numbers(job.id(), METRIC)))
                    .toList();
        }
    }

    /** The versions that are the newest to some task, in order. */
    public SortedSet<Long> versions() {
        return new TreeSet<>(newest.byTask().values());
    }

    /** The tasks to which a version is the newest, in order. */
    public SortedSet<Integer> tasksAt(long version) {
        return tasks(known -> known == version);
    }

    /** The tasks that do not know a version, in order; without those that have not said what they know. */
    public SortedSet<Integer> behind(long version) {
        return tasks(known -> known < version);
    }

    private SortedSet<Integer> tasks(LongPredicate wanted) {
        SortedSet<Integer> tasks = new TreeSet<>();
        newest.byTask().forEach((task, known) -> {
            if (wanted.test(known)) {
                tasks.add(task);
            }
        });
        return tasks;
    }
}
