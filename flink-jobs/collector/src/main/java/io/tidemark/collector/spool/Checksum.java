package io.tidemark.collector.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of some bytes. Without one, a test shows what it is for. */
interface Checksum {
    /** CRC32C, which has an instruction of its own on every processor of today. */
    Checksum CRC32C = bytes -> {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    };

    /** The checksum of the bytes that remain in a buffer. */
    int of(ByteBuffer bytes);
}
