package io.tidemark.ops.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.seeded.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipStreamTest {
    /** A pipe: at most so many bytes at once, and never one that is known to be there. */
    private static final class Slow extends InputStream {
        private final byte[] bytes;
        private final int atOnce;
        private int at;

        Slow(byte[] bytes, int atOnce) {
            this.bytes = bytes;
            this.atOnce = atOnce;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int count = Math.min(Math.min(length, atOnce), bytes.length - at);
            System.arraycopy(bytes, at, into, from, Math.max(0, count));
            at += Math.max(0, count);
            return at >= bytes.length && count <= 0 ? -1 : count;
        }
    }

    @Test
    void everyMemberIsReadHoweverTheBytesArrive() {
        Seeds.forEach(100, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            int members = 1 + random.nextInt(5);
            for (int i = 0; i < members; i++) {
                byte[] text = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(100_000)];
                random.nextBytes(text);
                Arrays.fill(text, 0, text.length / 2, (byte) 'x');
                plain.writeBytes(text);
                zipped.writeBytes(gzip(text));
                zipped.writeBytes(new byte[random.nextInt(3) == 0 ? random.nextInt(2000) : 0]);
            }
            int atOnce = 1 + random.nextInt(random.nextBoolean() ? 10 : 100_000);
            assertThat(read(new Slow(zipped.toByteArray(), atOnce))).isEqualTo(plain.toByteArray());
        });
    }

    @Test
    void whatIsThereIsGivenBeforeTheNextMemberIsWaitedFor() throws IOException {
        byte[] first = gzip("first".getBytes(UTF_8));
        InputStream waiting = new InputStream() {
            private int at;

            @Override
            public int read() {
                assertThat(at).as("a byte that is not there yet").isLessThan(first.length);
                return first[at++] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                into[from] = (byte) read();
                return 1;
            }
        };
        try (GzipStream in = new GzipStream(waiting)) {
            assertThat(in.readNBytes(5)).asString().isEqualTo("first");
        }
    }

    @Test
    void headerMayHaveEverythingThatTheFormatKnows() {
        byte[] plain = gzip("text".getBytes(UTF_8));
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        header.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        header.writeBytes("name\0comment\0".getBytes(UTF_8));
        CRC32 sum = new CRC32();
        sum.update(header.toByteArray());
        header.write((int) sum.getValue() & 0xFF);
        header.write((int) (sum.getValue() >> 8) & 0xFF);
        header.writeBytes(Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(read(new Slow(header.toByteArray(), 3))).asString().isEqualTo("text");
        byte[] damaged = header.toByteArray();
        damaged[5] ^= 1;
        assertThatThrownBy(() -> read(new Slow(damaged, 3))).hasMessageContaining("the header's checksum differs");
    }

    @Test
    void memberThatIsTornAnywhereIsAnError() {
        byte[] whole = gzip("some text, and some more text".getBytes(UTF_8));
        byte[] two = Arrays.copyOf(whole, whole.length * 2);
        System.arraycopy(whole, 0, two, whole.length, whole.length);
        for (int length = 1; length < two.length; length++) {
            byte[] cut = Arrays.copyOf(two, length);
            if (length != whole.length) {
                assertThatThrownBy(() -> read(new ByteArrayInputStream(cut)))
                        .as("%d bytes of %d", length, two.length)
                        .rootCause()
                        .isInstanceOf(EOFException.class)
                        .hasMessageContaining("ends too early");
            }
        }
    }

    @Test
    void whatFollowsTheLastMemberAndIsNoPaddingIsAnError() {
        byte[] whole = gzip("text".getBytes(UTF_8));
        for (int zeros : new int[] {0, 7}) {
            byte[] more = Arrays.copyOf(whole, whole.length + zeros + 3);
            more[whole.length + zeros] = '{';
            assertThatThrownBy(() -> read(new ByteArrayInputStream(more)))
                    .rootCause()
                    .isInstanceOf(ZipException.class)
                    .hasMessageContaining("no gzip begins at byte " + (whole.length + zeros));
        }
    }

    @Test
    void anyFlippedBitOfTheDataIsFoundOrOfNoMeaning() {
        byte[] text = "some text, and some more text".getBytes(UTF_8);
        byte[] whole = gzip(text);
        for (int bit = 10 * 8; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read(new ByteArrayInputStream(damaged)))
                        .as("bit %d", bit)
                        .isEqualTo(text);
            } catch (UncheckedIOException found) {
                assertThat(found.getCause()).hasMessageContaining("compressed");
            }
        }
    }

    private static byte[] read(InputStream zipped) {
        try (GzipStream in = new GzipStream(zipped)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
