package io.tidemark.collector.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidemark.collector.http.wire.Body.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is the same however it is cut, inflates as the JDK does, allocates what it said, and stops at its limit. */
class BodyTest {
    private static final int LIMIT = 100_000;

    /** What became of bytes that came in pieces. */
    private record Outcome(Step step, byte[] bytes, int most) {}

    private static Outcome taken(Random random, byte[] bytes, long declared) {
        try (Body body = new Body(declared, LIMIT)) {
            int most = 0;
            for (int at = 0; at < bytes.length; ) {
                int piece = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 5000), bytes.length - at);
                ByteBuf in = Unpooled.wrappedBuffer(bytes, at, piece);
                Step step = body.take(in);
                while (step == Step.NEEDS_MEMORY) {
                    long before = body.held();
                    long needs = body.needs();
                    body.grow();
                    assertThat(body.held()).isLessThanOrEqualTo(Math.max(needs, before + needs));
                    assertThat(body.held()).isGreaterThan(before);
                    step = body.take(in);
                }
                most = (int) Math.max(most, body.held());
                if (step == Step.REFUSED) {
                    return new Outcome(step, new byte[0], most);
                }
                assertThat(in.isReadable()).isFalse();
                at += piece;
            }
            Step end = body.end();
            return new Outcome(end, end == Step.TAKEN ? body.bytes() : new byte[0], most);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheSameHoweverItIsCut(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] plain = new byte[random.nextInt(20) == 0 ? LIMIT / 2 : random.nextInt(20_000)];
            random.nextBytes(plain);
            Arrays.fill(plain, plain.length / 3, plain.length, (byte) 'x');
            if (plain.length > 0) {
                plain[0] = '{';
            }
            for (long declared : new long[] {plain.length, RequestHead.CHUNKED}) {
                assertThat(taken(random, plain, declared).bytes())
                        .as("seed %d", seed)
                        .isEqualTo(plain);
            }
            byte[] zipped = members(random, plain);
            for (long declared : new long[] {zipped.length, RequestHead.CHUNKED}) {
                assertThat(taken(random, zipped, declared).bytes())
                        .as("seed %d", seed)
                        .isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damageIsSeenWhereTheJdkSeesIt(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] zipped = members(random, new byte[random.nextInt(5000)]);
            int at = 1 + random.nextInt(zipped.length - 1);
            byte[] damaged = zipped.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(zipped, at);
            }
            byte[] expected = jdk(damaged);
            Outcome outcome = taken(random, damaged, damaged.length);
            if (outcome.step() == Step.TAKEN) {
                assertThat(outcome.bytes()).as("seed %d round %d", seed, i).isEqualTo(expected);
            }
        }
    }

    /** What the JDK makes of it; it ignores what follows a member and is none. Null where it fails. */
    private static byte[] jdk(byte[] zipped) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void aByteMoreThanTheLimitIsTooMuch() throws IOException {
        var random = new Random(1);
        byte[] most = new byte[LIMIT];
        byte[] more = new byte[LIMIT + 1];
        assertThat(taken(random, most, LIMIT).step()).isEqualTo(Step.TAKEN);
        assertThat(taken(random, gzip(most), RequestHead.CHUNKED).step()).isEqualTo(Step.TAKEN);
        assertThat(taken(random, more, RequestHead.CHUNKED).step()).isEqualTo(Step.REFUSED);
        assertThat(taken(random, gzip(more), RequestHead.CHUNKED).step()).isEqualTo(Step.REFUSED);
        Outcome bomb = taken(random, gzip(new byte[200 * LIMIT]), RequestHead.CHUNKED);
        assertThat(bomb.step()).isEqualTo(Step.REFUSED);
        assertThat(bomb.most()).isLessThanOrEqualTo(LIMIT + Gunzip.MEMORY);
    }

    @Test
    void manyEmptyMembersAreTooMuchToo() throws IOException {
        byte[] empty = gzip(new byte[0]);
        var many = new ByteArrayOutputStream();
        while (many.size() <= LIMIT) {
            many.writeBytes(empty);
        }
        assertThat(taken(new Random(1), many.toByteArray(), RequestHead.CHUNKED).step())
                .isEqualTo(Step.REFUSED);
    }

    @Test
    void garbageAfterAMemberIsRefused() throws IOException {
        byte[] zipped = gzip(new byte[10]);
        for (byte[] tail : new byte[][] {{0}, {'x'}, {0x1F}, {0x1F, 0}}) {
            byte[] both = Arrays.copyOf(zipped, zipped.length + tail.length);
            System.arraycopy(tail, 0, both, zipped.length, tail.length);
            assertThat(taken(new Random(1), both, both.length).step()).isEqualTo(Step.REFUSED);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** As one or several members, each with some of the optional headers. */
    private static byte[] members(Random random, byte[] bytes) {
        var out = new ByteArrayOutputStream();
        int at = 0;
        do {
            int piece = random.nextInt(3) == 0 ? random.nextInt(bytes.length - at + 1) : bytes.length - at;
            member(random, Arrays.copyOfRange(bytes, at, at + piece), out);
            at += piece;
        } while (at < bytes.length);
        return out.toByteArray();
    }

    private static void member(Random random, byte[] bytes, ByteArrayOutputStream to) {
        var out = new ByteArrayOutputStream();
        int flags = random.nextInt(32) & ~1;
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
        if ((flags & 4) != 0) {
            int extra = random.nextInt(300);
            out.writeBytes(new byte[] {(byte) extra, (byte) (extra >> 8)});
            out.writeBytes(new byte[extra]);
        }
        if ((flags & 8) != 0) {
            out.writeBytes("name\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & 16) != 0) {
            out.writeBytes("\0".getBytes(StandardCharsets.US_ASCII));
        }
        var sum = new CRC32();
        if ((flags & 2) != 0) {
            sum.update(out.toByteArray());
            out.writeBytes(new byte[] {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)});
            sum.reset();
        }
        var deflater = new Deflater(random.nextInt(10), true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] some = new byte[1000];
        while (!deflater.finished()) {
            out.write(some, 0, deflater.deflate(some));
        }
        deflater.end();
        sum.update(bytes);
        for (long each : new long[] {sum.getValue(), bytes.length}) {
            for (int i = 0; i < 4; i++) {
                out.write((int) (each >> (8 * i)));
            }
        }
        to.writeBytes(out.toByteArray());
    }
}
