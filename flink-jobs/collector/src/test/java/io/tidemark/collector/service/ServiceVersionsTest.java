package io.tidemark.collector.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector knows of the service configuration: from the topic, from its file, and before it knows anything. */
class ServiceVersionsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String KEY = "a-secret-key";

    @TempDir
    private Path directory;

    private VersionFile file;
    private final FakeLog topic = new FakeLog();

    /** The topic, as far as it was read. */
    private static final class FakeLog implements ConfigLog {
        private ConfigHistory known = ConfigHistory.EMPTY;
        private boolean current;

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
            return known;
        }

        @Override
        public void close() {
            current = false;
        }
    }

    @BeforeEach
    void file() {
        file = new VersionFile(directory.resolve("config"));
    }

    @Test
    void beforeAnythingIsKnownNoKeyIsInvalid() {
        ServiceVersions versions = open(false);

        assertThat(versions.check(KEY, NOW)).isEqualTo(KeyCheck.NotKnown.YET);
        assertThat(versions.isKnown()).isFalse();
        versions.refresh(NOW);
        assertThat(versions.check(KEY, NOW)).isEqualTo(KeyCheck.NotKnown.YET);
    }

    @Test
    void aKeyIsGoodFromTheTimeOfItsVersionToItsEnd() {
        topic.known = history(key(1, NOW + 1_000, Instant.ofEpochMilli(NOW + 5_000)));
        topic.current = true;
        ServiceVersions versions = open(false);
        versions.refresh(NOW);

        assertThat(versions.check(KEY, NOW)).isEqualTo(KeyCheck.Invalid.UNKNOWN);
        assertThat(versions.check(KEY, NOW + 1_000)).isInstanceOfSatisfying(KeyCheck.Valid.class, valid -> {
            assertThat(valid.project()).isEqualTo("shop");
            assertThat(valid.config().version()).isEqualTo(1);
            assertThat(valid.allows("https://shop.example")).isTrue();
            assertThat(valid.allows("https://other.example")).isFalse();
        });
        assertThat(versions.check(KEY, NOW + 5_000)).isEqualTo(KeyCheck.Invalid.EXPIRED);
        assertThat(versions.check("another", NOW + 1_000)).isEqualTo(KeyCheck.Invalid.UNKNOWN);
    }

    @Test
    void aRestartWithoutKafkaKnowsWhatTheFileHas() throws Exception {
        topic.known = history(key(1, NOW, null));
        topic.current = true;
        open(false).refresh(NOW);
        topic.known = ConfigHistory.EMPTY;
        topic.current = false;

        ServiceVersions versions = open(false);
        versions.refresh(NOW + 3_600_000);

        assertThat(versions.check(KEY, NOW)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(versions.confirmedAt()).isEqualTo(NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file.path())).doesNotContain(KEY);
    }

    /** However the file is cut, it is all of it or none. */
    @Test
    void aDamagedFileIsTheSameAsNone() throws Exception {
        file.write(new KnownVersions(history(key(1, NOW, null), key(2, NOW + 1, null)), NOW));
        byte[] whole = Files.readAllBytes(file.path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file.path(), Arrays.copyOf(whole, length));
            assertThat(file.read()).as("cut at %d", length).isNull();
        }
        Files.write(file.path(), whole);
        assertThat(file.read().history().newest()).isEqualTo(2);
    }

    @Test
    void theDevelopmentKeyIsGoodAsLongAsNothingIsConfigured() {
        ServiceVersions versions = open(true);

        assertThat(versions.check("development", NOW))
                .isInstanceOfSatisfying(KeyCheck.Valid.class, valid -> assertThat(valid.project())
                        .isEqualTo("default"));
        assertThat(versions.check("Development", NOW)).isEqualTo(KeyCheck.NotKnown.YET);
        topic.known = history(key(1, NOW, null));
        topic.current = true;
        versions.refresh(NOW);
        assertThat(versions.check("development", NOW)).isEqualTo(KeyCheck.Invalid.UNKNOWN);
        assertThat(open(false).check("development", NOW)).isEqualTo(KeyCheck.Invalid.UNKNOWN);
    }

    private ServiceVersions open(boolean development) {
        return ServiceVersions.open(
                file,
                known -> {
                    if (topic.known.newest() < known.newest()) {
                        topic.known = known;
                    }
                    return topic;
                },
                development);
    }

    private static ConfigHistory history(ConfigVersion... versions) {
        return ConfigHistory.of(List.of(versions)).orNull();
    }

    private static ConfigVersion key(long number, long effectiveFrom, Instant validUntil) {
        ConfigValue value = new ConfigValue.ApiKey("shop", validUntil, List.of("https://shop.example"));
        return new ConfigVersion(
                number,
                new TreeMap<>(Map.of(new ConfigKey.ApiKey(ConfigKey.hash(KEY)), Optional.of(value))),
                effectiveFrom,
                "ops",
                "a test",
                NOW);
    }
}
