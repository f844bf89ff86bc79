package io.tidemark.cli.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the log goes: a file, so that standard output has results only and standard error only what a person must see.
 * Log4j reads what is set here when its first logger is made, so this comes first.
 */
public final class Logging {
    private static final String FILE = "tidemark.log.file";
    private static final String EXCEPTIONS = "tidemark.log.exceptions";
    private static final String LAKE = "--lake";

    private Logging() {}

    /** Chooses the file by the arguments, unless the property {@code tidemark.log.file} names one. */
    public static void begin(List<String> args) {
        if (System.getProperty(FILE) == null) {
            System.setProperty(FILE, choose(args).toString());
        }
        System.setProperty(EXCEPTIONS, args.contains("--verbose") ? "full" : "none");
    }

    /** The file in use. */
    public static String file() {
        return System.getProperty(FILE, "none");
    }

    /** {@code logs/tidemark.log} of the lake that the arguments name, if it can be written; else a temporary file. */
    public static Path choose(List<String> args) {
        Path logs = lake(args).resolve("logs");
        if (Files.isDirectory(logs) && Files.isWritable(logs)) {
            return logs.resolve("tidemark.log").toAbsolutePath();
        }
        String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir", "."), "tidemark-" + user + ".log");
    }

    private static Path lake(List<String> args) {
        int option = args.indexOf(LAKE);
        if (option >= 0 && option + 1 < args.size()) {
            return Path.of(args.get(option + 1));
        }
        return args.stream()
                .filter(arg -> arg.startsWith(LAKE + "="))
                .findFirst()
                .map(arg -> Path.of(arg.substring(LAKE.length() + 1)))
                .orElse(Path.of("no-lake"));
    }
}
