package io.tidemark.config;

import java.io.Serializable;

/**
 * An amount of bytes.
 *
 * @param bytes how many, 0 or more
 */
public record Size(long bytes) implements Serializable, Comparable<Size> {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size cannot be negative: " + bytes);
        }
    }

    /** So many mebibytes. */
    public static Size ofMebibytes(long mebibytes) {
        return new Size(Math.multiplyExact(mebibytes, MIB));
    }

    /** So many kibibytes. */
    public static Size ofKibibytes(long kibibytes) {
        return new Size(Math.multiplyExact(kibibytes, KIB));
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    /** As a configuration file says it, in the largest unit that divides it, for example {@code 128 MiB}. */
    @Override
    public String toString() {
        if (bytes == 0 || bytes % KIB != 0) {
            return bytes + " B";
        } else if (bytes % MIB != 0) {
            return bytes / KIB + " KiB";
        } else if (bytes % GIB != 0) {
            return bytes / MIB + " MiB";
        }
        return bytes / GIB + " GiB";
    }
}
