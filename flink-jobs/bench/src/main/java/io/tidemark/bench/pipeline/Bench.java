package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.BenchFailure;
import io.tidemark.bench.measure.JavaProcess;
import io.tidemark.bench.measure.ProcessFile;
import io.tidemark.bench.measure.Sample;
import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.EventsSender;
import io.tidemark.lake.io.Directories;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The coordinator: a broker with the records, then round after round each pipeline in a process of its own, one at a
 * time. The broker's CPU time is in no figure.
 */
public final class Bench {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);
    private static final String HEAP = "2g";
    private static final String BROKER_HEAP = "512m";

    private final BenchPlan plan;
    private final Path directory;
    private final Consumer<String> progress;
    private int runs;

    private Bench(BenchPlan plan, Path directory, Consumer<String> progress) {
        this.plan = plan;
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Runs a plan.
     *
     * @param directory an empty directory for everything; what a run leaves there is deleted after it
     * @param progress takes a line for each thing that happens
     * @throws BenchFailure if a run breaks off; a run that only lost or doubled rows is in the report, without a figure
     */
    public static BenchReport run(BenchPlan plan, Path directory, Consumer<String> progress) throws IOException {
        return new Bench(plan, directory.toAbsolutePath(), progress).run();
    }

    private BenchReport run() throws IOException {
        Calibrator calibrator = new Calibrator();
        List<Double> calibration = new ArrayList<>(List.of(calibrator.seconds()));
        BenchReport.Builder report = new BenchReport.Builder(plan);
        Process broker = startBroker();
        try {
            String servers = address(broker);
            for (int bytes : plan.bytes()) {
                load(servers, new RunSettings.Load(plan.events(), bytes));
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                round(round, servers, report);
                calibration.add(calibrator.seconds());
            }
        } finally {
            stop(broker);
        }
        return report.build(calibration);
    }

    private void round(int round, String servers, BenchReport.Builder report) throws IOException {
        for (int bytes : plan.bytes()) {
            for (Variant variant : plan.variants()) {
                Sample sample = sample(variant, servers, new RunSettings.Load(plan.events(), bytes));
                report.add(variant, bytes, sample);
                progress.accept("round %d, %d bytes, %-10s %s"
                        .formatted(round, bytes, variant.label(), BenchReport.line(sample)));
            }
        }
    }

    private Process startBroker() throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(directory.resolve("kafka").toString()));
        plan.bytes().forEach(bytes -> arguments.add(new RunSettings.Load(plan.events(), bytes).topic()));
        return JavaProcess.of(BrokerProcess.class, directory.resolve("broker.log"), BROKER_HEAP, arguments)
                .start();
    }

    // Closing the reader would close the process's output.
    @SuppressWarnings("resource")
    private String address(Process broker) throws IOException {
        String servers =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (servers == null) {
            throw new BenchFailure("The Kafka broker of the benchmark did not start:\n"
                    + JavaProcess.lastLines(directory.resolve("broker.log")));
        }
        return servers;
    }

    private void load(String servers, RunSettings.Load load) {
        KafkaConfig kafka = KafkaConfig.at(servers).withTopic(load.topic());
        BenchTraffic traffic = new BenchTraffic(load);
        try (EventsSender sender = new EventsSender(kafka)) {
            for (long i = 0; i < load.events(); i++) {
                sender.send(traffic.next());
            }
            sender.flush();
        }
        progress.accept("%,d records of about %d bytes are in Kafka".formatted(load.events(), load.bytes()));
    }

    private Sample sample(Variant variant, String servers, RunSettings.Load load) throws IOException {
        String name = "run-" + ++runs + "-" + variant.label();
        Path home = Files.createDirectories(directory.resolve(name));
        Path profiles = plan.profiles();
        String profile = profiles == null
                ? ""
                : Files.createDirectories(profiles)
                        .resolve(name + ".collapsed")
                        .toAbsolutePath()
                        .toString();
        Path settings = home.resolve("settings.json");
        Path result = home.resolve("result.json");
        ProcessFile.write(settings, new RunSettings(variant, servers, load, home.resolve("lake"), profile));
        JavaProcess.run(
                "The run of pipeline " + variant.label(),
                RunProcess.class,
                directory.resolve(name + ".log"),
                HEAP,
                LONGEST_RUN,
                List.of(settings, result));
        Sample sample = ProcessFile.read(result, Sample.class);
        Directories.delete(home);
        return sample;
    }

    private static void stop(Process broker) {
        try {
            broker.getOutputStream().close();
            if (!broker.waitFor(30, TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        } catch (IOException e) {
            broker.destroyForcibly();
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
