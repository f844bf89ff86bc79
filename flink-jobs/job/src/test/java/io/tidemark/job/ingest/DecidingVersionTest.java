package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.rules.codec.EventDecoder;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** By which version a record is decided, and when the log is read for it. */
class DecidingVersionTest {
    /** Versions that are effective from 10, 20 and 20 ms; the follower knows the first, the log has all. */
    private static final class Log implements ConfigLog {
        private final ConfigHistory all = history(3);
        private ConfigHistory known = history(1);
        private boolean current = true;
        private boolean gone;
        private int reads;

        private static ConfigHistory history(int versions) {
            long[] from = {10, 20, 20};
            List<ConfigVersion> list = new ArrayList<>();
            for (int i = 0; i < versions; i++) {
                ConfigKey key = new ConfigKey.Project("p" + i);
                list.add(new ConfigVersion(
                        i + 1L,
                        new TreeMap<>(Map.of(key, Optional.of(ConfigValue.Project.PLAIN))),
                        from[i],
                        "ops",
                        "test",
                        0));
            }
            return Objects.requireNonNull(ConfigHistory.of(list).orNull());
        }

        @Override
        public ConfigHistory known() {
            return known;
        }

        @Override
        public boolean isCurrent() {
            return current;
        }

        @Override
        public ConfigHistory read() {
            reads++;
            if (gone) {
                throw new IllegalStateException("the log is gone");
            }
            known = all;
            return all;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private final Log log = new Log();
    private final DecidingVersion versions = new DecidingVersion(log);

    private long of(long decidedBy, String members, long received) throws InterruptedException {
        byte[] value =
                ("{\"device_id\":\"phone-1\",\"event_type\":\"Buy\"" + members + "}").getBytes(StandardCharsets.UTF_8);
        Event event = new Event();
        assertThat(new EventDecoder(1 << 20).decode(value, event)).isNull();
        return versions.of(new RawRecord(0, 0, 0, 0, null, value, decidedBy), event, received);
    }

    private long named(long version) throws InterruptedException {
        return of(RawRecord.UNDECIDED, ",\"config_version\":" + version, 5);
    }

    @Test
    void recordThatNamesNoneIsDecidedByWhatWasInForce() throws InterruptedException {
        assertThat(of(RawRecord.UNDECIDED, "", 9)).isEqualTo(DecidingVersion.NONE);
        assertThat(of(RawRecord.UNDECIDED, "", 10)).isEqualTo(1);
        assertThat(of(RawRecord.UNDECIDED, "", 25)).isEqualTo(1);
        assertThat(log.reads).as("the log is known to its end").isZero();
    }

    @Test
    void logThatIsNotKnownToItsEndIsReadFirst() throws InterruptedException {
        log.current = false;
        assertThat(of(RawRecord.UNDECIDED, "", 25)).isEqualTo(3);
        assertThat(log.reads).isEqualTo(1);
    }

    @Test
    void recordThatNamesAVersionIsDecidedByItWheneverItTakesEffect() throws InterruptedException {
        assertThat(named(1)).isEqualTo(1);
        assertThat(log.reads).isZero();
        assertThat(named(2)).as("one that is not known yet is looked for").isEqualTo(2);
        assertThat(log.reads).isEqualTo(1);
        assertThat(versions.at(2).version()).isEqualTo(2);
    }

    @Test
    void versionThatThereIsNotIsUnknown() throws InterruptedException {
        assertThat(named(4)).isEqualTo(DecidingVersion.UNKNOWN);
        assertThat(named(Long.MAX_VALUE)).isEqualTo(DecidingVersion.UNKNOWN);
    }

    @Test
    void whatWasDecidedBeforeIsDecidedByTheSame() throws InterruptedException {
        assertThat(of(2, ",\"config_version\":1", 5)).isEqualTo(2);
        assertThat(of(RawRecord.WITHOUT_CONFIGURATION, ",\"config_version\":1", 25))
                .isEqualTo(DecidingVersion.NONE);
        assertThat(of(RawRecord.BY_UNKNOWN_VERSION, ",\"config_version\":1", 25))
                .isEqualTo(DecidingVersion.UNKNOWN);
        assertThatThrownBy(() -> of(4, "", 25))
                .hasMessageContaining("version 4")
                .hasMessageContaining("config publish");
    }

    /** Version 4 says that 1 decides in place of 2, and none in place of 3; 4 itself is effective much later. */
    private void standIns() {
        log.known = Objects.requireNonNull(log.all
                .with(new ConfigVersion(
                        4,
                        new TreeMap<>(Map.of(
                                new ConfigKey.StandIn(2), Optional.of(new ConfigValue.StandIn(1)),
                                new ConfigKey.StandIn(3), Optional.of(new ConfigValue.StandIn(0)))),
                        1_000,
                        "ops",
                        "test",
                        0))
                .orNull());
    }

    @Test
    void standInDecidesInPlaceOfTheVersionThatARecordNames() throws InterruptedException {
        standIns();
        assertThat(named(2)).isEqualTo(1);
        assertThat(versions.at(named(2)).version()).isEqualTo(1);
        assertThat(named(3)).isEqualTo(DecidingVersion.NONE);
        assertThat(named(1)).isEqualTo(1);
        assertThat(named(4)).isEqualTo(4);
    }

    @Test
    void standInDecidesInPlaceOfTheVersionThatWasInForce() throws InterruptedException {
        standIns();
        assertThat(of(RawRecord.UNDECIDED, "", 9)).isEqualTo(DecidingVersion.NONE);
        assertThat(of(RawRecord.UNDECIDED, "", 15)).isEqualTo(1);
        assertThat(of(RawRecord.UNDECIDED, "", 25)).as("by version 3 until now").isEqualTo(DecidingVersion.NONE);
        assertThat(of(RawRecord.UNDECIDED, "", 1_000)).isEqualTo(4);
    }

    @Test
    void whatWasDecidedBeforeHasNoStandIn() throws InterruptedException {
        standIns();
        assertThat(of(2, ",\"config_version\":2", 25)).isEqualTo(2);
        assertThat(of(3, "", 25)).isEqualTo(3);
    }

    @Test
    void logThatCannotBeReadStopsTheRecordAndDecidesNothing() {
        log.gone = true;
        log.current = false;
        assertThatThrownBy(() -> of(RawRecord.UNDECIDED, "", 25)).hasMessageContaining("the log is gone");
        assertThatThrownBy(() -> named(2)).hasMessageContaining("the log is gone");
    }

    @Test
    void nothingIsConfiguredWithoutAVersion() {
        assertThat(versions.at(DecidingVersion.NONE).entries()).isEmpty();
        assertThat(versions.at(DecidingVersion.UNKNOWN).entries()).isEmpty();
    }
}
