package io.tidemark.ops.answers;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A lake of several projects, each with people of its own: random histories of few devices and users, which are in all
 * projects under the same ids, taken in by the real job.
 */
final class ProjectsLake {
    // The last three are one project: that of events which name none.
    private static final List<String> PROJECTS = List.of(
            "\"project_id\":\"app\",",
            "\"project_id\":\"web\",",
            "\"project_id\":\"default\",",
            "\"project_id\":null,",
            "");
    private static final long RECEIVED = Instant.parse("2023-11-14T22:13:20Z").toEpochMilli();

    private ProjectsLake() {}

    /**
     * Fills the lake of a configuration, and stops the job.
     *
     * @param directory for the broker's files
     */
    static Histories fill(TidemarkConfig config, Path directory) throws Exception {
        return TakenIn.of(config, directory, sources());
    }

    private static List<List<Sent>> sources() {
        return List.of(log());
    }

    private static List<Sent> log() {
        SplittableRandom random = new SplittableRandom(31);
        var log = new ArrayList<Sent>();
        for (byte[] event : RandomHistory.of(23, 1_200)) {
            byte[] project = PROJECTS.get(random.nextInt(PROJECTS.size())).getBytes(StandardCharsets.UTF_8);
            boolean object = event.length > 2 && event[0] == '{' && event[1] == '"';
            byte[] value = event;
            if (object) {
                value = Arrays.copyOf(event, event.length + project.length);
                System.arraycopy(project, 0, value, 1, project.length);
                System.arraycopy(event, 1, value, 1 + project.length, event.length - 1);
            }
            log.add(new Sent(value, RECEIVED));
        }
        return log;
    }
}
