package io.tidemark.rules.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Murmur3Test {
    /** MurmurHash3_x64_128 in the table of hashes of SMHasher's main.cpp. */
    private static final int SMHASHER_VERIFICATION = 0x6384BA69;

    private final Murmur3 murmur = new Murmur3();

    @Test
    void hashesTheTextsThatOthersPublished() {
        assertThat(hex(0, "")).isEqualTo("00000000000000000000000000000000");
        assertThat(hex(0, "The quick brown fox jumps over the lazy dog")).isEqualTo("e34bbc7bbc071b6c7a433ca9c49a9347");
        // Guava's Murmur3Hash128Test, made with the reference implementation.
        assertThat(hex(0, "hell")).isEqualTo("629942693e10f86792db0b82baeb5347");
        assertThat(hex(1, "hello")).isEqualTo("a78ddff5adae8d10128900ef20900135");
    }

    @Test
    void passesTheVerificationOfSmhasher() {
        byte[] key = new byte[256];
        ByteBuffer hashes = ByteBuffer.allocate(256 * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 256; i++) {
            key[i] = (byte) i;
            murmur.start(256 - i).add(key, 0, i).finish();
            hashes.putLong(murmur.first()).putLong(murmur.second());
        }
        murmur.start(0).add(hashes.array(), 0, hashes.capacity()).finish();
        assertThat((int) murmur.first()).isEqualTo(SMHASHER_VERIFICATION);
    }

    @Test
    void itDoesNotMatterHowTheBytesAreCutIntoPieces() {
        byte[] bytes = new byte[100];
        new Random(1).nextBytes(bytes);
        for (int a = 0; a <= 40; a++) {
            for (int b = a; b <= bytes.length; b++) {
                murmur.start(7).add(bytes, 0, b).finish();
                long first = murmur.first();
                long second = murmur.second();
                murmur.start(7).add(bytes, 0, a).add(bytes, a, b - a).finish();
                assertThat(murmur.first()).isEqualTo(first);
                assertThat(murmur.second()).isEqualTo(second);
            }
        }
    }

    private String hex(long seed, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        murmur.start(seed).add(bytes, 0, bytes.length).finish();
        return String.format("%016x%016x", murmur.first(), murmur.second());
    }
}
