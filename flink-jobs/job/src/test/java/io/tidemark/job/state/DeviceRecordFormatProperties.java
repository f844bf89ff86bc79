package io.tidemark.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.RateWindow;
import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the state holds comes back as it was, and yesterday's state stays readable. */
class DeviceRecordFormatProperties {
    private static final List<String> NAMES =
            List.of("dev-1", "", "Zürich 😀", "\u001Fuser:ann-1", "shop\u001Fdev-1", "x".repeat(1_024));

    /** Two devices of one hash in version 1, byte by byte. State is kept for ever: these bytes never change. */
    private static final String VERSION_1 = "01"
            // "dev-1", spilled
            + "066465762d31" + "01"
            // seq 3, owner, "ann-1"
            + "03" + "0123456789abcdef" + "06616e6e2d31"
            // seconds: three counts from second 1,700,000,000 back; hours: one count in hour 472,222
            + "04" + "80c49fd50c" + "02" + "00" + "ac02"
            + "02" + "bcd239" + "ae02"
            // one first sighting: key, received, later clock, offset, epoch, partition
            + "01" + "0000000000000001" + "fffffffffffffffe" + "f6a1abfef962" + "e807" + "87ad4b" + "02" + "05"
            // "dév-2", not spilled, nothing known
            + "0764c3a9762d32" + "00" + "00" + "00" + "00" + "00";

    private static final DedupWindow ONE_SIGHTING = DedupWindow.NONE.with(
            new InsertKey(1, -2),
            new DedupEntry(new LogPosition(2, 5, 1_234_567), 1_700_000_000_123L, 1_700_000_001_123L),
            0);
    private static final List<DeviceRecord> OF_VERSION_1 = List.of(
            new DeviceRecord(
                    "dev-1",
                    new DeviceState(
                            new DeviceIdentity(3, "ann-1", 0x0123456789abcdefL),
                            new RateWindow(1_700_000_000L, new int[] {2, 0, 300}),
                            new RateWindow(472_222L, new int[] {302})),
                    ONE_SIGHTING,
                    true),
            DeviceRecord.unseen("dév-2"));

    @Test
    void theStateOfVersion1IsReadAndWrittenByteForByte() {
        assertThat(DeviceRecordFormat.read(HexFormat.of().parseHex(VERSION_1))).isEqualTo(OF_VERSION_1);
        assertThat(HexFormat.of().formatHex(DeviceRecordFormat.write(OF_VERSION_1)))
                .isEqualTo(VERSION_1);
    }

    @Test
    void aPageOfVersion1IsReadAndWrittenByteForByte() {
        String page = "01" + "01" + "0000000000000001" + "fffffffffffffffe" + "f6a1abfef962" + "e80787ad4b0205";

        assertThat(DeviceRecordFormat.readPage(HexFormat.of().parseHex(page))).isEqualTo(ONE_SIGHTING);
        assertThat(HexFormat.of().formatHex(DeviceRecordFormat.writePage(ONE_SIGHTING)))
                .isEqualTo(page);
    }

    @Test
    void aVersionOfTheFutureIsNamedAndNotGuessedAt() {
        assertThatThrownBy(() -> DeviceRecordFormat.read(new byte[] {2, 0}))
                .hasMessageContaining("version 2")
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> DeviceRecordFormat.readPage(new byte[] {2, 0})).hasMessageContaining("version 2");
    }

    @Test
    void whatIsWrittenComesBack() {
        Seeds.forEach(2_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<DeviceRecord> records = new ArrayList<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                records.add(record(random));
            }
            assertThat(DeviceRecordFormat.read(DeviceRecordFormat.write(records)))
                    .isEqualTo(records);
            DedupWindow page = inserts(random);
            assertThat(DeviceRecordFormat.readPage(DeviceRecordFormat.writePage(page)))
                    .isEqualTo(page);
        });
    }

    private static DeviceRecord record(SplittableRandom random) {
        DeviceIdentity identity = random.nextInt(4) == 0
                ? DeviceIdentity.UNSEEN
                : new DeviceIdentity(1 + number(random), userOrNull(random), random.nextLong() >>> 1);
        return new DeviceRecord(
                name(random),
                new DeviceState(identity, window(random), window(random)),
                inserts(random),
                random.nextBoolean());
    }

    private static RateWindow window(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return RateWindow.NONE;
        }
        int[] counts = new int[random.nextInt(31)];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(900);
        }
        return new RateWindow(random.nextBoolean() ? -number(random) : number(random), counts);
    }

    private static DedupWindow inserts(SplittableRandom random) {
        DedupWindow inserts = DedupWindow.NONE;
        for (int n = random.nextInt(70); n > 0; n--) {
            long received = random.nextBoolean() ? -number(random) : number(random);
            LogPosition place = new LogPosition(random.nextInt(), random.nextInt(), number(random));
            DedupEntry sighting = new DedupEntry(place, received, received + number(random));
            inserts = inserts.with(new InsertKey(random.nextLong(), random.nextLong()), sighting, Long.MIN_VALUE);
        }
        return inserts;
    }

    /** A number that is not negative, of any length. */
    private static long number(SplittableRandom random) {
        return random.nextLong() >>> (2 + random.nextInt(62));
    }

    private static String name(SplittableRandom random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static @Nullable String userOrNull(SplittableRandom random) {
        return random.nextBoolean() ? null : name(random);
    }
}
