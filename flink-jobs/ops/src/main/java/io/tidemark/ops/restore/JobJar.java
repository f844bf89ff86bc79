package io.tidemark.ops.restore;

import io.tidemark.lake.catalog.LakeFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one jar that a Flink cluster runs the job from. */
public final class JobJar {
    /** Where the build puts it, from the root of the checkout. */
    static final String PLACE = "flink-jobs/job/target/tidemark-job.jar";

    private JobJar() {}

    /**
     * The jar that was given, or else the one that was built together with this command.
     *
     * @throws LakeFailure if it is not there
     */
    public static Path find(@Nullable Path given) {
        if (given == null) {
            return above(ownPath());
        }
        if (!Files.isRegularFile(given)) {
            throw missing("Could not find the job's jar " + given);
        }
        return given.toAbsolutePath();
    }

    /** The jar of the checkout that has this path in it. */
    static Path above(Path path) {
        for (Path each = path.toAbsolutePath(); each != null; each = each.getParent()) {
            Path jar = each.resolve(PLACE);
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        }
        throw missing("Could not find the job's jar " + PLACE + " at or above " + path);
    }

    private static Path ownPath() {
        try {
            return Path.of(JobJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path of this command has no paths", e);
        }
    }

    private static LakeFailure missing(String tried) {
        return new LakeFailure(tried, "there is none", "Build it (./mvnw package) or name it with --job-jar.", null);
    }
}
