package io.tidemark.job.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs took the checkpoints that a state descends from. Two jobs that began from the same checkpoint both number
 * theirs on from there: only this tells a checkpoint of the one that was fenced off from one of the other, which wrote.
 *
 * @param jobs Flink's id of each job, by the number of the first checkpoint that it could take
 */
public record WriterLine(NavigableMap<Long, String> jobs) {
    /** Of a state of which nothing is known: one that was computed from the tables, or that an older release kept. */
    public static final WriterLine UNKNOWN = new WriterLine(new TreeMap<>());

    /** Keeps a copy. */
    public WriterLine {
        jobs = new TreeMap<>(jobs);
    }

    /** Reads what {@link #entries} has written, in any order, and any entry as often as it comes. */
    public static WriterLine of(Iterable<String> entries) {
        NavigableMap<Long, String> jobs = new TreeMap<>();
        for (String entry : entries) {
            int space = entry.indexOf(' ');
            jobs.put(Long.valueOf(entry.substring(0, space)), entry.substring(space + 1));
        }
        return new WriterLine(jobs);
    }

    /** The same, gone on with by a job whose first checkpoint has this number or a later one. */
    public WriterLine with(String job, long first) {
        NavigableMap<Long, String> more = new TreeMap<>(jobs.headMap(first, false));
        Map.Entry<Long, String> last = more.lastEntry();
        if (last == null || !last.getValue().equals(job)) {
            more.put(first, job);
        }
        return new WriterLine(more);
    }

    /** The job that took the checkpoint of this number; null where that is not known. */
    public @Nullable String jobAt(long checkpoint) {
        Map.Entry<Long, String> found = jobs.floorEntry(checkpoint);
        return found == null ? null : found.getValue();
    }

    /** One text for each job. */
    public List<String> entries() {
        List<String> entries = new ArrayList<>();
        jobs.forEach((first, job) -> entries.add(first + " " + job));
        return entries;
    }
}
