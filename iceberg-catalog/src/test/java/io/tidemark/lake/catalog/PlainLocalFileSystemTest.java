package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Writer;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.TableOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PlainLocalFileSystemTest {
    @TempDir
    java.nio.file.Path directory;

    @Test
    @Timeout(60)
    void aCommitStartsNoProcessAndLeavesNoChecksum() throws Exception {
        CatalogSettings settings =
                CatalogSettings.local(directory.resolve("catalog.db"), directory.resolve("warehouse"));
        List<String> started = new CopyOnWriteArrayList<>();
        try (Lake lake = Lake.open(settings, Caller.of("development").as(Writer.of(1)));
                RecordingStream events = new RecordingStream()) {
            // SQLite's driver and Hadoop ask once in a process what system this is, by a command.
            lake.createMissing(TableOptions.defaults());
            events.enable("jdk.ProcessStart");
            events.onEvent("jdk.ProcessStart", event -> started.add(event.getString("command")));
            events.startAsync();
            lake.table(LakeTable.EVENTS).newAppend().commit();
            lake.files().write("marks/one.json", "{}");
            // The stream is in order: whatever started before this one has been seen with it.
            new ProcessBuilder("true").start().waitFor();
            while (!started.contains("true")) {
                Thread.onSpinWait();
            }
        }
        assertThat(started).containsExactly("true");
        try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
            assertThat(files)
                    .anyMatch(file -> file.toString().endsWith(".avro"))
                    .noneMatch(file -> file.toString().endsWith(".crc"));
        }
    }

    /** A stock reader verifies the checksum that it finds beside a file. */
    @Test
    void aFileOfAnEarlierReleaseLosesItsChecksumWhenItIsReplacedRenamedOrDeleted() throws IOException {
        FileSystem stock = stock();
        for (String name : List.of("replaced", "renamed", "over", "deleted")) {
            write(stock, name, "before");
            assertThat(checksum(name)).exists();
        }
        FileSystem plain = plain();

        write(plain, "replaced", "after, and longer");
        write(plain, "fresh", "after");
        plain.rename(path("fresh"), path("over"));
        plain.rename(path("renamed"), path("elsewhere"));
        plain.delete(path("deleted"), false);

        assertThat(read(stock, "replaced")).isEqualTo("after, and longer");
        assertThat(checksum("replaced")).doesNotExist();
        assertThat(read(stock, "over")).isEqualTo("after");
        assertThat(read(stock, "elsewhere")).isEqualTo("before");
        assertThat(checksum("renamed")).doesNotExist();
        assertThat(checksum("deleted")).doesNotExist();
    }

    @Test
    void modesAreThoseOfHadoopsOwn() throws IOException {
        FileSystem stock = stock();
        FileSystem plain = plain();
        write(stock, "stock/file", "x");
        write(plain, "plain/file", "x");

        for (String name : List.of("", "/file")) {
            assertThat(mode("plain" + name)).isEqualTo(mode("stock" + name));
            FileStatus ours = plain.getFileStatus(path("stock" + name));
            FileStatus theirs = stock.getFileStatus(path("stock" + name));
            assertThat(ours.getPermission()).isEqualTo(theirs.getPermission());
            assertThat(ours.getOwner()).isEqualTo(theirs.getOwner());
            assertThat(ours.getGroup()).isEqualTo(theirs.getGroup());
            assertThat(ours.getLen()).isEqualTo(theirs.getLen());
            assertThat(ours.getPath()).isEqualTo(theirs.getPath());
            assertThat(ours.isDirectory()).isEqualTo(theirs.isDirectory());
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> plain().getFileStatus(path("absent"))).isInstanceOf(FileNotFoundException.class);
    }

    /** S3A buffers its uploads through what Hadoop calls the local file system, and casts it. */
    @Test
    void itIsALocalFileSystemToHadoop() throws IOException {
        Configuration configuration = StorageDefaults.configuration();

        LocalFileSystem local = FileSystem.newInstanceLocal(configuration);

        assertThat(local).isInstanceOf(PlainLocalFileSystem.class);
        assertThat(local.getScheme()).isEqualTo("file");
    }

    private Path path(String name) {
        return new Path(directory.resolve(name).toUri());
    }

    private java.nio.file.Path checksum(String name) {
        return directory.resolve("." + name + ".crc");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private void write(FileSystem files, String name, String text) throws IOException {
        try (FSDataOutputStream out = files.create(path(name), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String read(FileSystem files, String name) throws IOException {
        try (FSDataInputStream in = files.open(path(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FileSystem stock() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set("fs.file.impl", LocalFileSystem.class.getName());
        return FileSystem.newInstance(java.net.URI.create("file:///"), configuration);
    }

    private static FileSystem plain() throws IOException {
        return FileSystem.newInstance(java.net.URI.create("file:///"), StorageDefaults.configuration());
    }
}
