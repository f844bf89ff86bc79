package io.tidemark.job.config;

import io.tidemark.lake.catalog.SqliteFile;
import java.nio.file.Path;

/**
 * Everything the pipeline is told, from one file. {@code deploy/config/reference.yaml} has every key with its default
 * and its reason.
 *
 * @param environment the name of the environment that this lake belongs to
 * @param kafka where the raw events are
 * @param catalog which catalog knows the tables, and where their files are
 * @param identity the scope in which an id means one person
 * @param intake what is let in
 * @param job how the job runs on Flink
 * @param tables how the tables are laid out
 * @param marks how the lake's past is kept
 * @param questions what the analysts' questions take where nothing else is given
 */
public record TidemarkConfig(
        String environment,
        KafkaConfig kafka,
        CatalogConfig catalog,
        IdentityConfig identity,
        IntakeConfig intake,
        JobConfig job,
        TablesConfig tables,
        MarksConfig marks,
        QuestionsConfig questions) {

    /**
     * The configuration of a lake that lives in one directory, with a broker in this process: the catalog in
     * {@code catalog.db} (SQLite), the tables' files under {@code warehouse}, checkpoints under {@code checkpoints}.
     * All else is as the defaults say. {@code kafka.bootstrap-servers} is {@code localhost:0} until the broker runs:
     * see {@link #withBootstrapServers}.
     */
    public static TidemarkConfig ofDirectory(Path directory) {
        Path lake = directory.toAbsolutePath().normalize();
        return new TidemarkConfig(
                "development",
                KafkaConfig.at("localhost:0"),
                CatalogConfig.jdbc(
                        new SqliteFile(lake.resolve("catalog.db")).uri(),
                        lake.resolve("warehouse").toString()),
                IdentityConfig.defaults(),
                IntakeConfig.defaults(),
                // Not Path.toUri(): Flink takes %20 by the letter.
                JobConfig.checkpointingTo("file://" + lake.resolve("checkpoints")),
                TablesConfig.defaults(),
                MarksConfig.defaults(),
                QuestionsConfig.defaults());
    }

    /** The same with other brokers. */
    public TidemarkConfig withBootstrapServers(String servers) {
        return withKafka(kafka.withBootstrapServers(servers));
    }

    /** The same with other brokers and topics. */
    public TidemarkConfig withKafka(KafkaConfig other) {
        return new TidemarkConfig(environment, other, catalog, identity, intake, job, tables, marks, questions);
    }

    /** The same with another intake. */
    public TidemarkConfig withIntake(IntakeConfig other) {
        return new TidemarkConfig(environment, kafka, catalog, identity, other, job, tables, marks, questions);
    }

    /** The same with other settings of the job. */
    public TidemarkConfig withJob(JobConfig other) {
        return new TidemarkConfig(environment, kafka, catalog, identity, intake, other, tables, marks, questions);
    }
}
