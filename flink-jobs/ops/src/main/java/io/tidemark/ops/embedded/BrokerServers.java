package io.tidemark.ops.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Controller and broker of one node, put together as {@link KafkaRaftServer} does it, with two differences: the
 * controller's socket is bound before its port is written into the settings, so that nobody can take the port between;
 * and a fatal fault is remembered instead of ending the process.
 */
final class BrokerServers {
    private final BrokerFaults faults;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private BrokerServers(BrokerFaults faults, ControllerServer controller, BrokerServer broker) {
        this.faults = faults;
        this.controller = controller;
        this.broker = broker;
    }

    /** Puts the two servers together over formatted storage; nothing runs before {@link #start}. */
    static BrokerServers over(Path data) throws IOException {
        ServerSocketChannel controllerSocket = ServerSocketChannel.open();
        try {
            controllerSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return assemble(data, controllerSocket);
        } catch (IOException | RuntimeException e) {
            controllerSocket.close();
            throw e;
        }
    }

    private static BrokerServers assemble(Path data, ServerSocketChannel controllerSocket) throws IOException {
        InetSocketAddress address = (InetSocketAddress) controllerSocket.getLocalAddress();
        Properties settings = BrokerSettings.of(data, address.getPort());
        KafkaConfig config = KafkaConfig.fromProps(settings, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaRaftServer.class), "");
        Metrics metrics = Server$.MODULE$.initializeMetrics(
                config, Time.SYSTEM, directories._1().clusterId().orElseThrow());
        BrokerFaults faults = new BrokerFaults();
        faults.insteadOfHalting();
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(Map.of(BrokerSettings.NODE_ID, address)),
                List.of(),
                faults,
                handingOut(controllerSocket));
        BrokerServer broker = new BrokerServer(shared);
        ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
        return new BrokerServers(faults, controller, broker);
    }

    private static ServerSocketFactory handingOut(ServerSocketChannel controllerSocket) {
        return (listener, address, backlog, receiveBuffer) -> {
            if (!listener.equals(BrokerSettings.CONTROLLER_LISTENER)) {
                return ServerSocketFactory.INSTANCE.openServerSocket(listener, address, backlog, receiveBuffer);
            }
            controllerSocket.configureBlocking(false);
            return controllerSocket;
        };
    }

    /** Starts the controller, then the broker; returns when the broker takes requests. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** The port on which the broker takes requests. */
    int port() {
        return broker.boundPort(ListenerName.normalised(BrokerSettings.LISTENER));
    }

    /** The first fatal fault, or null while there was none. */
    @Nullable
    Throwable fault() {
        return faults.fatal();
    }

    /** Stops the broker, then the controller: the order in which the broker can still say good-bye. */
    void stop(Duration atMost) {
        try {
            broker.shutdown(atMost);
        } finally {
            controller.shutdown();
        }
    }
}
