package io.tidemark.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.intake.DedupEntry;
import io.tidemark.rules.intake.DedupWindow;
import io.tidemark.rules.intake.DeviceState;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.seeded.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of what the state holds, and how older first sightings leave a device's record. */
class PackedBytesProperties {
    /** These bytes outlive a release. */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01"
    })
    void anUnsignedNumberHasSevenBitsAByteLowBitsFirst(long number, String bytes) {
        PackedBytes out = PackedBytes.toWrite(1);
        out.putUnsigned(number);

        assertThat(HexFormat.of().formatHex(out.written())).isEqualTo(bytes);
        assertThat(PackedBytes.toRead(out.written()).takeUnsigned()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "-1, 01", "1, 02", "-64, 7f", "64, 8001", "-9223372036854775808, ffffffffffffffffff01"})
    void aSignedNumberIsFoldedSoThatSmallOnesStaySmall(long number, String bytes) {
        PackedBytes out = PackedBytes.toWrite(1);
        out.putSigned(number);

        assertThat(HexFormat.of().formatHex(out.written())).isEqualTo(bytes);
        assertThat(PackedBytes.toRead(out.written()).takeSigned()).isEqualTo(number);
    }

    @Test
    void aTextThatIsEmptyIsNoTextThatIsNotThere() {
        PackedBytes out = PackedBytes.toWrite(0);
        out.putText("");
        out.putText(null);
        out.putText("ä😀");
        PackedBytes in = PackedBytes.toRead(out.written());

        assertThat(HexFormat.of().formatHex(out.written())).isEqualTo("010007c3a4f09f9880");
        assertThat(in.takeText()).isEmpty();
        assertThat(in.takeText()).isNull();
        assertThat(in.takeText()).isEqualTo("ä😀");
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void whateverIsWrittenInWhateverOrderComesBack() {
        Seeds.forEach(1_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            PackedBytes out = PackedBytes.toWrite(random.nextInt(4));
            List<Object> written = new ArrayList<>();
            int kinds = random.nextInt(40);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < kinds; i++) {
                int kind = random.nextInt(5);
                long number = random.nextLong() >> random.nextInt(64);
                order.add(kind);
                switch (kind) {
                    case 0 -> out.putUnsigned(number);
                    case 1 -> out.putSigned(number);
                    case 2 -> out.putLong(number);
                    case 3 -> out.putByte((int) number & 0xFF);
                    default -> out.putText("x".repeat(random.nextInt(300)) + number);
                }
                written.add(number);
            }
            PackedBytes in = PackedBytes.toRead(out.written());
            for (int i = 0; i < kinds; i++) {
                long number = (Long) written.get(i);
                switch (order.get(i)) {
                    case 0 -> assertThat(in.takeUnsigned()).isEqualTo(number);
                    case 1 -> assertThat(in.takeSigned()).isEqualTo(number);
                    case 2 -> assertThat(in.takeLong()).isEqualTo(number);
                    case 3 -> assertThat(in.takeByte()).isEqualTo((int) number & 0xFF);
                    default -> assertThat(in.takeText()).endsWith(Long.toString(number));
                }
            }
            assertThat(in.atEnd()).isTrue();
        });
    }

    @Test
    void bytesThatEndTooEarlyAreAFailureAndNoGuess() {
        assertThatThrownBy(() -> PackedBytes.toRead(new byte[] {(byte) 0x80}).takeUnsigned())
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PackedBytes.toRead(new byte[3]).takeLong())
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** 64 sightings are kept in the record; with one more the oldest 32 go to pages, and every one is found again. */
    @Test
    void everySightingIsInTheRecordOrInThePageOfItsKey() {
        Seeds.forEach(50, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            Map<Integer, DedupWindow> pages = new HashMap<>();
            DeviceRecord record = DeviceRecord.unseen("device-1");
            List<InsertKey> told = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                InsertKey key = new InsertKey(random.nextLong(), random.nextLong());
                told.add(key);
                Receipt receipt = new Receipt(new LogPosition(1, 0, i), i, i);
                record = OlderInserts.fitted(
                        record.after(DeviceState.UNSEEN, key, receipt, Long.MIN_VALUE), in(pages), Long.MIN_VALUE);

                assertThat(record.recent().size()).isBetween(1, OlderInserts.INLINE);
                assertThat(record.spilled()).isEqualTo(i >= OlderInserts.INLINE);
            }
            for (int i = 0; i < told.size(); i++) {
                InsertKey key = told.get(i);
                DedupEntry inRecord = record.recent().find(key);
                DedupEntry inPage = pages.getOrDefault(OlderInserts.pageOf(key), DedupWindow.NONE)
                        .find(key);
                DedupEntry expected = new DedupEntry(new LogPosition(1, 0, i), i, i);

                assertThat(inRecord == null ? inPage : inRecord).isEqualTo(expected);
                assertThat(inRecord == null).isNotEqualTo(inPage == null);
            }
            assertThat(pages.keySet()).allMatch(page -> page >= 0 && page < OlderInserts.PAGES);
        });
    }

    @Test
    void aRecordWithRoomIsKeptAsItIs() {
        DeviceRecord record = DeviceRecord.unseen("device-1");
        for (int i = 0; i < OlderInserts.INLINE; i++) {
            record = record.after(
                    DeviceState.UNSEEN,
                    new InsertKey(i, i),
                    new Receipt(new LogPosition(1, 0, i), i, i),
                    Long.MIN_VALUE);
            assertThat(OlderInserts.fitted(record, in(new HashMap<>()), Long.MIN_VALUE))
                    .isSameAs(record);
        }
        DeviceRecord full = record.after(
                DeviceState.UNSEEN,
                new InsertKey(-1, -1),
                new Receipt(new LogPosition(1, 0, 99), 9, 9),
                Long.MIN_VALUE);

        assertThat(OlderInserts.fitted(full, in(new HashMap<>()), Long.MIN_VALUE)
                        .recent()
                        .size())
                .isEqualTo(OlderInserts.INLINE / 2 + 1);
    }

    @Test
    void aPageForgetsWhatIsTooOldWhenItIsWritten() {
        Map<Integer, DedupWindow> pages = new HashMap<>();
        InsertKey old = new InsertKey(0, 7);
        pages.put(7, DedupWindow.NONE.with(old, new DedupEntry(new LogPosition(1, 0, 0), 5, 5), 0));
        DeviceRecord record = DeviceRecord.unseen("device-1");
        for (int i = 0; i <= OlderInserts.INLINE; i++) {
            record = record.after(
                    DeviceState.UNSEEN, new InsertKey(i + 1L, 7), new Receipt(new LogPosition(1, 0, i), 100, 100), 0);
        }
        OlderInserts.fitted(record, in(pages), 50);

        assertThat(pages.get(7).find(old)).isNull();
        assertThat(pages.get(7).size()).isEqualTo(OlderInserts.INLINE / 2);
    }

    @Test
    void anEventWithoutAKeyIsNotRemembered() {
        DeviceRecord record = DeviceRecord.unseen("device-1");

        assertThat(record.after(DeviceState.UNSEEN, null, new Receipt(new LogPosition(1, 0, 0), 1, 2), 0))
                .isEqualTo(record);
        assertThat(new Receipt(new LogPosition(1, 0, 0), 1, 2).sighting().latestClock())
                .isEqualTo(2);
        assertThat(new Receipt(new LogPosition(1, 0, 0), 3, 2).sighting().latestClock())
                .isEqualTo(3);
    }

    private static OlderInserts.Pages<RuntimeException> in(Map<Integer, DedupWindow> pages) {
        return new OlderInserts.Pages<>() {
            @Override
            public DedupWindow page(int number) {
                return pages.getOrDefault(number, DedupWindow.NONE);
            }

            @Override
            public void put(int number, DedupWindow page) {
                pages.put(number, page);
            }
        };
    }
}
