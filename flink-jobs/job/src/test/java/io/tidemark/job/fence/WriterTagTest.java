package io.tidemark.job.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class WriterTagTest {
    private static final WriterTag TAG = new WriterTag("0f8b", new WriterEpoch(3));

    @Test
    void aJobSaysWhichLakeItWritesToAndAsWhichWriter() {
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
        TAG.put(env);

        Map<String, String> shown = env.getConfig().getGlobalJobParameters().toMap();
        assertThat(WriterTag.in(shown)).isEqualTo(TAG);
    }

    @Test
    void otherParametersOfTheJobStay() {
        Configuration given = new Configuration();
        given.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Map.of("team", "analytics"));
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(given);
        TAG.put(env);

        assertThat(env.getConfig().getGlobalJobParameters().toMap())
                .containsEntry("team", "analytics")
                .containsAllEntriesOf(TAG.parameters());
    }

    @Test
    void aJobThatDoesNotSayHasNoTag() {
        assertThat(WriterTag.in(Map.of())).isNull();
        assertThat(WriterTag.in(Map.of("tidemark.lake", "0f8b"))).isNull();
    }
}
