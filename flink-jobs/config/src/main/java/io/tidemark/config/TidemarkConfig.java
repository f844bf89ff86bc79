package io.tidemark.config;

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
 * @param collector how events are taken over HTTP
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
        QuestionsConfig questions,
        CollectorConfig collector) {

    /** The same with other brokers. */
    public TidemarkConfig withBootstrapServers(String servers) {
        return withKafka(kafka.withBootstrapServers(servers));
    }

    /** The same with other brokers and topics. */
    public TidemarkConfig withKafka(KafkaConfig other) {
        return new TidemarkConfig(
                environment, other, catalog, identity, intake, job, tables, marks, questions, collector);
    }

    /** The same with another intake. */
    public TidemarkConfig withIntake(IntakeConfig other) {
        return new TidemarkConfig(
                environment, kafka, catalog, identity, other, job, tables, marks, questions, collector);
    }

    /** The same with other settings of the job. */
    public TidemarkConfig withJob(JobConfig other) {
        return new TidemarkConfig(
                environment, kafka, catalog, identity, intake, other, tables, marks, questions, collector);
    }

    /** The same with another collector. */
    public TidemarkConfig withCollector(CollectorConfig other) {
        return new TidemarkConfig(environment, kafka, catalog, identity, intake, job, tables, marks, questions, other);
    }
}
