package io.tidemark.ops.answers;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.ops.traffic.Message;
import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import io.tidemark.rules.model.RandomHistory;
import io.tidemark.rules.model.RandomHistory.Sent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A lake to ask questions of: the shop's traffic, the music service of the shared data, phones with pauses of every length,
 * small files with a trap each, and random histories full of traps, taken in by the real job.
 */
final class AnalystsLake {
    private static final String EVENTSIM = "/data/eventsim-2018-11.jsonl.gz";
    private static final Instant SHOP_OPENS = Instant.parse("2024-01-08T00:00:00Z");
    private static final long RANDOM_RECEIVED =
            Instant.parse("2023-11-14T22:13:20Z").toEpochMilli();

    private AnalystsLake() {}

    /**
     * Fills the lake of a configuration, and stops the job.
     *
     * @param directory for the broker's files
     */
    static Histories fill(TidemarkConfig config, Path directory) throws Exception {
        return TakenIn.of(config, directory, sources(), history -> SaidByPeople.of(config, history));
    }

    private static List<List<Sent>> sources() throws IOException {
        var sources = new ArrayList<>(List.of(
                eventsim(),
                shop(),
                PhoneLog.sent(),
                traps(),
                WrittenNumbers.traffic(SHOP_OPENS.toEpochMilli()),
                SentPayments.traffic(SHOP_OPENS.toEpochMilli()),
                PlanCases.traffic(SHOP_OPENS.toEpochMilli())));
        sources.addAll(TrapFiles.all());
        return sources;
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
