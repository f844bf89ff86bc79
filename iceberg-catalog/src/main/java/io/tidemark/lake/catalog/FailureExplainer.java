package io.tidemark.lake.catalog;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** Why Iceberg, a database or a file system failed, and what a person can do about it. */
final class FailureExplainer {
    private static final String NO_LIBRARY = "No native library found";
    private static final String CHECK_USER = "Check the catalog's user and password.";
    private static final String CHECK_ADDRESS =
            "Check the catalog's uri (or the storage endpoint) and that the server is up and reachable from here.";
    private static final String CHECK_RIGHTS = "Check the credentials and rights of the user on the warehouse.";
    private static final String BRING_BACK = "Bring the table back from an older metadata file: tidemark undrop TABLE"
            + " (tidemark status names the table).";
    private static final String GO_BACK =
            "Bring the file back from a copy, or an earlier version of the object; or go back"
                    + " to a mark that does not need it: tidemark marks, tidemark restore --to MARK.";
    private static final Pattern CLOCK_IS_BEHIND =
            Pattern.compile("Invalid update timestamp (\\d+): before last snapshot log entry at (\\d+)");
    private static final String CHECK_WAREHOUSE = "Check the warehouse's location.";

    private final String why;
    private final String remedy;

    private FailureExplainer(String why, String remedy) {
        this.why = why;
        this.remedy = remedy;
    }

    /** The failure to throw: known causes in plain words, any other by the message of its root. */
    static LakeFailure explain(String tried, Throwable thrown) {
        if (thrown instanceof LakeFailure already) {
            return already;
        }
        List<Throwable> chain = chain(thrown);
        FailureExplainer found = chain.stream()
                .map(FailureExplainer::known)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> unknown(chain));
        return new LakeFailure(tried, found.why, found.remedy, thrown);
    }

    /** Whether the database's own library could not be loaded, which its driver says once. */
    static boolean isOfNativeLibrary(Throwable thrown) {
        return chain(thrown).stream().anyMatch(t -> message(t).contains(NO_LIBRARY));
    }

    // From the root outwards: the innermost cause knows most.
    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
            chain.add(0, t);
        }
        return chain;
    }

    private static Optional<FailureExplainer> known(Throwable t) {
        if (message(t).contains(NO_LIBRARY)) {
            return of(
                    "SQLite's native library, which is unpacked to the temporary directory "
                            + System.getProperty("java.io.tmpdir") + ", could not be loaded from there",
                    "The directory may be mounted noexec. Name another: TIDEMARK_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
        }
        if (t instanceof SQLException sql) {
            return database(sql);
        }
        if (t instanceof UnknownHostException) {
            return of("the host is unknown (" + message(t) + ")", CHECK_ADDRESS);
        }
        if (t instanceof ConnectException
                || t instanceof NoRouteToHostException
                || t instanceof SocketTimeoutException
                || t instanceof ServiceUnavailableException) {
            return of("nothing answers there (" + message(t) + ")", CHECK_ADDRESS);
        }
        if (t instanceof NotAuthorizedException || t instanceof ForbiddenException) {
            return of("access was refused (" + message(t) + ")", CHECK_USER);
        }
        if (t instanceof NoSuchNamespaceException || t instanceof NoSuchTableException) {
            return of(
                    "it does not exist (" + message(t) + ")", "This is no lake yet: run the job once, which makes it.");
        }
        Matcher behind = CLOCK_IS_BEHIND.matcher(message(t));
        if (behind.find()) {
            return of(
                    "the clock here says " + time(behind.group(1)) + ", and the table's last change is of "
                            + time(behind.group(2)),
                    "Set the clock right. If it was ahead when that change was made, the table takes changes again"
                            + " once that time has come.");
        }
        if (t instanceof AlreadyExistsException) {
            return of(message(t), "Something else wrote there at the same time: try again.");
        }
        return storage(t);
    }

    private static Optional<FailureExplainer> database(SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        String message = message(sql);
        if (message.contains("No suitable driver")) {
            return of(
                    "there is no driver for this uri",
                    "Use jdbc:sqlite: or jdbc:postgresql:, or add the driver's jar.");
        }
        if (state.startsWith("28")) {
            return of("the user or the password is wrong (" + message + ")", CHECK_USER);
        }
        if (state.startsWith("08") || message.contains("Connection refused")) {
            return of("the database does not answer (" + message + ")", CHECK_ADDRESS);
        }
        if (state.equals("3D000")) {
            return of("the database does not exist (" + message + ")", "Create it, or correct the catalog's uri.");
        }
        if (message.contains("[SQLITE_NOTADB]")) {
            return of("the file is no SQLite database", "Name another file: this one belongs to something else.");
        }
        if (message.contains("[SQLITE_READONLY]")) {
            return of(
                    "the file cannot be written (" + message + ")",
                    "Check that it, its directory and the file system can be written to.");
        }
        if (message.contains("[SQLITE_CANTOPEN]") || message.startsWith("path to ")) {
            return of(
                    "the file cannot be opened (" + message + ")", "Check that its directory exists and is writable.");
        }
        return Optional.empty();
    }

    private static Optional<FailureExplainer> storage(Throwable t) {
        String message = message(t);
        String lower = message.toLowerCase(Locale.ROOT);
        // Hadoop's S3A classes are there at run time only, so they are known by name.
        String name = t.getClass().getSimpleName();
        if (name.equals("UnknownStoreException") || name.equals("NoSuchBucketException")) {
            return of("the bucket does not exist (" + message + ")", CHECK_WAREHOUSE);
        }
        if (t instanceof AccessDeniedException || name.equals("AccessControlException")) {
            return of("access was refused (" + message + ")", CHECK_RIGHTS);
        }
        boolean denied = lower.contains("permission denied") || lower.contains("read-only file system");
        if (t instanceof NotFoundException || (t instanceof FileNotFoundException && !denied)) {
            if (message.contains(".metadata.json")) {
                return of("its newest metadata file is gone (" + message + ")", BRING_BACK);
            }
            if (message.contains("/data/")) {
                return of("a data file is gone (" + message + ")", GO_BACK);
            }
            return of("a file is missing (" + message + ")", CHECK_WAREHOUSE);
        }
        if (denied
                || lower.contains("mkdirs failed")
                || name.equals("ParentNotDirectoryException")
                || name.equals("FileAlreadyExistsException")) {
            return of("the path is not writable (" + message + ")", CHECK_RIGHTS);
        }
        return Optional.empty();
    }

    private static String time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis)).toString();
    }

    private static FailureExplainer unknown(List<Throwable> chain) {
        return new FailureExplainer(message(chain.get(0)), "The cause, in the log, tells more.");
    }

    private static Optional<FailureExplainer> of(String why, String remedy) {
        return Optional.of(new FailureExplainer(why, remedy));
    }

    private static String message(Throwable t) {
        String message = t.getMessage();
        String line =
                message == null ? "" : message.lines().findFirst().orElse("").strip();
        return line.isEmpty() ? t.getClass().getSimpleName() : line.replaceAll("\\.$", "");
    }
}
