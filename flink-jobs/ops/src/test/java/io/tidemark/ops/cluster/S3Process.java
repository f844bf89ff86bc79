package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;

/** An S3 endpoint of its own process: S3Proxy over a directory; a bucket is a folder in it. Requests must be signed. */
public final class S3Process implements AutoCloseable {

    public static final String SECRET_KEY = "local-secret";

    public static final String ACCESS_KEY = "local-access";

    private final ServerProcess process;
    private final int port;

    private S3Process(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the endpoint with these buckets.
     *
     * @param jar S3Proxy with its dependencies, kept off every class path of ours
     * @param directory where the objects are kept
     */
    public static S3Process start(Path jar, Path directory, Path logs, List<String> buckets) {
        int port = FreePort.next();
        Path properties = directory.resolve("s3proxy.properties");
        Path objects = directory.resolve("objects");
        try {
            for (String bucket : buckets) {
                Files.createDirectories(objects.resolve(bucket));
            }
            Files.writeString(properties, """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    """.formatted(port, ACCESS_KEY, SECRET_KEY, objects));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the settings of S3 to " + directory, e);
        }
        List<String> program = List.of("-jar", jar.toString(), "--properties", properties.toString());
        List<String> flags = new ArrayList<>(Launch.BRIEF);
        flags.add("-Xmx256m");
        ServerProcess process = Launch.java("s3", flags, "", program, logs).start();
        return new S3Process(process.awaitPort(port), port);
    }

    /** The endpoint's URL. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** What Hadoop's S3A needs to know, as the job's {@code catalog.storage} has it too. */
    public Map<String, String> s3aSettings() {
        return Map.of(
                "fs.s3a.endpoint",
                endpoint(),
                "fs.s3a.endpoint.region",
                "us-east-1",
                "fs.s3a.access.key",
                ACCESS_KEY,
                "fs.s3a.secret.key",
                SECRET_KEY,
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.connection.ssl.enabled",
                "false");
    }

    /** What Flink's S3 plugin needs to know, in Flink's own configuration. */
    Map<String, String> flinkSettings() {
        return Map.of(
                "s3.endpoint",
                endpoint(),
                "s3.path.style.access",
                "true",
                "s3.access-key",
                ACCESS_KEY,
                "s3.secret-key",
                SECRET_KEY);
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Stops the endpoint, and forgets the clients that this JVM has of it. */
    @Override
    public void close() {
        try {
            // Hadoop keeps them by the bucket's name alone: the next endpoint's bucket would be looked for at this one.
            FileSystem.closeAll();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the clients of " + endpoint(), e);
        } finally {
            process.close();
        }
    }
}
