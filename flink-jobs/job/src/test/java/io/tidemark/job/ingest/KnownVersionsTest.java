package io.tidemark.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.job.fence.LakeAtStart;
import io.tidemark.job.topology.RowTypes;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.codec.DeviceKeyScanner;
import io.tidemark.rules.event.RawRecord;
import io.tidemark.rules.event.TopicGeneration;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job still knows of the service configuration when it begins from a state and cannot read the topic. */
class KnownVersionsTest {
    private static final SeededConfig CONFIG = SeededConfig.PLAIN;

    /** A list as Flink keeps it for one subtask; counts how often it was written. */
    private static final class Kept implements ListState<byte[]> {
        private List<byte[]> entries = new ArrayList<>();
        private int updates;

        @Override
        public Iterable<byte[]> get() {
            return entries;
        }

        @Override
        public void add(byte[] value) {
            entries.add(value);
        }

        @Override
        public void update(List<byte[]> values) {
            entries = new ArrayList<>(values);
            updates++;
        }

        @Override
        public void addAll(List<byte[]> values) {
            entries.addAll(values);
        }

        @Override
        public void clear() {
            entries.clear();
        }
    }

    /** A topic that cannot be read, and what was known before. */
    private static ConfigLog gone(ConfigHistory known) {
        return new ConfigLog() {
            @Override
            public ConfigHistory known() {
                return known;
            }

            @Override
            public boolean isCurrent() {
                return false;
            }

            @Override
            public ConfigHistory read() {
                throw new IllegalStateException("the topic is gone");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    /** A topic that has these versions only, however many were known. */
    private static ConfigLog.Source emptied() {
        return known -> new ConfigLog() {
            @Override
            public ConfigHistory known() {
                return known;
            }

            @Override
            public boolean isCurrent() {
                return true;
            }

            @Override
            public ConfigHistory read() {
                return known;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static ConfigHistory history(int versions) {
        return Objects.requireNonNull(
                ConfigHistory.of(CONFIG.history().versions().subList(0, versions))
                        .orNull());
    }

    private static IntakeSettings settings(ConfigLog.Source source, long required) {
        return new IntakeSettings(
                new IntakeRules(
                        new IdentityKeys(IdentityScope.ORGANISATION, "acme"),
                        5,
                        7 * 86_400_000L,
                        IntakeRules.Throttle.OFF),
                1 << 20,
                "events.raw",
                new TopicGeneration(1),
                RowTypes.ofSchemas().columns(),
                source,
                required,
                LakeAtStart.EMPTY);
    }

    private static RunningIntake start(
            ConfigLog.Source source, long required, int parallelism, @Nullable OperatorSubtaskState state, int before)
            throws Exception {
        return RunningIntake.start(settings(source, required), Backend.HEAP, parallelism, state, before);
    }

    private static RawRecord event(long offset, long version) {
        byte[] value = ("{\"event_type\":\"Buy\",\"device_id\":\"phone-" + offset + "\",\"config_version\":" + version
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
        return new RawRecord(0, offset, 1_700_000_000_000L, new DeviceKeyScanner(false).hash(value), null, value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void jobBeginsWithWhatItsStateKnowsWhileTheTopicIsGone(int parallelism) throws Exception {
        OperatorSubtaskState state;
        try (RunningIntake intake = start(CONFIG, 3, 2, null, 1)) {
            state = intake.checkpoint();
        }
        OperatorSubtaskState second;
        try (RunningIntake intake = start(KnownVersionsTest::gone, 3, parallelism, state, 2)) {
            for (int i = 0; i < 12; i++) {
                intake.process(event(i, i % 3 + 1));
            }
            assertThat(intake.rows().get(LakeTable.EVENTS)).hasSize(12).allSatisfy(row -> assertThat(
                            row.get("config_version"))
                    .isEqualTo((Long) row.get("kafka_offset") % 3 + 1));
            second = intake.checkpoint();
        }
        // Also that of a job that knew them from its state alone.
        try (RunningIntake intake = start(KnownVersionsTest::gone, 3, 2, second, parallelism)) {
            intake.process(event(0, 3));
            assertThat(intake.rows().get(LakeTable.EVENTS)).hasSize(1);
        }
    }

    @Test
    void jobThatWouldBeginWithFewerVersionsThanTheTableHasFails() throws Exception {
        assertThatThrownBy(() -> start(emptied(), 3, 1, null, 1))
                .hasMessageContaining("up to 0")
                .hasMessageContaining("up to 3")
                .hasMessageContaining("tidemark config publish");
        assertThatThrownBy(() -> start(KnownVersionsTest::gone, 1, 1, null, 1))
                .hasMessageContaining("the topic is gone");

        OperatorSubtaskState state;
        try (RunningIntake intake = start(CONFIG, 3, 1, null, 1)) {
            state = intake.checkpoint();
        }
        start(emptied(), 3, 1, state, 1).close();
        assertThatThrownBy(() -> start(emptied(), 4, 1, state, 1))
                .hasMessageContaining("up to 3")
                .hasMessageContaining("up to 4");
    }

    @Test
    void oneSubtaskKeepsThemAndWritesThemOnlyWhenThereAreMore() throws Exception {
        Kept first = new Kept();
        Kept other = new Kept();
        KnownVersions keeper = new KnownVersions(first, true);
        KnownVersions reader = new KnownVersions(other, false);
        for (int versions : new int[] {1, 1, 3, 3}) {
            keeper.write(gone(history(versions)));
            reader.write(gone(history(versions)));
        }
        assertThat(first.updates).isEqualTo(2);
        assertThat(first.entries).hasSize(3);
        assertThat(other.entries).isEmpty();
        assertThat(keeper.read().versions()).isEqualTo(history(3).versions());
    }

    @Test
    void damagedStateIsReadUpToItsDamageOrNotAtAll() throws Exception {
        byte[] damaged = "{\"version\":2,".getBytes(StandardCharsets.UTF_8);
        List<byte[]> versions =
                history(3).versions().stream().map(ConfigVersion::json).toList();
        assertThat(read(versions.get(0), damaged).newest()).as("the last one").isEqualTo(1);
        assertThat(read(versions.get(0), damaged, versions.get(2)).newest())
                .as("a gap")
                .isZero();
        assertThat(read(damaged).newest()).isZero();
        assertThat(read().newest()).isZero();
        assertThat(read(versions.get(2), versions.get(0), versions.get(1), versions.get(0))
                        .newest())
                .as("in any order, and twice")
                .isEqualTo(3);
    }

    private static ConfigHistory read(byte[]... entries) throws Exception {
        Kept kept = new Kept();
        kept.addAll(List.of(entries));
        return new KnownVersions(kept, true).read();
    }
}
