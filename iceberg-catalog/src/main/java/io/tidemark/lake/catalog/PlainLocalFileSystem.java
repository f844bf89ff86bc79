package io.tidemark.lake.catalog;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without its two taxes: it starts no process ({@code chmod} for each file that is created,
 * {@code ls} for each whose permissions are read, where Hadoop's native library is missing), and it writes no
 * {@code .crc} beside each file. Modes and umask are those of Hadoop's own.
 *
 * <p>Files of an earlier release have checksums. Writing, renaming or deleting a file here removes its checksum, so that
 * a stock reader, which verifies what it finds, never finds a stale one.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {
    /** Made by Hadoop, by the name of this class in {@code fs.file.impl}. */
    public PlainLocalFileSystem() {
        super(new NioFiles());
        // Hadoop deletes the checksum of a file that is replaced, moves or deletes that of one that is renamed.
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }

    private static final class NioFiles extends RawLocalFileSystem {
        private static final boolean POSIX = java.nio.file.FileSystems.getDefault()
                .supportedFileAttributeViews()
                .contains("posix");

        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            if (!POSIX || permission.getStickyBit()) {
                super.setPermission(path, permission);
                return;
            }
            Files.setPosixFilePermissions(pathToFile(path).toPath(), permissions(permission.toShort()));
        }

        @Override
        public FileStatus getFileStatus(Path path) throws IOException {
            if (!POSIX) {
                return super.getFileStatus(path);
            }
            File file = pathToFile(path);
            try {
                PosixFileAttributes found = Files.readAttributes(file.toPath(), PosixFileAttributes.class);
                return new FileStatus(
                        found.size(),
                        found.isDirectory(),
                        1,
                        getDefaultBlockSize(path),
                        found.lastModifiedTime().toMillis(),
                        found.lastAccessTime().toMillis(),
                        new FsPermission(mode(found.permissions())),
                        found.owner().getName(),
                        found.group().getName(),
                        makeQualified(new Path(file.getPath())));
            } catch (NoSuchFileException e) {
                FileNotFoundException absent = new FileNotFoundException("File " + path + " does not exist");
                absent.initCause(e);
                throw absent;
            }
        }

        // The order of the constants is that of the nine bits, from the owner's read to the others' execute.
        private static Set<PosixFilePermission> permissions(short mode) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (PosixFilePermission each : PosixFilePermission.values()) {
                if ((mode & bit(each)) != 0) {
                    permissions.add(each);
                }
            }
            return permissions;
        }

        private static short mode(Set<PosixFilePermission> permissions) {
            int mode = 0;
            for (PosixFilePermission each : permissions) {
                mode |= bit(each);
            }
            return (short) mode;
        }

        private static int bit(PosixFilePermission permission) {
            return 0400 >> permission.ordinal();
        }
    }
}
