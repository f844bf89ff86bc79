package io.tidemark.ops.embedded;

import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the first fatal fault of a broker. Kafka's own answer to one is to end the process, which here is also that
 * of the job and of the command.
 */
final class BrokerFaults implements FaultHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    @Override
    public FaultHandler build(String name, boolean isFatal, Runnable action) {
        return new FaultHandler() {
            @Override
            public RuntimeException handleFault(String message, @Nullable Throwable cause) {
                RuntimeException fault = new IllegalStateException(name + ": " + message, cause);
                if (isFatal) {
                    fatal.compareAndSet(null, fault);
                }
                LOG.warn("fault in the embedded broker where={} fatal={}", name, isFatal, fault);
                action.run();
                return fault;
            }
        };
    }

    /**
     * Takes the place of Kafka's own end of the process where its last disk fails, which would be without a word. The
     * newest broker of a process has it.
     */
    void insteadOfHalting() {
        Exit.setHaltProcedure((code, message) -> {
            RuntimeException halted =
                    new IllegalStateException(message == null ? "it can no longer write to its directory" : message);
            LOG.warn("the embedded broker has given up code={}", code, halted);
            fatal.compareAndSet(null, halted);
        });
    }

    /** The first fatal fault, or null while there was none. */
    @Nullable
    Throwable fatal() {
        return fatal.get();
    }
}
