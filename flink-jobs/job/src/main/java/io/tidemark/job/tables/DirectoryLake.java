package io.tidemark.job.tables;

import io.tidemark.config.CatalogConfig;
import io.tidemark.config.CollectorConfig;
import io.tidemark.config.IdentityConfig;
import io.tidemark.config.IntakeConfig;
import io.tidemark.config.JobConfig;
import io.tidemark.config.KafkaConfig;
import io.tidemark.config.MarksConfig;
import io.tidemark.config.QuestionsConfig;
import io.tidemark.config.TablesConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.lake.catalog.SqliteFile;
import java.nio.file.Path;

/** A lake in one directory of this machine. */
public final class DirectoryLake {
    private DirectoryLake() {}

    /**
     * The configuration of a lake that lives in one directory, with a broker in this process: the catalog in
     * {@code catalog.db} (SQLite), the tables' files under {@code warehouse}, checkpoints under {@code checkpoints}.
     * All else is as the defaults say. {@code kafka.bootstrap-servers} is {@code localhost:0} until the broker runs:
     * see {@link TidemarkConfig#withBootstrapServers}.
     */
    public static TidemarkConfig config(Path directory) {
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
                QuestionsConfig.defaults(),
                CollectorConfig.defaults());
    }
}
