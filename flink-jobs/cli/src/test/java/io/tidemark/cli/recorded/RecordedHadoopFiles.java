package io.tidemark.cli.recorded;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The scheme {@code recorded} for Hadoop's file systems, and so for Iceberg's tables. */
public final class RecordedHadoopFiles extends RawLocalFileSystem {
    @Override
    public String getScheme() {
        return RecordedRoot.SCHEME;
    }

    @Override
    public URI getUri() {
        return RecordedRoot.ROOT;
    }

    @Override
    public File pathToFile(Path path) {
        return RecordedRoot.file(path.toUri().getPath());
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        FileStatus local = super.getFileStatus(path);
        return new FileStatus(
                local.getLen(),
                local.isDirectory(),
                local.getReplication(),
                local.getBlockSize(),
                local.getModificationTime(),
                makeQualified(path));
    }
}
