package io.tidemark.cli.option;

import io.tidemark.cli.output.CommandFailure;
import io.tidemark.config.ConfigFile;
import io.tidemark.config.QuestionsConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.lake.catalog.LocalFiles;
import io.tidemark.lake.catalog.SqliteFile;
import io.tidemark.ops.embedded.LakeHome;
import io.tidemark.ops.embedded.NotWritable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lake a command works on: a directory, or what a configuration file names. Exactly one is given. */
public final class LakeOptions {
    @ArgGroup(multiplicity = "0..1")
    private @Nullable Place place;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Made by picocli. */
    public LakeOptions() {}

    private static final class Place {
        @Option(names = "--lake", paramLabel = "DIR", description = "The directory of a lake on this machine.")
        private @Nullable Path lake;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "A configuration file; deploy/config/reference.yaml has every key.")
        private @Nullable Path config;
    }

    /**
     * The configuration of the lake; of a directory also when there is nothing in it yet.
     *
     * @throws io.tidemark.config.ConfigurationProblems with everything that is wrong with the file
     */
    public TidemarkConfig config() {
        Path file = place().config;
        if (file != null) {
            return ConfigFile.read(file, System.getenv());
        }
        return DirectoryLake.config(LocalFiles.absolute(directory().orElseThrow()));
    }

    /**
     * What the questions take where nothing else is given: of the configuration file, if one was given.
     *
     * @throws io.tidemark.config.ConfigurationProblems with everything that is wrong with the file
     */
    public QuestionsConfig questions() {
        return place == null || place.config == null ? QuestionsConfig.defaults() : config().questions();
    }

    /**
     * The configuration of a lake that is there, for commands that only read. Opening a catalog that is not there would
     * make it.
     *
     * @throws io.tidemark.lake.guard.Refusal if the lake's directory was copied, moved, or has lost its catalog
     */
    public TidemarkConfig existing() {
        Path lake = place().lake;
        if (lake != null) {
            LakeHome.require(directoryOf(lake));
        }
        TidemarkConfig config = config();
        String uri = config.catalog().uri();
        Path file =
                uri == null ? null : SqliteFile.at(uri).map(SqliteFile::path).orElse(null);
        if (file != null && !Files.isRegularFile(file)) {
            throw new CommandFailure("There is no lake at " + (lake == null ? file.getParent() : lake)
                    + ": the catalog " + file + " is missing. Give the place of one that an ingest or a run made; of a"
                    + " lake that has lost its catalog, bring the tables back: tidemark undrop --all.");
        }
        return config;
    }

    /**
     * The same, for commands that change something if {@code changes}.
     *
     * @throws io.tidemark.lake.guard.Refusal if something is to change in a directory that cannot be written to
     */
    public TidemarkConfig existing(boolean changes) {
        TidemarkConfig config = existing();
        if (changes) {
            directory().ifPresent(NotWritable::refuse);
        }
        return config;
    }

    /**
     * The configuration of a lake whose catalog may be gone, for the command that brings its tables back.
     *
     * @param changes whether the command changes something
     * @throws io.tidemark.lake.guard.Refusal if the lake's directory was copied or moved, or if something is to change in
     *     one that cannot be written to
     */
    public TidemarkConfig withoutCatalog(boolean changes) {
        Path lake = place().lake;
        if (lake != null) {
            LakeHome.requireMadeHere(directoryOf(lake));
            if (changes) {
                NotWritable.refuse(lake);
            }
        }
        return config();
    }

    private static Path directoryOf(Path lake) {
        if (!Files.isDirectory(lake)) {
            throw new CommandFailure("There is no lake at " + lake + ": no such directory. Give the directory that"
                    + " tidemark ingest or tidemark demo wrote, with --lake.");
        }
        return LocalFiles.absolute(lake);
    }

    /** The lake's directory, if one was given. */
    public Optional<Path> directory() {
        return Optional.ofNullable(place().lake);
    }

    /** The option as it was given, for a sentence that says what to do next. */
    public String given() {
        return place().lake == null ? "--config " + place().config : "--lake " + place().lake;
    }

    // Not picocli's own check: a command may have something to say that is of no lake.
    private Place place() {
        if (place == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing required argument (specify one of these): (--lake=DIR | --config=FILE)");
        }
        return place;
    }
}
