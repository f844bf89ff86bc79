package io.tidemark.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own process with one database, asking for a password. It is the one that Debian's package
 * {@code postgresql} installs; PostgreSQL refuses to run as root, so root starts it as the user {@code postgres}.
 */
public final class PostgresProcess implements AutoCloseable {

    public static final String USER = "tidemark";
    public static final String PASSWORD = "local-password";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String DATABASE = "postgres";

    private final ServerProcess process;
    private final int port;

    private PostgresProcess(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where the newest installed server's programs are; empty if none is installed. */
    public static Optional<Path> installed() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for PostgreSQL in " + DEBIAN, e);
        }
    }

    /**
     * Makes a database cluster and serves it.
     *
     * @param programs from {@link #installed}
     * @param directory where the database goes, under a path that every user may enter
     */
    public static PostgresProcess start(Path programs, Path directory, Path logs) {
        int port = FreePort.next();
        Path data = directory.resolve("postgres");
        Path password = data.resolve("password");
        Path database = data.resolve("data");
        try {
            Files.createDirectories(data);
            Files.writeString(password, PASSWORD);
            giveToPostgres(directory, data, password);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lay out the database in " + data, e);
        }
        unprivileged("postgres-initdb", logs, programs.resolve("initdb"), database)
                .and("-U", USER, "-A", "scram-sha-256", "--pwfile", password.toString(), "-E", "UTF8", "--no-locale")
                .and("-N")
                .launch()
                .run();
        ServerProcess process = unprivileged("postgres", logs, programs.resolve("postgres"), database)
                .and("-c", "port=" + port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
                .and("-c", "fsync=off")
                .launch()
                .start();
        PostgresProcess postgres = new PostgresProcess(process, port);
        process.await("answers on port " + port, postgres::answers);
        return postgres;
    }

    /** The JDBC URL of the database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Stops the server at once, without waiting for clients to go: the default of a plain SIGTERM would wait. */
    @Override
    public void close() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal PostgreSQL, process " + process.pid(), e);
        } finally {
            process.close();
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void giveToPostgres(Path enter, Path... owned) throws IOException {
        if (root()) {
            var postgres = enter.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            // JUnit's temporary directories are closed to other users.
            enter.toFile().setExecutable(true, false);
            for (Path path : owned) {
                Files.setOwner(path, postgres);
            }
        }
    }

    private static Command unprivileged(String name, Path logs, Path program, Path database) {
        Command command = new Command(name, logs, new ArrayList<>());
        if (root()) {
            command.and("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
        }
        return command.and(program.toString(), "-D", database.toString());
    }

    private record Command(String name, Path logs, List<String> words) {

        Command and(String... more) {
            words.addAll(List.of(more));
            return this;
        }

        Launch launch() {
            return new Launch(name, words, Map.of("LC_ALL", "C.UTF-8"), logs);
        }
    }
}
