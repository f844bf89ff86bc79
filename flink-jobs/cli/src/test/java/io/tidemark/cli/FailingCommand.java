package io.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.cli.output.Logging;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A process whose command fails in one of several ways, told of as all commands' failures are. */
@Command(name = "failing")
final class FailingCommand implements Callable<Integer> {
    private static final CountDownLatch FAILED = new CountDownLatch(1);

    private final String way;

    private FailingCommand(String way) {
        this.way = way;
    }

    public static void main(String[] args) {
        Logging.begin(List.of());
        CommandLine line =
                Tidemark.command(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8));
        line.addSubcommand(new FailingCommand(args[0]));
        int code = line.execute("failing");
        FAILED.countDown();
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException {
        switch (way) {
            case "while-ending" -> {
                Thread end = new Thread(() -> System.exit(130));
                // The process lives on until this command has failed.
                Thread command = Thread.currentThread();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    command.interrupt();
                    try {
                        FAILED.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
                end.start();
                end.join();
                throw new IllegalStateException("nothing interrupted this");
            }
            case "heap" -> throw new OutOfMemoryError("Java heap space");
            default -> throw new ExceptionInInitializerError("a class");
        }
    }
}
