package io.tidemark.job.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A process whose command fails in one of several ways, told of as all commands' failures are. */
@Command(name = "failing")
final class FailingCommand implements Callable<Integer> {
    private final String way;

    private FailingCommand(String way) {
        this.way = way;
    }

    public static void main(String[] args) {
        Logging.begin(List.of());
        CommandLine line =
                Tidemark.command(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8));
        line.addSubcommand(new FailingCommand(args[0]));
        System.exit(line.execute("failing"));
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
                        command.join(10_000);
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
