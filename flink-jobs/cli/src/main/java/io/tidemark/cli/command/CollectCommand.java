package io.tidemark.cli.command;

import io.tidemark.cli.output.ExitCode;
import io.tidemark.collector.delivery.SpoolDrain;
import io.tidemark.collector.main.Collector;
import io.tidemark.collector.main.CollectorMain;
import io.tidemark.config.CollectorSettings;
import io.tidemark.config.ConfigFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark collect}: events over HTTP, until it is stopped; or a spool into Kafka. */
@Command(
        name = "collect",
        description = {
            "Take events over HTTP as Amplitude's SDKs send them, until it is stopped (Ctrl-C, SIGTERM). 200 is answered"
                    + " when Kafka has the events, or this disk: brokers that are gone stop no device. Reads kafka,"
                    + " identity.min-id-length, intake and collector of the file, and nothing else."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark collect --config tidemark.yaml",
            "  tidemark collect --config tidemark.yaml --drain /mnt/lost-node/spool",
            "  curl -d '{\"api_key\":\"development\",\"events\":[{\"event_type\":\"Open\",\"device_id\":\"my-device\"}]}'"
                    + " http://127.0.0.1:8080/2/httpapi"
        })
final class CollectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "A configuration file; deploy/config/reference.yaml has every key.")
    private Path file;

    @Option(
            names = "--drain",
            paramLabel = "DIR",
            description = "Bring the spool of a collector that is gone into Kafka, and end.")
    private @Nullable Path drain;

    private CollectCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        CollectorSettings settings = ConfigFile.readForCollector(file, System.getenv());
        PrintWriter err = spec.commandLine().getErr();
        if (drain != null) {
            SpoolDrain.Drained drained = CollectorMain.drain(settings, drain);
            err.println(CollectorMain.sentence(drained, drain));
            err.flush();
            return drained.isComplete() ? ExitCode.DONE : ExitCode.FAILURE;
        }
        try (ShutdownSignal stop = ShutdownSignal.listen();
                Collector collector = Collector.start(settings, InstantSource.system())) {
            err.println("Collecting at " + collector.address());
            err.flush();
            stop.await();
            err.println("Stopping: requests that have begun are finished.");
            err.flush();
        }
        return ExitCode.DONE;
    }
}
