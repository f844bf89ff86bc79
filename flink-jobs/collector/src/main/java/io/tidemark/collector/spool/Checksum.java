package io.tidemark.collector.spool;

import java.util.zip.CRC32C;

/** The checksum of some bytes. Without one, a test shows what it is for. */
interface Checksum {
    /** CRC32C, which has an instruction of its own on every processor of today. */
    Checksum CRC32C = (bytes, from, size) -> {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, size);
        return (int) crc.getValue();
    };

    /** The checksum of a slice. */
    int of(byte[] bytes, int from, int size);
}
