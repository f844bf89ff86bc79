package io.tidemark.job.answers;

import static org.awaitility.Awaitility.await;

import io.tidemark.job.config.IntakeConfig;
import io.tidemark.job.config.ThrottleConfig;
import io.tidemark.job.config.TidemarkConfig;
import io.tidemark.job.connect.LakeTables;
import io.tidemark.job.embedded.EmbeddedBroker;
import io.tidemark.job.embedded.Progress;
import io.tidemark.job.embedded.RunningJob;
import io.tidemark.job.model.History;
import io.tidemark.job.model.RandomHistory;
import io.tidemark.job.model.RandomHistory.Sent;
import io.tidemark.job.topology.DecisionRules;
import io.tidemark.job.traffic.Message;
import io.tidemark.job.traffic.Traffic;
import io.tidemark.job.traffic.TrafficSettings;
import io.tidemark.lake.catalog.Heads;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.mark.MarkMaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A lake to ask questions of: the shop's traffic, the music service of the shared data, and random histories full of traps,
 * taken in by the real job from one partition of a real broker, with a mark in the middle and one at the end.
 */
public final class AnalystsLake {
    static final String HALF = "half";
    static final String WHOLE = "whole";

    private static final String EVENTSIM = "/eventsim-2018-11.jsonl.gz";
    private static final Instant SHOP_OPENS = Instant.parse("2024-01-08T00:00:00Z");
    private static final long RANDOM_RECEIVED =
            Instant.parse("2023-11-14T22:13:20Z").toEpochMilli();

    private AnalystsLake() {}

    /**
     * Fills the lake of a configuration, and stops the job.
     *
     * @param directory for the broker's files
     */
    public static Histories fill(TidemarkConfig given, Path directory) throws Exception {
        List<List<Sent>> sources = List.of(eventsim(), shop(), traps());
        List<Sent> log = new ArrayList<>();
        sources.forEach(source -> log.addAll(source.subList(0, source.size() / 2)));
        int half = log.size();
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
                    send(config, log.subList(half, log.size()));
                    awaitRecords(lake, job, log.size());
                    mark(config, lake, WHOLE);
                }
            }
        }
        History whole = History.of(log);
        return new Histories(History.of(log.subList(0, half)), whole, whole);
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
        MarkMaker maker = new MarkMaker(
                lake,
                DecisionRules.of(config),
                config.kafka().topic(),
                config.kafka().ingestEpoch());
        long records = Heads.of(lake).totalOutcomes();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Progress.of(Heads.of(lake)).records() == records);
        maker.make(new MarkMaker.Wish(name, "", false, true), Case.NOW, null, stamp -> Optional.empty());
    }

    private static List<Sent> eventsim() throws IOException {
        var log = new ArrayList<Sent>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(AnalystsLake.class.getResourceAsStream(EVENTSIM))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(new Sent(line.getBytes(StandardCharsets.UTF_8), SHOP_OPENS.toEpochMilli()));
            }
        }
        return log;
    }

    private static List<Sent> shop() {
        var log = new ArrayList<Sent>();
        new Traffic(new TrafficSettings(
                        11,
                        5_000,
                        SHOP_OPENS.toEpochMilli(),
                        Duration.ofDays(12).toMillis(),
                        120,
                        450))
                .forEachRemaining(
                        (Message message) -> log.add(new Sent(message.value(), message.serverReceivedMillis())));
        return log;
    }

    private static List<Sent> traps() {
        return RandomHistory.of(5, 1_500).stream()
                .map(value -> new Sent(value, RANDOM_RECEIVED))
                .toList();
    }
}
