package io.tidemark.job.restore;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one jar that a Flink cluster runs the job from. */
public final class JobJar {
    private static final String ENDING = "-job.jar";

    private JobJar() {}

    /**
     * The jar that was given, or else the one that the build has put beside this command's own.
     *
     * @throws LakeFailure if it is not there
     */
    public static Path find(@Nullable Path given) {
        if (given != null) {
            if (!Files.isRegularFile(given)) {
                throw missing("Could not find the job's jar " + given, null);
            }
            return given.toAbsolutePath();
        }
        return in(ownPlace());
    }

    /** The job's jar in a directory. */
    static Path in(Path beside) {
        try (Stream<Path> files = Files.list(beside)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> missing("Could not find the job's jar in " + beside, null))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw missing("Could not look for the job's jar in " + beside, e);
        }
    }

    private static Path ownPlace() {
        try {
            Path own = Path.of(JobJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Objects.requireNonNull(own.getParent(), "a jar or a directory of classes lies in a directory");
        } catch (URISyntaxException e) {
            throw missing("Could not tell where this command itself lies", e);
        }
    }

    private static LakeFailure missing(String tried, @Nullable Throwable cause) {
        return new LakeFailure(
                tried,
                "there is none",
                "Build it (./mvnw package) or name it with --job-jar: the file ends in " + ENDING + ".",
                cause);
    }
}
