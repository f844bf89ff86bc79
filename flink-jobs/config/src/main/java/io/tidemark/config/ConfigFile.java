package io.tidemark.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the one configuration file: YAML 1.2, with {@code ${NAME}} for what the environment knows. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @param environment the value of {@code ${NAME}}, usually {@code System.getenv()}
     * @throws ConfigurationProblems with everything that is wrong, also when the file cannot be read
     */
    public static TidemarkConfig read(Path file, Map<String, String> environment) {
        return parse(file.toString(), text(file), environment);
    }

    /**
     * Reads of a file what a collector needs. What other sections say is not looked at, nor are their variables.
     *
     * @param environment as in {@link #read}
     * @throws ConfigurationProblems with everything that is wrong, also when the file cannot be read
     */
    public static CollectorSettings readForCollector(Path file, Map<String, String> environment) {
        return parse(file.toString(), text(file), environment, ConfigReader::readForCollector);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(
                    file,
                    "there is no such file; give the path of a YAML file, for a beginning"
                            + " deploy/config/minimal.yaml");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not text in UTF-8; save it as UTF-8");
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw unreadable(file, "it cannot be read (" + reason + "); give the path of a readable YAML file");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param source how messages name the file
     * @throws ConfigurationProblems with everything that is wrong
     */
    public static TidemarkConfig parse(String source, String yaml, Map<String, String> environment) {
        return parse(source, yaml, environment, ConfigReader::read);
    }

    private static <T> T parse(
            String source, String yaml, Map<String, String> environment, Function<Section, T> reader) {
        var report = new Report(environment);
        var root = new Section("", compose(source, yaml), report);
        // A file that is no mapping misses every key; saying so would only hide what is wrong.
        T config = root.isNoMapping() ? null : reader.apply(root);
        List<Problem> problems = report.problems();
        if (config == null || !problems.isEmpty()) {
            throw new ConfigurationProblems(source, problems);
        }
        return config;
    }

    /** Every key that a file may have, by its dotted path, in the order in which they are read. */
    static Set<String> keys() {
        var report = new Report(Map.of());
        ConfigReader.read(new Section("", null, report));
        return report.knownKeys();
    }

    private static @Nullable Node compose(String source, String yaml) {
        try {
            return new Compose(LoadSettings.builder().setLabel(source).build())
                    .composeString(yaml)
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            // The exception's own message quotes the text around the place, and a secret may be there.
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new ConfigurationProblems(source, List.of(new Problem("", line + "this is not YAML: " + what(e))));
        } catch (YamlEngineException e) {
            throw new ConfigurationProblems(source, List.of(new Problem("", "this is not YAML: " + e.getMessage())));
        }
    }

    private static String what(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        // It names what follows the *, and that may be a password that somebody forgot to quote.
        return problem.contains("alias") ? "a value begins with * and is no alias; put it in quotes" : problem;
    }

    private static ConfigurationProblems unreadable(Path file, String message) {
        return new ConfigurationProblems(file.toString(), List.of(new Problem("", message)));
    }
}
