package io.tidemark.ops.setup;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.catalog.SqliteFile;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plans and makes what a pipeline needs before it runs. What is there stays; a topic's partitions are never changed, for its
 * devices would go to others.
 */
public final class Setup {
    private final TidemarkConfig config;
    private final @Nullable Integer partitions;
    private final TopicSpec events;
    private final TopicSpec serviceConfig;

    /**
     * What this configuration needs.
     *
     * @param partitions how many partitions a new topic gets; null for {@link TopicSpec#PARTITIONS}
     * @param replicas on how many brokers each is kept; null leaves it to the brokers
     */
    public Setup(TidemarkConfig config, @Nullable Integer partitions, @Nullable Short replicas) {
        this.config = config;
        this.partitions = partitions;
        this.events = TopicSpec.events(config, partitions == null ? TopicSpec.PARTITIONS : partitions, replicas);
        this.serviceConfig = TopicSpec.serviceConfig(config, replicas);
    }

    /**
     * What is missing; makes nothing.
     *
     * @throws io.tidemark.lake.catalog.LakeFailure if brokers or catalog do not answer
     * @throws io.tidemark.lake.guard.Refusal if the lake was written to and has lost tables, or is another environment's
     */
    public SetupPlan plan() {
        try (Topics topics = new Topics(config.kafka())) {
            return plan(topics);
        }
    }

    private SetupPlan plan(Topics topics) {
        List<SetupStep> steps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<LakeTable> tables = tables();
        if (!tables.isEmpty()) {
            steps.add(new SetupStep.MakeTables(LakeTables.settings(config).place(), tables));
        }
        for (TopicSpec topic : List.of(events, serviceConfig)) {
            topics.find(topic.name())
                    .ifPresentOrElse(
                            found -> compare(topic, found, steps, notes),
                            () -> steps.add(new SetupStep.MakeTopic(topic)));
        }
        return new SetupPlan(steps, notes);
    }

    /** Opening a catalog in a file would make the file: where it is not there, neither is a table. */
    private List<LakeTable> tables() {
        String uri = config.catalog().uri();
        Optional<SqliteFile> file = uri == null ? Optional.empty() : SqliteFile.at(uri);
        if (file.isPresent() && !Files.exists(file.get().path())) {
            return LakeTable.all();
        }
        try (Lake lake = LakeTables.open(config)) {
            String environment = lake.environment().orElse(config.environment());
            if (!environment.equals(config.environment())) {
                throw RefusalCode.OTHER_ENVIRONMENT.refuse(
                        "The lake in " + lake.settings().place(), environment, config.environment());
            }
            return lake.tablesToMake();
        }
    }

    private void compare(TopicSpec topic, TopicState found, List<SetupStep> steps, List<String> notes) {
        for (TopicSetting setting : topic.settings()) {
            String value = found.setting(setting.name());
            if (!setting.keeps(value)) {
                steps.add(new SetupStep.SetTopic(topic.name(), setting, value));
            } else if (setting.kept() == TopicSetting.Kept.ANYTHING && !value.equals(setting.value())) {
                notes.add("The topic " + topic.name() + " has " + setting.name() + "=" + value
                        + ", a new one would have " + setting.value() + ": " + setting.why()
                        + ". It stays: change it with Kafka's own tools if you mean to.");
            }
        }
        if (topic.equals(events) && partitions != null && found.partitions() != partitions) {
            notes.add("The topic " + topic.name() + " has " + found.partitions() + " partitions, and keeps them: with "
                    + partitions + " its devices would go to others, and their order would be lost.");
        }
    }

    /**
     * Makes what a plan says.
     *
     * @param hash the plan's
     * @param progress gets each step as it is done
     * @return the plan
     * @throws io.tidemark.lake.guard.Refusal if something else is missing by now; then nothing was made
     */
    public SetupPlan execute(String hash, Consumer<SetupStep> progress) {
        try (Topics topics = new Topics(config.kafka())) {
            SetupPlan plan = plan(topics);
            PlanHash.requireSame(
                    "set the pipeline up",
                    plan.hash(),
                    hash,
                    "topic, tables or configuration are others by now",
                    "Run `tidemark init` again");
            for (SetupStep step : plan.steps()) {
                if (step instanceof SetupStep.MakeTables) {
                    makeTables();
                } else if (step instanceof SetupStep.MakeTopic made) {
                    topics.make(made.topic());
                } else if (step instanceof SetupStep.SetTopic set) {
                    topics.set(set.topic(), set.setting());
                }
                progress.accept(step);
            }
            return plan;
        }
    }

    private void makeTables() {
        try (Lake lake = LakeTables.open(config)) {
            lake.createMissing(LakeTables.options(config));
        }
    }
}
