package io.tidemark.lake.catalog;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The storage settings that are not Hadoop's own: local files without checksums and processes, see
 * {@link PlainLocalFileSystem}, and how long S3A keeps trying. Its own defaults try an address where nothing answers for three minutes before anybody hears
 * of it; a few seconds are enough for a hiccup, and for what lasts longer the job has restarts of its own.
 */
final class StorageDefaults {
    private static final Map<String, String> SETTINGS = Map.of(
            // How often S3A tries again, the pause doubling each time, and how often the AWS SDK does within each try.
            "fs.s3a.retry.limit", "3",
            "fs.s3a.retry.interval", "500ms",
            "fs.s3a.attempts.maximum", "2",
            "fs.s3a.connection.establish.timeout", "15s");

    private static final String LOCAL_FILES = "fs.file.impl";

    private StorageDefaults() {}

    /** Hadoop's configuration as the class path has it, with these settings where no file of the user's has them. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setIfUnset(LOCAL_FILES, PlainLocalFileSystem.class.getName());
        SETTINGS.forEach((key, value) -> {
            String[] sources = configuration.getPropertySources(key);
            if (sources == null || Arrays.asList(sources).contains("core-default.xml")) {
                configuration.set(key, value);
            }
        });
        return configuration;
    }
}
