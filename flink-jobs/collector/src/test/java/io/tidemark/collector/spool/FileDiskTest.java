package io.tidemark.collector.spool;

import static io.tidemark.collector.spool.Events.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real files: their owner alone reads them, one process at a time has them, and a spool works on them. */
class FileDiskTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theOwnerAloneMayRead() throws IOException {
        Path directory = folder.resolve("spool");
        try (FileDisk disk = FileDisk.open(directory);
                DiskFile file = disk.create("one")) {
            file.force();
            assertThat(permissions(directory)).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("one"))).isEqualTo("rw-------");
            assertThat(permissions(directory.resolve("lock"))).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void twoAtOneTimeAreRefused() throws IOException {
        try (FileDisk disk = FileDisk.open(folder)) {
            assertThat(disk.list()).isEmpty();
            assertThatThrownBy(() -> FileDisk.open(folder))
                    .isInstanceOf(SpoolUnavailableException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another process has it open");
        }
        FileDisk.open(folder).close();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FileDisk.open(file))
                .isInstanceOf(SpoolUnavailableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void filesAreAppendedReadCutRenamedAndDeleted() throws IOException {
        try (FileDisk disk = FileDisk.open(folder)) {
            DiskFile file = disk.create("one");
            byte[] large = new byte[700_000];
            large[699_999] = 5;
            ByteBuffer bytes = ByteBuffer.wrap(large);
            while (bytes.hasRemaining()) {
                assertThat(file.append(bytes)).isPositive();
            }
            file.force();
            assertThat(disk.size("one")).isEqualTo(large.length);
            ByteBuffer read = ByteBuffer.allocate(10);
            assertThat(disk.read("one", 699_998, read)).isEqualTo(2);
            assertThat(read.get(1)).isEqualTo((byte) 5);
            assertThat(disk.read("one", 700_000, read)).isZero();
            file.truncate(3);
            file.append(ByteBuffer.wrap(new byte[] {9}));
            file.close();
            assertThat(disk.size("one")).isEqualTo(4);
            assertThatThrownBy(() -> disk.create("one")).isInstanceOf(IOException.class);
            disk.rename("one", "two");
            assertThat(disk.list()).containsExactly("two");
            disk.delete("two");
            assertThat(disk.list()).isEmpty();
        }
    }

    @Test
    void aSpoolOnFilesIsReadByTheNextProcess() throws IOException {
        SpoolQueue queue = SpoolQueue.open(folder, 1 << 20, 1 << 16);
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        queue.append(batch("a", "b"), appended::complete);
        assertThat(appended.join()).isEqualTo(Appended.STORED);
        CompletableFuture<String> closed = new CompletableFuture<>();
        queue.close(() -> closed.complete("closed"));
        assertThat(closed.join()).isEqualTo("closed");

        SpoolQueue next = SpoolQueue.open(folder, 1 << 20, 1 << 16);
        CompletableFuture<SpoolChunk> chunk = new CompletableFuture<>();
        next.read(10, 1_000, chunk::complete);
        List<SpooledEvent> events = chunk.join().events();
        assertThat(events).extracting(each -> Events.name(each.event())).containsExactly("a", "b");
        assertThat(events).allMatch(SpooledEvent::recovered);
        next.acknowledge(events.get(1).position());
        CompletableFuture<String> closedAgain = new CompletableFuture<>();
        next.close(() -> closedAgain.complete("closed"));
        closedAgain.join();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("lock", "refused");
    }
}
