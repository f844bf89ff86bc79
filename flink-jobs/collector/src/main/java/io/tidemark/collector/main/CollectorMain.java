package io.tidemark.collector.main;

import io.tidemark.collector.delivery.KafkaEventLog;
import io.tidemark.collector.delivery.SpoolDrain;
import io.tidemark.config.CollectorSettings;
import io.tidemark.config.ConfigFile;
import io.tidemark.config.ConfigurationProblems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A collector as a process of its own: {@code java -jar tidemark-collector.jar --config FILE}, until it is told to end
 * (SIGTERM), or with {@code --drain DIR} to bring the spool of a collector that is gone into Kafka. The same as
 * {@code tidemark collect}, without the rest of the command.
 *
 * <p>It ends with 0 when it is done, with 1 for a failure, and with 2 for wrong arguments or a wrong configuration.
 */
public final class CollectorMain {
    private static final int DONE = 0;
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(1);
    private static final String HOW = "Usage: java -jar tidemark-collector.jar --config FILE [--drain DIR]";

    private CollectorMain() {}

    /** Runs until it is told to end. */
    public static void main(String[] args) {
        // Beside the command's libraries there is another configuration of the log.
        System.setProperty("log4j2.configurationFile", "classpath:log4j2-collector.properties");
        System.exit(run(List.of(args), System.err));
    }

    static int run(List<String> args, PrintStream err) {
        boolean drains = args.size() == 4 && args.get(2).equals("--drain");
        if (!(drains || args.size() == 2) || !args.get(0).equals("--config")) {
            err.println(HOW);
            return USAGE;
        }
        try {
            CollectorSettings settings = ConfigFile.readForCollector(Path.of(args.get(1)), System.getenv());
            return drains ? drain(settings, Path.of(args.get(3)), err) : collect(settings);
        } catch (ConfigurationProblems e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (CollectorFailure e) {
            err.println(e.getMessage());
            return FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILURE;
        }
    }

    private static int collect(CollectorSettings settings) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Collector collector = Collector.start(settings, InstantSource.system())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                try {
                    // The process ends with this thread, whatever the main one does.
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            end.await();
        } finally {
            ended.countDown();
        }
        return DONE;
    }

    private static int drain(CollectorSettings settings, Path directory, PrintStream err) throws InterruptedException {
        SpoolDrain.Drained drained = drain(settings, directory);
        err.println(sentence(drained, directory));
        return drained.isComplete() ? DONE : FAILURE;
    }

    /**
     * Brings the spool of a collector that is gone into Kafka.
     *
     * @throws CollectorFailure if it cannot be read, or its collector runs
     */
    public static SpoolDrain.Drained drain(CollectorSettings settings, Path directory) throws InterruptedException {
        try {
            return new SpoolDrain(
                            new KafkaEventLog(
                                    settings.kafka(),
                                    settings.intake().maxRecordSize(),
                                    settings.collector().requestMemory().bytes()),
                            GIVE_UP_AFTER,
                            System::nanoTime)
                    .drain(directory);
        } catch (IOException e) {
            throw new CollectorFailure("Could not drain the spool " + directory + ": " + e.getMessage(), e);
        }
    }

    /** What a person is told of a drain. */
    public static String sentence(SpoolDrain.Drained drained, Path directory) {
        String done = "Drained " + directory + ": " + drained.events() + " events are in Kafka";
        String refused = drained.refused() == 0
                ? ""
                : "; Kafka refuses " + drained.refused() + " for good, they are in " + directory.resolve("refused");
        String damaged = drained.damaged() == 0
                ? ""
                : "; " + drained.damaged() + " files could not be read to their end, and are kept as *.damaged";
        String left = drained.isComplete()
                ? "."
                : "; " + drained.bytesLeft()
                        + " bytes are left, for Kafka takes no more. Check that the brokers run, and"
                        + " drain it again: it goes on where it was.";
        return done + refused + damaged + left;
    }
}
