package io.tidemark.ops.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that has at its end as many bytes as it had when it was opened, or more; else reading it fails there. */
final class WholeFile extends FilterInputStream {
    private final long size;
    private long read;

    private WholeFile(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new WholeFile(in, Files.size(file));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        read += value < 0 ? 0 : 1;
        return atEnd(value);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = in.read(bytes, from, length);
        read += Math.max(0, count);
        return atEnd(count);
    }

    private int atEnd(int count) throws IOException {
        if (count < 0 && read < size) {
            throw new IOException("it was cut while it was read: it had " + size + " bytes, and ends at byte " + read);
        }
        return count;
    }
}
