package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.setup.SetupPlan;
import io.tidemark.ops.setup.SetupStep;
import io.tidemark.ops.setup.TopicSetting;
import io.tidemark.ops.setup.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is missing for a pipeline to run, or was made. */
public record InitDocument(
        @JsonProperty("hash") String hash,
        @JsonProperty("done") boolean done,
        @JsonProperty("make_tables") List<LakeTable> tables,
        @JsonProperty("make_topics") List<Topic> topics,
        @JsonProperty("set_topics") List<Change> changes,
        @JsonProperty("notes") List<String> notes) {

    /** A topic that is not there. */
    public record Topic(
            @JsonProperty("name") String name,
            @JsonProperty("partitions") int partitions,
            @JsonProperty("replicas") @Nullable Short replicas,
            @JsonProperty("settings") Map<String, String> settings) {
        static Topic of(TopicSpec topic) {
            return new Topic(
                    topic.name(),
                    topic.partitions(),
                    topic.replicas(),
                    topic.settings().stream()
                            .collect(Collectors.toMap(
                                    TopicSetting::name, TopicSetting::value, (one, other) -> one, TreeMap::new)));
        }
    }

    /** A setting of a topic that is there. */
    public record Change(
            @JsonProperty("topic") String topic,
            @JsonProperty("name") String name,
            @JsonProperty("from") String from,
            @JsonProperty("to") String to,
            @JsonProperty("why") String why) {
        static Change of(SetupStep.SetTopic step) {
            TopicSetting setting = step.setting();
            return new Change(step.topic(), setting.name(), step.found(), setting.value(), setting.why());
        }
    }

    /** The document of a plan. */
    public static InitDocument of(SetupPlan plan, boolean done) {
        List<LakeTable> tables = new ArrayList<>();
        List<Topic> topics = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (SetupStep step : plan.steps()) {
            if (step instanceof SetupStep.MakeTables make) {
                tables.addAll(make.tables());
            } else if (step instanceof SetupStep.MakeTopic make) {
                topics.add(Topic.of(make.topic()));
            } else if (step instanceof SetupStep.SetTopic set) {
                changes.add(Change.of(set));
            }
        }
        return new InitDocument(plan.hash(), done, tables, topics, changes, plan.notes());
    }
}
