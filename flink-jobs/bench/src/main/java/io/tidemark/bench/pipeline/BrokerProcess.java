package io.tidemark.bench.pipeline;

import io.tidemark.ops.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker in a process of its own, so that no pipeline's figure has it in. The arguments: its directory, and the topics
 * to make. It says where it is in one line on standard output and ends when its standard input does.
 */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Runs the broker. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]))) {
            for (int i = 1; i < arguments.length; i++) {
                broker.createTopic(arguments[i], RunSettings.PARALLELISM);
            }
            System.out.println(broker.bootstrapServers());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Whatever comes: only the end counts.
            }
        }
    }
}
