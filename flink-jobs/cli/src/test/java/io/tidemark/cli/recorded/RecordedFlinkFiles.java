package io.tidemark.cli.recorded;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The scheme {@code recorded} for Flink's file systems, and so for checkpoints and savepoints. */
public final class RecordedFlinkFiles implements FileSystemFactory {
    @Override
    public String getScheme() {
        return RecordedRoot.SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
        return new Files();
    }

    private static final class Files extends LocalFileSystem {
        @Override
        public URI getUri() {
            return RecordedRoot.ROOT;
        }

        @Override
        public File pathToFile(Path path) {
            return RecordedRoot.file(path.getPath());
        }

        // The local file system tells the path on this machine, and a checkpoint is opened by the path of its status.
        @Override
        public FileStatus getFileStatus(Path path) throws IOException {
            return new Status(super.getFileStatus(path), path.makeQualified(this));
        }
    }

    private record Status(FileStatus local, Path path) implements FileStatus {
        @Override
        public long getLen() {
            return local.getLen();
        }

        @Override
        public long getBlockSize() {
            return local.getBlockSize();
        }

        @Override
        public short getReplication() {
            return local.getReplication();
        }

        @Override
        public long getModificationTime() {
            return local.getModificationTime();
        }

        @Override
        public long getAccessTime() {
            return local.getAccessTime();
        }

        @Override
        public boolean isDir() {
            return local.isDir();
        }

        @Override
        public Path getPath() {
            return path;
        }
    }
}
