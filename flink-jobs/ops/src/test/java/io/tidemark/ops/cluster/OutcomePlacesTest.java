package io.tidemark.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomePlacesTest {

    private static final LogPosition FIRST = new LogPosition(1, 0, 0);
    private static final LogPosition SECOND = new LogPosition(1, 0, 1);
    private static final Map<LakeTable, Set<LogPosition>> SENT =
            Map.of(LakeTable.EVENTS, Set.of(FIRST), LakeTable.DEAD_LETTERS, Set.of(SECOND));

    private final OutcomePlaces places = new OutcomePlaces();

    @Test
    void everyRecordInItsOneTableIsNoDifference() {
        places.add(FIRST, LakeTable.EVENTS);
        places.add(SECOND, LakeTable.DEAD_LETTERS);

        assertThat(places.differences(SENT)).isEmpty();
    }

    @Test
    void lostRecordIsNamed() {
        places.add(FIRST, LakeTable.EVENTS);

        assertThat(places.differences(SENT))
                .isEqualTo(List.of(SECOND + " must be in DEAD_LETTERS once and is in no table"));
    }

    @Test
    void recordThatIsTwiceInItsTableIsNamed() {
        places.add(FIRST, LakeTable.EVENTS);
        places.add(FIRST, LakeTable.EVENTS);
        places.add(SECOND, LakeTable.DEAD_LETTERS);

        assertThat(places.differences(SENT))
                .isEqualTo(List.of(FIRST + " must be in EVENTS once and is in [EVENTS, EVENTS]"));
    }

    @Test
    void recordInAnotherTableIsNamed() {
        places.add(FIRST, LakeTable.DUPLICATES);
        places.add(SECOND, LakeTable.DEAD_LETTERS);

        assertThat(places.differences(SENT))
                .isEqualTo(List.of(FIRST + " must be in EVENTS once and is in [DUPLICATES]"));
    }

    @Test
    void rowOfNoRecordIsNamed() {
        LogPosition unknown = new LogPosition(1, 3, 7);
        places.add(FIRST, LakeTable.EVENTS);
        places.add(SECOND, LakeTable.DEAD_LETTERS);
        places.add(unknown, LakeTable.THROTTLED);

        assertThat(places.differences(SENT)).isEqualTo(List.of(unknown + " was never sent and is in [THROTTLED]"));
    }
}
