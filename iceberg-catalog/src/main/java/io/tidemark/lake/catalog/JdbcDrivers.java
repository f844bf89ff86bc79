package io.tidemark.lake.catalog;

import java.sql.Driver;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database drivers that come with this code. {@link java.sql.DriverManager} looks for drivers once in the life of a
 * JVM and hands a caller only those of its own class loader. A Flink TaskManager reloads this code for every job: in
 * the second job there would be no driver unless this copy's drivers make themselves known.
 */
final class JdbcDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);

    private JdbcDrivers() {}

    /** Makes the drivers known to {@code DriverManager}; a second call in the same class loader changes nothing. */
    static void register() {
        // A driver registers itself when its class is initialised, which iterating does.
        for (Driver driver : ServiceLoader.load(Driver.class, JdbcDrivers.class.getClassLoader())) {
            LOG.debug("Database driver is known: driver={}", driver.getClass().getName());
        }
    }
}
