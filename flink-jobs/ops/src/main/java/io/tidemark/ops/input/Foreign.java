package io.tidemark.ops.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Formats that hold no events as they are, and by which bytes at which place each is known. */
enum Foreign {
    // The longer mark comes first: that of UTF-16 is the front of it.
    UTF_32_LE("FFFE0000", "text in UTF-32", Remedy.UTF_32),
    UTF_32_BE("0000FEFF", "text in UTF-32", Remedy.UTF_32),
    UTF_16_LE("FFFE", "text in UTF-16, as PowerShell and Excel write it", Remedy.UTF_16),
    UTF_16_BE("FEFF", "text in UTF-16", Remedy.UTF_16),
    ZSTD("28B52FFD", "data compressed with zstd", "Decompress it first: zstd -dc FILE | tidemark ingest ... -"),
    BZIP2("425A68", "data compressed with bzip2", "Decompress it first: bzip2 -dc FILE | tidemark ingest ... -"),
    XZ("FD377A585A00", "data compressed with xz", "Decompress it first: xz -dc FILE | tidemark ingest ... -"),
    LZ4("04224D18", "data compressed with lz4", "Decompress it first: lz4 -dc FILE | tidemark ingest ... -"),
    SNAPPY("FF060000734E61507059", "data compressed with Snappy", Remedy.DECOMPRESS),
    LZOP("894C5A4F", "data compressed with lzop", "Decompress it first: lzop -dc FILE | tidemark ingest ... -"),
    LZIP("4C5A4950", "data compressed with lzip", "Decompress it first: lzip -dc FILE | tidemark ingest ... -"),
    COMPRESS("1F9D", "data compressed with compress", "Decompress it first: gzip -dc FILE | tidemark ingest ... -"),
    SEVEN_ZIP("377ABCAF271C", "a 7z archive", Remedy.UNPACK),
    RAR("526172211A07", "a RAR archive", Remedy.UNPACK),
    TAR("7573746172", 257, "a tar archive", "Unpack it first: tar -xOf FILE | tidemark ingest ... -"),
    PARQUET("50415231", "a Parquet file", Remedy.EXPORT),
    PARQUET_ENCRYPTED("50415245", "an encrypted Parquet file", Remedy.EXPORT),
    ORC("4F5243", "an ORC file", Remedy.EXPORT),
    AVRO("4F626A01", "an Avro file", Remedy.EXPORT),
    ARROW("4152524F5731", "an Arrow file", Remedy.EXPORT),
    SQLITE("53514C69746520666F726D6174203300", "a SQLite database", Remedy.EXPORT),
    EXCEL("D0CF11E0A1B11AE1", "a document of Microsoft Office", Remedy.EXPORT),
    PDF("255044462D", "a PDF document", Remedy.EXPORT),
    PROGRAM("7F454C46", "a program", Remedy.OTHER),
    PICTURE_PNG("89504E470D0A1A0A", "a picture", Remedy.OTHER),
    PICTURE_JPEG("FFD8FF", "a picture", Remedy.OTHER),
    CLASS("CAFEBABE", "a Java class", Remedy.OTHER),
    SERIALIZED("ACED0005", "serialized Java objects", Remedy.EXPORT);

    private static final int SHORTEST_TO_TRUST = 2;

    /** A character for each byte. */
    private final String mark;

    private final int at;
    private final String looksLike;
    private final String remedy;

    Foreign(String mark, String looksLike, String remedy) {
        this(mark, 0, looksLike, remedy);
    }

    Foreign(String mark, int at, String looksLike, String remedy) {
        this.mark = new String(HexFormat.of().parseHex(mark), StandardCharsets.ISO_8859_1);
        this.at = at;
        this.looksLike = looksLike;
        this.remedy = remedy;
    }

    /** What to do with what is no event. */
    private interface Remedy {
        String UTF_16 = "Convert it first: iconv -f UTF-16 -t UTF-8 FILE | tidemark ingest ... -";
        String UTF_32 = "Convert it first: iconv -f UTF-32 -t UTF-8 FILE | tidemark ingest ... -";
        String DECOMPRESS = "Decompress it first";
        String UNPACK = "Unpack it first, and give the files that are in it";
        String EXPORT = "Write its events as JSON lines, one event a line, and give that";
        String OTHER = "Give a file of events";
    }

    /** The format that begins so, or null where it is none of these. */
    static @Nullable Foreign of(byte[] head, int length) {
        return Arrays.stream(values())
                .filter(format -> length >= format.at + format.mark.length()
                        && format.begins(head, format.mark.length())
                        && (format != BZIP2 || isBzip2(head, length)))
                .findFirst()
                .orElse(null);
    }

    private boolean begins(byte[] head, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if ((head[at + i] & 0xFF) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // BZh is the beginning of a word, too; a digit and the magic of a block follow.
    private static boolean isBzip2(byte[] head, int length) {
        return length < 10 || (head[4] == 0x31 && head[5] == 0x41) || (head[4] == 0x17 && head[5] == 0x72);
    }

    /** Whether more bytes could still make one of these of it. */
    static boolean mayBecome(byte[] head, int length) {
        return Arrays.stream(values())
                .anyMatch(format -> format.at == 0 && length < format.mark.length() && format.begins(head, length));
    }

    NotEvents refusal() {
        return new NotEvents("it looks like " + looksLike + ". " + remedy);
    }

    /** Text in two bytes a character has a zero in each pair. */
    static boolean isWide(byte[] head, int from, int length) {
        return length - from >= SHORTEST_TO_TRUST && (head[from] == 0 ^ head[from + 1] == 0);
    }

    /** The shortest that begins so. */
    byte[] example() {
        return ("x".repeat(at) + mark + "\0".repeat(Long.BYTES)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
