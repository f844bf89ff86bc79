package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector reads of the file. */
class CollectorSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void theRestOfTheFileIsNotLookedAt() throws Exception {
        Path file = Files.writeString(directory.resolve("tidemark.yaml"), """
                environment: production
                kafka: {bootstrap-servers: 'k:1'}
                catalog: {type: jdbc, password: "${A_SECRET_OF_ANOTHER_HOST}"}
                job: {no-such-key: 1}
                intake: {throttle: {events-per-second: 7}}
                collector: {accept-invalid: true, trusted-proxies: 10.0.0.0/8}
                """);

        CollectorSettings settings = ConfigFile.readForCollector(file, Map.of());

        assertThat(settings.environment()).isEqualTo("production");
        assertThat(settings.intake().throttle().eventsPerSecond()).isEqualTo(7);
        assertThat(settings.collector().acceptInvalid()).isTrue();
        assertThat(settings.collector().trustedProxies()).singleElement().satisfies(range -> {
            assertThat(range.contains(new byte[] {10, 1, 2, 3})).isTrue();
            assertThat(range.contains(new byte[] {11, 1, 2, 3})).isFalse();
        });
    }

    @Test
    void itsOwnPartIsCheckedAsAWhole() throws Exception {
        Path file = Files.writeString(directory.resolve("tidemark.yaml"), """
                kafka: {}
                collector: {listen: here, spool: {segment-size: 1}}
                colector: {}
                """);

        assertThatThrownBy(() -> ConfigFile.readForCollector(file, Map.of()))
                .isInstanceOf(ConfigurationProblems.class)
                .hasMessageContainingAll("kafka.bootstrap-servers", "collector.listen", "segment-size", "colector");
    }

    @Test
    void anAddressOfIpv4IsTheSameWhereItIsWrittenAsIpv6() {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;

        assertThat(new AddressRange("0a000000", 8).contains(mapped)).isTrue();
        assertThat(AddressRange.address("::ffff:10.0.0.0")).containsExactly(10, 0, 0, 0);
        assertThat(AddressRange.address("::1")).hasSize(16).endsWith(1);
        assertThat(new AddressRange("0a000000", 8).contains(new byte[16])).isFalse();
    }
}
