package io.tidemark.ops.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink installation as a directory, and how its programs are started: {@code lib/} holds Flink and its logging,
 * {@code plugins/} the file systems, and nothing of Tidemark, Iceberg, Kafka or Hadoop: those come with the job.
 *
 * @param home the directory that holds {@code lib} and {@code plugins}
 * @param conf the directory of {@code config.yaml}
 * @param settings what {@code config.yaml} says
 * @param logs where the programs write their logs
 */
record FlinkJvm(Path home, Path conf, Map<String, String> settings, Path logs) {

    /** One file for the logging of every program that a test starts. */
    static final String LOGGING = "-Dlog4j2.configurationFile=classpath:log4j2-process.properties";

    // What Flink's own scripts give every JVM on JDK 17 (env.java.default-opts.all of its config.yaml).
    private static final List<String> OPENS = Stream.concat(
                    Stream.of(
                                    "java.base/sun.net.util",
                                    "java.rmi/sun.rmi.registry",
                                    "java.security.jgss/sun.security.krb5")
                            .map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
                    Stream.of(
                                    "java.lang",
                                    "java.net",
                                    "java.io",
                                    "java.nio",
                                    "sun.nio.ch",
                                    "java.lang.reflect",
                                    "java.text",
                                    "java.time",
                                    "java.util",
                                    "java.util.concurrent",
                                    "java.util.concurrent.atomic",
                                    "java.util.concurrent.locks")
                            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
            .toList();

    FlinkJvm {
        settings = Map.copyOf(settings);
    }

    /** The JobManager of a session cluster. */
    Launch jobManager() {
        var memory = JobManagerProcessUtils.processSpecFromConfig(configuration());
        List<String> flags = words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration()));
        List<String> program = new ArrayList<>(List.of(
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                "--configDir",
                conf.toString()));
        program.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        return launch("jobmanager", flags, program);
    }

    /** A TaskManager that registers under this name; its memory is what Flink's own {@code BashJavaUtils} works out from the settings. */
    Launch taskManager(String name) {
        var memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration());
        List<String> flags = words(ProcessMemoryUtils.generateJvmParametersStr(memory));
        List<String> program = new ArrayList<>(
                List.of("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "--configDir", conf.toString()));
        program.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        program.addAll(List.of("-D", "taskmanager.resource-id=" + name));
        return launch(name, flags, program);
    }

    /** Flink's own command: what {@code bin/flink} runs. */
    Launch command(List<String> arguments) {
        List<String> program = new ArrayList<>(List.of("org.apache.flink.client.cli.CliFrontend"));
        program.addAll(arguments);
        return launch("flink-" + arguments.get(0), List.of("-Xmx512m"), program);
    }

    private Launch launch(String name, List<String> flags, List<String> program) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(Launch.BRIEF);
        all.addAll(OPENS);
        all.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2-process.properties"));
        return Launch.java(name, all, home.resolve("lib") + "/*", program, logs)
                .with(Map.of(
                        "FLINK_CONF_DIR", conf.toString(),
                        "FLINK_LIB_DIR", home.resolve("lib").toString(),
                        "FLINK_PLUGINS_DIR", home.resolve("plugins").toString()));
    }

    private Configuration configuration() {
        return Configuration.fromMap(settings);
    }

    private static List<String> words(String line) {
        return Stream.of(line.trim().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toList());
    }
}
