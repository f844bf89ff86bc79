package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone session cluster: one JobManager and as many TaskManagers as are started, each a process of its own, jobs
 * submitted with Flink's own command.
 */
final class FlinkCluster implements AutoCloseable {

    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");

    private final FlinkJvm flink;
    private final FlinkRest rest;
    private ServerProcess jobManager;
    private final List<ServerProcess> taskManagers = new ArrayList<>();

    private FlinkCluster(FlinkJvm flink, FlinkRest rest, ServerProcess jobManager) {
        this.flink = flink;
        this.rest = rest;
        this.jobManager = jobManager;
    }

    /**
     * Starts a JobManager; no TaskManager yet.
     *
     * @param home where {@code lib} and {@code plugins} are
     * @param directory where the configuration and Flink's temporary files go
     * @param settings on top of small memory and quick detection of lost processes
     */
    static FlinkCluster start(Path home, Path directory, Path logs, Map<String, String> settings) {
        int port = FreePort.next();
        Map<String, String> all = new TreeMap<>(defaults(directory, port));
        all.putAll(settings);
        Path conf = directory.resolve("flink-conf");
        writeConfiguration(conf, all);
        FlinkJvm flink = new FlinkJvm(home, conf, all, logs);
        FlinkRest rest = new FlinkRest(port);
        ServerProcess jobManager = flink.jobManager().start();
        jobManager.await("answers on port " + port, () -> rest.json("/overview").isPresent());
        return new FlinkCluster(flink, rest, jobManager);
    }

    /** Kills the JobManager with -9 and starts another on the same ports, which knows nothing of the jobs before. */
    void restartJobManager() {
        jobManager.kill();
        jobManager = flink.jobManager().start();
        jobManager.await("answers again", () -> rest.json("/overview").isPresent());
    }

    /** Where the REST interface answers. */
    String address() {
        return rest.address();
    }

    /** Starts one more TaskManager and waits until the JobManager knows it. */
    ServerProcess startTaskManager() {
        String name = "taskmanager-" + taskManagers.size();
        ServerProcess started = flink.taskManager(name).start();
        taskManagers.add(started);
        return started.await("is registered", () -> rest.knowsTaskManager(name));
    }

    /** The n-th TaskManager that was started, from 0, whether it still lives or not. */
    ServerProcess taskManager(int n) {
        return taskManagers.get(n);
    }

    /** What the cluster says of itself. */
    FlinkRest rest() {
        return rest;
    }

    /**
     * Submits a job with {@code flink run -d} and returns its id.
     *
     * @param jar the job's jar, with its main class in the manifest
     * @param environment what the job's main sees
     * @throws IllegalStateException if the job is refused; the message has what the command printed
     */
    String submit(Path jar, Map<String, String> environment, String... arguments) {
        return run(List.of(), jar, environment, arguments);
    }

    /** Submits a job that goes on from a checkpoint: {@code flink run -d -s CHECKPOINT}. */
    String resume(String checkpoint, Path jar, Map<String, String> environment, String... arguments) {
        return run(List.of("-s", checkpoint), jar, environment, arguments);
    }

    private String run(List<String> options, Path jar, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of("run", "-d"));
        words.addAll(options);
        words.add(jar.toString());
        words.addAll(List.of(arguments));
        Launch command = flink.command(words).with(environment);
        command.run();
        String id = "";
        Matcher ids = SUBMITTED.matcher(command.lastLines());
        while (ids.find()) {
            id = ids.group(1);
        }
        if (id.isEmpty()) {
            throw new IllegalStateException("flink run ended well but names no job:\n" + command.lastLines());
        }
        return id;
    }

    /** Cancels the job and waits until it is gone. */
    void cancel(String jobId) {
        flink.command(List.of("cancel", jobId)).run();
        rest.awaitStatus(jobId, "CANCELED");
    }

    @Override
    public void close() {
        taskManagers.forEach(ServerProcess::close);
        jobManager.close();
    }

    private static Map<String, String> defaults(Path directory, int port) {
        return Map.ofEntries(
                Map.entry("jobmanager.rpc.address", "127.0.0.1"),
                Map.entry("jobmanager.rpc.port", Integer.toString(FreePort.next())),
                Map.entry("jobmanager.bind-host", "127.0.0.1"),
                Map.entry("rest.address", "127.0.0.1"),
                Map.entry("rest.bind-address", "127.0.0.1"),
                Map.entry("rest.port", Integer.toString(port)),
                Map.entry("taskmanager.host", "127.0.0.1"),
                Map.entry("taskmanager.bind-host", "127.0.0.1"),
                Map.entry("taskmanager.numberOfTaskSlots", "2"),
                Map.entry("jobmanager.memory.process.size", "768m"),
                Map.entry("jobmanager.memory.jvm-metaspace.size", "192m"),
                Map.entry("jobmanager.memory.jvm-overhead.min", "64m"),
                Map.entry("taskmanager.memory.process.size", "1400m"),
                Map.entry("taskmanager.memory.managed.size", "192m"),
                Map.entry("io.tmp.dirs", directory.resolve("flink-tmp").toString()),
                // A killed process is to be noticed in seconds, not in Flink's default of fifty.
                Map.entry("heartbeat.interval", "1 s"),
                Map.entry("heartbeat.timeout", "8 s"),
                Map.entry("cluster.io-pool.size", "4"));
    }

    private static void writeConfiguration(Path conf, Map<String, String> settings) {
        StringBuilder yaml = new StringBuilder();
        settings.forEach((key, value) ->
                yaml.append(key).append(": '").append(value.replace("'", "''")).append("'\n"));
        try (var logging = FlinkCluster.class.getResourceAsStream("/log4j2-process.properties")) {
            Files.createDirectories(conf);
            Files.writeString(conf.resolve("config.yaml"), yaml);
            if (logging == null) {
                throw new IllegalStateException("log4j2-process.properties is not on the test class path");
            }
            Files.copy(logging, conf.resolve("log4j2-process.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write Flink's configuration to " + conf, e);
        }
    }
}
