package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What went wrong is told from the cause, in the words of somebody who can do something about it. */
class FailureExplainerCausesTest {
    private static final String USER = "Check the catalog's user and password.";
    private static final String ADDRESS = "Check the catalog's uri";
    private static final String RIGHTS = "Check the credentials and rights";
    private static final String WAREHOUSE = "Check the warehouse's location.";

    /** As Hadoop's S3A, which is not on this path, names them. */
    static final class UnknownStoreException extends IOException {
        private static final long serialVersionUID = 1;

        UnknownStoreException(String message) {
            super(message);
        }
    }

    static final class NoSuchBucketException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSuchBucketException(String message) {
            super(message);
        }
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(new SQLException("no", "28P01"), "the user or the password is wrong (no)", USER),
                arguments(new SQLException("no", "08001"), "the database does not answer (no)", ADDRESS),
                arguments(new SQLException("Connection refused"), "the database does not answer", ADDRESS),
                arguments(new SQLException("no lake", "3D000"), "the database does not exist (no lake)", "Create it"),
                arguments(
                        new SQLException("No suitable driver found for jdbc:x"),
                        "there is no driver for this uri",
                        "jdbc:sqlite: or jdbc:postgresql:"),
                arguments(new SQLException("[SQLITE_NOTADB] file"), "is no SQLite database", "Name another file"),
                arguments(new SQLException("[SQLITE_READONLY] ro"), "the file cannot be written", "can be written to"),
                arguments(new SQLException("[SQLITE_CANTOPEN] x"), "the file cannot be opened", "directory exists"),
                arguments(new SQLException("path to '/a/b' does not exist"), "cannot be opened", "directory exists"),
                arguments(new SQLException("something new"), "something new", "in the log, tells more"),
                arguments(new UnknownHostException("db.example"), "the host is unknown (db.example)", ADDRESS),
                arguments(new ConnectException("refused"), "nothing answers there (refused)", ADDRESS),
                arguments(new NoRouteToHostException("none"), "nothing answers there (none)", ADDRESS),
                arguments(new SocketTimeoutException("slow"), "nothing answers there (slow)", ADDRESS),
                arguments(new ServiceUnavailableException("busy"), "nothing answers there (busy)", ADDRESS),
                arguments(new NotAuthorizedException("who?"), "access was refused (who?)", USER),
                arguments(new ForbiddenException("not you"), "access was refused (not you)", USER),
                arguments(new NoSuchNamespaceException("ns"), "it does not exist (ns)", "run the job once"),
                arguments(new NoSuchTableException("t"), "it does not exist (t)", "run the job once"),
                arguments(new AlreadyExistsException("Table t exists"), "Table t exists", "at the same time"),
                arguments(new UnknownStoreException("s3a://b"), "the bucket does not exist (s3a://b)", WAREHOUSE),
                arguments(new NoSuchBucketException("b"), "the bucket does not exist (b)", WAREHOUSE),
                arguments(new AccessDeniedException("/lake"), "access was refused (/lake)", RIGHTS),
                arguments(new AccessControlException("ann"), "access was refused (ann)", RIGHTS),
                arguments(
                        new NotFoundException("File does not exist: /lake/t/metadata/v3.metadata.json"),
                        "its newest metadata file is gone",
                        "tidemark undrop TABLE"),
                arguments(
                        new NotFoundException("File does not exist: /lake/t/data/1.parquet"),
                        "a data file is gone",
                        "tidemark restore --to MARK"),
                arguments(new FileNotFoundException("/lake/t/data/1.parquet"), "a data file is gone", "a copy"),
                arguments(new FileNotFoundException("/lake/x"), "a file is missing (/lake/x)", WAREHOUSE),
                arguments(new FileNotFoundException("/lake/x (Permission denied)"), "is not writable", RIGHTS),
                arguments(new IOException("Read-only file system"), "the path is not writable", RIGHTS),
                arguments(new IOException("Mkdirs failed to create /x"), "the path is not writable", RIGHTS),
                arguments(new ParentNotDirectoryException("/x"), "the path is not writable", RIGHTS),
                arguments(new org.apache.hadoop.fs.FileAlreadyExistsException("/x"), "is not writable", RIGHTS));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theCauseIsToldWithWhatToDo(Throwable cause, String why, String remedy) {
        assertThat(FailureExplainer.explain("Could not do it", cause))
                .hasMessageStartingWith("Could not do it: ")
                .hasMessageContaining(why)
                .hasMessageContaining(remedy)
                .hasCause(cause);
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theCauseIsFoundUnderWhateverItIsWrappedIn(Throwable cause, String why, String remedy) {
        Throwable wrapped = new IllegalStateException("outer", new RuntimeException("inner", cause));
        assertThat(FailureExplainer.explain("Could not do it", wrapped))
                .hasMessageContaining(why)
                .hasMessageContaining(remedy);
    }

    @Test
    void theInnermostCauseThatIsKnownIsTheOneThatIsTold() {
        Throwable thrown = new NoSuchTableException(new ConnectException("refused"), "t");
        assertThat(FailureExplainer.explain("Could not do it", thrown))
                .hasMessageContaining("nothing answers there (refused)");
        Throwable unknownInside = new NoSuchTableException(new IllegalStateException("?"), "t");
        assertThat(FailureExplainer.explain("Could not do it", unknownInside))
                .hasMessageContaining("it does not exist (t)");
    }

    @Test
    void whatIsNotKnownIsToldInTheWordsOfTheInnermostCause() {
        assertThat(FailureExplainer.explain(
                        "Could not do it", new RuntimeException("outer", new IllegalStateException("root."))))
                .hasMessage("Could not do it: root. The cause, in the log, tells more.");
        assertThat(FailureExplainer.explain("Could not do it", new IllegalStateException()))
                .hasMessageContaining("Could not do it: IllegalStateException. ");
        assertThat(FailureExplainer.explain("Could not do it", new IllegalStateException("one line\nand a second")))
                .hasMessageContaining(": one line. ")
                .hasMessageNotContaining("second");
    }

    @Test
    void whatIsExplainedAlreadyStaysAsItIs() {
        LakeFailure first = new LakeFailure("Could not read", "it is so", "Do this.", null);
        assertThat(LakeFailure.of("Could not write", first)).isSameAs(first);
    }

    @Test
    void causesThatGoInACircleEnd() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two", one);
        one.initCause(two);
        assertThat(FailureExplainer.explain("Could not do it", two)).hasMessageContaining("one");
    }

    @Test
    void aMissingFileIsKnownForOneHoweverDeepItIs() {
        assertThat(LakeFailure.of("tried", new NotFoundException("x")).isOfMissingFile())
                .isTrue();
        assertThat(LakeFailure.of("tried", new UncheckedIOException(new FileNotFoundException("x")))
                        .isOfMissingFile())
                .isTrue();
        assertThat(LakeFailure.of("tried", new IOException("x")).isOfMissingFile())
                .isFalse();
        assertThat(new LakeFailure("tried", "why", "Do.", null).isOfMissingFile())
                .isFalse();
    }

    @Test
    void aNativeLibraryThatIsMissingIsFoundInsideToo() {
        assertThat(FailureExplainer.isOfNativeLibrary(
                        new RuntimeException(new SQLException("No native library found for x"))))
                .isTrue();
        assertThat(FailureExplainer.isOfNativeLibrary(new RuntimeException("none")))
                .isFalse();
    }
}
