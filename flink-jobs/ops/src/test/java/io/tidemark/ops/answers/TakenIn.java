package io.tidemark.ops.answers;

import static org.awaitility.Awaitility.await;

import io.tidemark.config.IdentityConfig;
import io.tidemark.config.IntakeConfig;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.MarkCreator;
import io.tidemark.lake.snapshot.Heads;
import io.tidemark.ops.embedded.EmbeddedBroker;
import io.tidemark.ops.embedded.Progress;
import io.tidemark.ops.embedded.RunningJob;
import io.tidemark.rules.model.Corrections;
import io.tidemark.rules.model.History;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Logs that the real job takes in from one partition of a real broker, with a mark in the middle and one at the end. Nothing
 * is throttled.
 */
final class TakenIn {
    static final String HALF = "half";
    static final String WHOLE = "whole";

    private TakenIn() {}

    /**
     * Takes the first half of each source in, then the other half of each, and stops the job.
     *
     * @param directory for the broker's files
     */
    static Histories of(TidemarkConfig given, Path directory, List<List<Sent>> sources) throws Exception {
        return of(given, directory, sources, history -> SaidByPeople.nothing());
    }

    /**
     * The same, with people who correct identities half way.
     *
     * @param people what they say to the lake, from what it has taken in so far
     */
    static Histories of(
            TidemarkConfig given, Path directory, List<List<Sent>> sources, Function<History, SaidByPeople> people)
            throws Exception {
        List<Sent> log = new ArrayList<>();
        sources.forEach(source -> log.addAll(source.subList(0, source.size() / 2)));
        int half = log.size();
        boolean byProject = given.identity().scope() == IdentityConfig.Scope.PROJECT;
        History halfWay = History.of(log, byProject, Corrections.NONE);
        SaidByPeople said;
        sources.forEach(source -> log.addAll(source.subList(source.size() / 2, source.size())));
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"))) {
            TidemarkConfig config = given.withBootstrapServers(broker.bootstrapServers())
                    .withIntake(IntakeConfig.defaults().withThrottle(new ThrottleConfig(0, Duration.ofSeconds(30), 0)))
                    .withJob(given.job().withParallelism(1).withCheckpointInterval(Duration.ofSeconds(2)));
            broker.createTopic(config.kafka().topic(), 1);
            try (Lake lake = LakeTables.open(config, Purpose.MARK)) {
                lake.createMissing(LakeTables.options(config));
                try (RunningJob job = RunningJob.start(config, lake, null)) {
                    send(config, log.subList(0, half));
                    awaitRecords(lake, job, half);
                    mark(config, lake, HALF);
                    said = people.apply(halfWay);
                    send(config, log.subList(half, log.size()));
                    awaitRecords(lake, job, log.size());
                    mark(config, lake, WHOLE);
                }
            }
        }
        History whole = History.of(log, byProject, said.hold());
        return new Histories(halfWay, whole, whole, said.words());
    }

    private static void send(TidemarkConfig config, List<Sent> records) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", config.kafka().bootstrapServers());
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(sent -> producer.send(
                    new ProducerRecord<>(config.kafka().topic(), 0, sent.timestamp(), null, sent.value())));
        }
    }

    private static void awaitRecords(Lake lake, RunningJob job, long records) {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            job.check();
            return Heads.of(lake).totalOutcomes() == records;
        });
    }

    /** Tables commit one after the other: the mark is made as soon as all have the checkpoint. */
    private static void mark(TidemarkConfig config, Lake lake, String name) {
        MarkCreator maker = new MarkCreator(
                lake,
                DecisionRules.of(config),
                config.kafka().topic(),
                config.kafka().ingestEpoch());
        long records = Heads.of(lake).totalOutcomes();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Progress.of(Heads.of(lake)).records() == records);
        maker.create(new MarkCreator.Request(name, "", false, true), Case.NOW, null, stamp -> Optional.empty());
    }
}
