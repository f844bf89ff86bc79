package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.LogPosition;
import org.junit.jupiter.api.Test;

class DedupWindowTest {
    private static final InsertKey KEY = new InsertKey(1, 2);
    private static final DedupEntry SIGHTING = new DedupEntry(new LogPosition(3, -1, 1L << 40), 1_000, 3_000);

    @Test
    void findsWhatItWasTold() {
        assertThat(DedupWindow.NONE.with(KEY, SIGHTING, 0).find(KEY)).isEqualTo(SIGHTING);
        assertThat(DedupWindow.NONE.with(KEY, SIGHTING, 0).find(new InsertKey(2, 1)))
                .isNull();
    }

    @Test
    void aLaterSightingTakesThePlaceOfAnEarlierOne() {
        DedupEntry later = new DedupEntry(new LogPosition(3, 0, 9), 2_000, 2_000);
        DedupWindow recent = DedupWindow.NONE.with(KEY, SIGHTING, 0).with(KEY, later, 0);

        assertThat(recent.size()).isEqualTo(1);
        assertThat(recent.find(KEY)).isEqualTo(later);
    }

    @Test
    void forgetsWhatBothClocksHaveLeftBehind() {
        InsertKey other = new InsertKey(5, 5);

        assertThat(DedupWindow.NONE
                        .with(KEY, SIGHTING, 0)
                        .with(other, SIGHTING, 3_000)
                        .size())
                .isEqualTo(2);
        assertThat(DedupWindow.NONE
                        .with(KEY, SIGHTING, 0)
                        .with(other, SIGHTING, 3_001)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void twoThatGrowFromOneKnowNothingOfEachOther() {
        DedupWindow one = DedupWindow.NONE.with(KEY, SIGHTING, 0);
        InsertKey left = new InsertKey(3, 3);
        InsertKey right = new InsertKey(4, 4);
        DedupWindow grownLeft = one.with(left, SIGHTING, 0);
        DedupWindow grownRight = one.with(right, SIGHTING, 0);

        assertThat(one.size()).isEqualTo(1);
        assertThat(grownLeft.find(left)).isEqualTo(SIGHTING);
        assertThat(grownLeft.find(right)).isNull();
        assertThat(grownRight.find(right)).isEqualTo(SIGHTING);
        assertThat(grownRight.find(left)).isNull();
        assertThat(grownLeft).isNotEqualTo(grownRight).isEqualTo(one.with(left, SIGHTING, 0));
    }

    @Test
    void splitsIntoTheOldestAndTheRest() {
        DedupWindow recent = DedupWindow.NONE;
        for (int i = 0; i < 5; i++) {
            recent = recent.with(new InsertKey(i, i), SIGHTING, 0);
        }

        assertThat(recent.oldest(2).find(new InsertKey(1, 1))).isNotNull();
        assertThat(recent.oldest(2).find(new InsertKey(2, 2))).isNull();
        assertThat(recent.withoutOldest(2).find(new InsertKey(1, 1))).isNull();
        assertThat(recent.withoutOldest(2).size()).isEqualTo(3);
    }

    @Test
    void insertKeysAreOfTheInsertIdElseOfEventIdAndTimeElseNone() {
        InsertKeys keys = new InsertKeys();

        assertThat(keys.of("d", event("{'device_id':'d','event_type':'x'}"))).isNull();
        assertThat(keys.of("d", event("{'device_id':'d','event_type':'x','insert_id':''}")))
                .isNull();
        assertThat(keys.of("d", event("{'device_id':'d','event_type':'x','insert_id':'a','event_id':1}")))
                .isEqualTo(keys.of("d", event("{'device_id':'d','event_type':'y','insert_id':'a','event_id':2}")))
                .isNotEqualTo(keys.of("e", event("{'device_id':'e','event_type':'x','insert_id':'a'}")));
        assertThat(keys.of("d", event("{'device_id':'d','event_type':'x','event_id':1,'time':5}")))
                .isEqualTo(keys.of("d", event("{'device_id':'d','event_type':'y','event_id':1,'time':5}")))
                .isNotEqualTo(keys.of("d", event("{'device_id':'d','event_type':'x','event_id':1,'time':6}")))
                .isNotEqualTo(keys.of("d", event("{'device_id':'d','event_type':'x','event_id':1}")));
    }
}
