package io.tidemark.ops.setup;

import io.tidemark.lake.table.LakeTable;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that is missing, or not as it has to be. */
public sealed interface SetupStep {
    /** What it does, in words; two steps that say the same do the same. */
    String says();

    /**
     * Makes tables, empty.
     *
     * @param place the catalog
     * @param tables which
     */
    record MakeTables(String place, List<LakeTable> tables) implements SetupStep {
        @Override
        public String says() {
            return "make the tables "
                    + tables.stream().map(LakeTable::tableName).collect(Collectors.joining(", ")) + " in " + place;
        }
    }

    /**
     * Makes a topic.
     *
     * @param topic as it will be
     */
    record MakeTopic(TopicSpec topic) implements SetupStep {
        @Override
        public String says() {
            return "make the topic " + topic.name() + " with " + topic.partitions() + " partitions"
                    + (topic.replicas() == null ? "" : " on " + topic.replicas() + " brokers each")
                    + topic.settings().stream()
                            .map(setting -> "\n" + setting.name() + "=" + setting.value() + ": " + setting.why())
                            .collect(Collectors.joining());
        }
    }

    /**
     * Sets what a topic has otherwise.
     *
     * @param topic its name
     * @param setting what it gets
     * @param found what it has
     */
    record SetTopic(String topic, TopicSetting setting, String found) implements SetupStep {
        @Override
        public String says() {
            return "set " + setting.name() + " of the topic " + topic + " to " + setting.value() + ", from " + found
                    + ": " + setting.why();
        }
    }
}
