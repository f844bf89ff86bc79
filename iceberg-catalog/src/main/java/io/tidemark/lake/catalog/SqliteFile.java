package io.tidemark.lake.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The file of a catalog that is a SQLite database, and the address that the driver takes for it. A plain path in an
 * address ends, for the driver, at the first question mark; a path that has one is written as SQLite's own {@code file:}
 * address, whose signs can be escaped.
 *
 * @param path the file
 */
public record SqliteFile(Path path) {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final String ADDRESS = "file:";

    /** The address of the file, whatever its path is. */
    public String uri() {
        String name = path.toAbsolutePath().toString();
        return name.indexOf('?') < 0 ? PREFIX + name : PREFIX + ADDRESS + escaped(name);
    }

    /**
     * Opens the database to read it; makes nothing, and changes nothing.
     *
     * @throws SQLException if it is not there or no database
     * @throws LakeFailure if SQLite itself cannot be loaded
     */
    public Connection openToRead() throws SQLException {
        JdbcDrivers.register();
        try {
            return DriverManager.getConnection(
                    PREFIX + ADDRESS + escaped(path.toAbsolutePath().toString()) + "?mode=ro");
        } catch (SQLException e) {
            // The driver says so once; the next caller gets an UnsatisfiedLinkError.
            if (FailureExplainer.isOfNativeLibrary(e)) {
                throw LakeFailure.of("Could not open the catalog " + path, e);
            }
            throw e;
        }
    }

    private static String escaped(String name) {
        return name.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }

    /** The file that an address names; none if it is another database's, or names no file. */
    public static Optional<SqliteFile> at(String uri) {
        if (!uri.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String name = uri.substring(PREFIX.length());
        if (name.startsWith(ADDRESS)) {
            String path = name.substring(ADDRESS.length()).split("[?#]", 2)[0].replaceFirst("^//[^/]*", "");
            return Optional.of(new SqliteFile(Path.of(unescaped(path))));
        }
        // The driver leaves what it does not know behind a question mark in the name.
        Path whole = Path.of(name);
        return Optional.of(new SqliteFile(Files.isRegularFile(whole) ? whole : Path.of(name.split("\\?", 2)[0])));
    }

    private static String unescaped(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                result.write(high * 16 + low);
                i += 2;
            } else {
                result.write(bytes[i]);
            }
        }
        return result.toString(StandardCharsets.UTF_8);
    }
}
