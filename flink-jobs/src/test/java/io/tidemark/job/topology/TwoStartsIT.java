package io.tidemark.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.RunningJob;
import io.tidemark.job.model.RandomHistory;
import io.tidemark.lake.catalog.Heads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two starts so close to each other that neither has seen a commit of the other: one of them writes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a job that is let in never ends by itself
class TwoStartsIT {
    private static final List<byte[]> HISTORY = RandomHistory.of(29, 300);

    @Test
    void theLaterStartWritesAndTheEarlierEndsAtItsNextCommitWithoutARestart(@TempDir Path directory) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            broker.createTopic("events.raw", 2);
            try (SmallPipeline pipeline = new SmallPipeline(directory, broker, 1, Map.of());
                    RunningJob first = pipeline.start(null);
                    RunningJob second = pipeline.start(null)) {
                pipeline.send(HISTORY);

                assertThatThrownBy(first::await)
                        .hasMessageContaining("the job was started once more")
                        .hasMessageContaining("Stop this job");
                pipeline.awaitRecords(second, HISTORY.size());
                second.check();
                assertThat(Heads.of(pipeline.lake()).totalOutcomes()).isEqualTo(HISTORY.size());
            }
        }
    }
}
