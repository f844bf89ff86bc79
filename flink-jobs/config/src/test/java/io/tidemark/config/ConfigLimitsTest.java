package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.rules.service.Zones;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key that has limits at both of them: the limit itself is allowed, and what lies beyond is refused with it. */
class ConfigLimitsTest {
    private static final String DURATION = "a length of time, such as '7 days', '30 minutes' or 1h30m, from ";
    private static final String SIZE = "a number and one of B, KiB, MiB, GiB, from ";

    /** A key with the least and the most that it may be, what lies beyond each, and what the message allows. */
    private record Limits(String key, String least, String most, List<String> beyond, String allowed) {}

    static Stream<Limits> limits() {
        return Stream.of(
                whole("kafka.ingest-epoch", 1, 2_147_483_647),
                whole("identity.min-id-length", 1, 1_024),
                whole("intake.throttle.events-per-second", 0, 100_000),
                whole("intake.throttle.events-per-day", 0, 2_000_000_000),
                whole("job.checkpoints-retained", 1, 1_000),
                whole("job.restart-attempts", 0, 2_147_483_647),
                whole("tables.zstd-level", 1, 22),
                whole("tables.metadata-versions", 1, 100_000),
                whole("collector.flood-factor", 0, 1_000),
                whole("collector.bad-keys-per-minute", 0, 1_000_000),
                whole("collector.max-connections", 1, 1_000_000),
                new Limits(
                        "collector.config-max-age",
                        "1 s",
                        "366 d",
                        List.of("999 ms", "367 d"),
                        DURATION + "1 s to 366 d"),
                new Limits("collector.idle-timeout", "1 s", "1 h", List.of("0", "61 min"), DURATION + "1 s to 1 h"),
                new Limits("collector.request-timeout", "1 s", "1 h", List.of("0", "61 min"), DURATION + "1 s to 1 h"),
                new Limits("collector.stop-delay", "0", "10 min", List.of("601 s"), DURATION + "0 ms to 10 min"),
                new Limits(
                        "collector.request-memory",
                        "64 MiB",
                        "1024 GiB",
                        List.of("63 MiB", "1025 GiB"),
                        SIZE + "64 MiB to 1024 GiB, for example 256 MiB"),
                new Limits(
                        "collector.spool.max-size",
                        "16 MiB",
                        "1048576 GiB",
                        List.of("15 MiB", "1048577 GiB"),
                        SIZE + "16 MiB to 1048576 GiB, for example 10 GiB"),
                new Limits(
                        "collector.spool.segment-size",
                        "1 MiB",
                        "1 GiB",
                        List.of("1023 KiB", "1025 MiB"),
                        SIZE + "1 MiB to 1 GiB, for example 64 MiB"),
                new Limits(
                        "job.max-parallelism",
                        "1",
                        "32768",
                        List.of("0", "32769", "-1"),
                        "a whole number from 1 to 32768"),
                new Limits(
                        "kafka.partition-discovery",
                        "0",
                        "1 d",
                        List.of("25 h", "86400001 ms"),
                        DURATION + "0 ms to 1 d"),
                new Limits(
                        "intake.deduplicate-for",
                        "1 s",
                        "366 d",
                        List.of("999 ms", "0", "367 d", "31622400001 ms"),
                        DURATION + "1 s to 366 d"),
                new Limits(
                        "intake.throttle.averaged-over",
                        "1 s",
                        "1 h",
                        List.of("0", "999 ms", "61 min", "3601 s"),
                        DURATION + "1 s to 1 h"),
                new Limits(
                        "job.checkpoint-interval",
                        "100 ms",
                        "1 h",
                        List.of("99 ms", "0", "61 min"),
                        DURATION + "100 ms to 1 h"),
                new Limits(
                        "job.restart-delay", "0 s", "60 min", List.of("3600001 ms", "1 d"), DURATION + "0 ms to 1 h"),
                new Limits("marks.every", "0", "7 d", List.of("169 h", "604800001 ms"), DURATION + "0 ms to 7 d"),
                kept("marks.keep-hourly"),
                kept("marks.keep-daily"),
                kept("marks.floor"),
                kept("marks.trash-for"),
                new Limits(
                        "intake.max-record-size",
                        "1 KiB",
                        "1 GiB",
                        List.of("1023 B", "0", "1025 MiB", "1073741825 B"),
                        SIZE + "1 KiB to 1 GiB, for example 1 MiB"),
                new Limits(
                        "tables.target-file-size",
                        "1 MiB",
                        "10 GiB",
                        List.of("1023 KiB", "0", "11 GiB", "10737418241 B"),
                        SIZE + "1 MiB to 10 GiB, for example 128 MiB"));
    }

    private static Limits whole(String key, long least, long most) {
        return new Limits(
                key,
                Long.toString(least),
                Long.toString(most),
                List.of(Long.toString(least - 1), Long.toString(most + 1), "1.0", "1e2", "0x10", "1_0"),
                "a whole number from " + least + " to " + most);
    }

    private static Limits kept(String key) {
        return new Limits(
                key, "1 h", "3660 d", List.of("59 min", "3599999 ms", "0", "3661 d"), DURATION + "1 h to 3660 d");
    }

    static Stream<Arguments> beyond() {
        return limits().flatMap(limits ->
                limits.beyond().stream().map(value -> Arguments.of(limits.key(), value, limits.allowed())));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void theLimitsThemselvesAreAllowed(Limits limits) {
        for (String value : List.of(limits.least(), limits.most())) {
            assertThatCode(() -> parse(Map.of(limits.key(), value)))
                    .as("%s: %s", limits.key(), value)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("beyond")
    void whatLiesBeyondIsRefusedWithTheLimits(String key, String value, String allowed) {
        assertThat(problems(Map.of(key, value)))
                .singleElement()
                .asString()
                .startsWith(key + ": line ")
                .endsWith("found \"" + value + "\"; allowed: " + allowed);
    }

    /** A new key with limits has to come into the table above. */
    @Test
    void everyKeyThatIsANumberATimeOrASizeIsInTheTable() {
        Set<String> numbers = new HashSet<>();
        for (String key : ConfigFile.keys()) {
            for (Problem problem : problemsOf(Map.of(key, "no-such-value"))) {
                if (problem.message().contains("allowed: a whole number from")
                        || problem.message().contains("allowed: a number and one of")
                        || problem.message().contains("allowed: a length of time")) {
                    numbers.add(problem.key());
                }
            }
        }
        // Parallelism may be a word as well: it has a test of its own.
        numbers.remove("job.parallelism");

        assertThat(limits().map(Limits::key)).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void theSignOfAWholeNumberMayBeWritten() {
        assertThat(parse(Map.of("tables.zstd-level", "'+3'")).tables().zstdLevel())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1     | 1     |
            128   | 128   |
            32768 | 32768 |
            5     | 4     | found 5; allowed: at most max-parallelism, which is 4
            2     | 1     | found 2; allowed: at most max-parallelism, which is 1
            0     | 4     | found "0"; allowed: a whole number from 1 to max-parallelism, or cluster
            01    | 4     | found "01"; allowed: a whole number from 1 to max-parallelism, or cluster
            auto  | 4     | found "auto"; allowed: a whole number from 1 to max-parallelism, or cluster
            """)
    void parallelismIsAtMostTheNumberOfKeyGroups(String parallelism, String most, String expected) {
        Map<String, String> values = Map.of("job.parallelism", parallelism, "job.max-parallelism", most);
        if (expected == null) {
            assertThat(parse(values).job().parallelism()).isEqualTo(Integer.parseInt(parallelism));
        } else {
            assertThat(problems(values)).singleElement().asString().endsWith(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost:9092                | true
            a:1,b:2                       | true
            a:1 , b:2                     | true
            [::1]:9092                    | true
            10.0.0.1:9092,[fe80::1]:65535 | true
            broker_1.kafka-0:29092        | true
            localhost                     | false
            localhost:                    | false
            :9092                         | false
            a:1,                          | false
            a:1;b:2                       | false
            a:123456                      | false
            kafka://a:1                   | false
            a b:1                         | false
            """)
    void brokersAreHostsWithPorts(String servers, boolean allowed) {
        check("kafka.bootstrap-servers", servers, allowed, "host:port, several separated by commas");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            events.raw | true
            a          | true
            _          | true
            ...        | true
            .          | false
            ..         | false
            a/b        | false
            ä          | false
            """)
    void topicsAreNamedAsKafkaAllows(String topic, boolean allowed) {
        check("kafka.topic", topic, allowed, "letters, digits, '.', '_' and '-', at most 249");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:0     | true
            [::]:8443       | true
            collector:65535 | true
            collector:65536 | false
            collector       | false
            :8080           | false
            """)
    void theCollectorListensAtAHostWithAPort(String listen, boolean allowed) {
        check("collector.listen", listen, allowed, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none                   | true
            10.0.0.0/8, 172.16.0.1 | true
            ::1, 2001:db8::/32     | true
            ::ffff:10.0.0.1        | true
            10.0.0.0/33            | false
            10.0.0                 | false
            1.2.3.256              | false
            1:2:3:4:5:6:7          | false
            1::2::3                | false
            ::/129                 | false
            proxy.local            | false
            10.0.0.1,              | false
            """)
    void proxiesAreAddressesOrRanges(String proxies, boolean allowed) {
        check("collector.trusted-proxies", proxies, allowed, "IP addresses or ranges such as 10.0.0.0/8");
    }

    @Test
    void aCertificateNeedsItsKey() {
        Map<String, String> half = Map.of("collector.tls.certificate", "/a.pem");

        assertThat(problems(half)).singleElement().asString().contains("has no use without the other");
    }

    @Test
    void namesHaveALongestLength() {
        check("kafka.topic", "t".repeat(249), true, "");
        check("kafka.topic", "t".repeat(250), false, "at most 249");
        for (String key : List.of("environment", "kafka.group-id")) {
            check(key, "a" + ".".repeat(127), true, "");
            check(key, "a" + ".".repeat(128), false, "letters, digits, '.', '_' and '-', at most 128");
            check(key, "-a", false, "letters, digits, '.', '_' and '-', at most 128");
        }
        check("catalog.name", "a" + "-".repeat(127), true, "");
        check("catalog.name", "a" + "-".repeat(128), false, "letters, digits, '_' and '-', at most 128");
        check("catalog.name", "a.b", false, "letters, digits, '_' and '-', at most 128");
        check("catalog.namespace", "_" + "9".repeat(127), true, "");
        check("catalog.namespace", "9a", false, "letters, digits and '_', not a digit first");
        check("catalog.namespace", "a-b", false, "letters, digits and '_', not a digit first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            day(server_upload_time)                         | true
            event_type                                      | true
            day(event_time), bucket(16, device_id)          | true
            truncate( 8 , event_type ),hour(event_time)     | true
            year(event_time),month(event_time)              | true
            bucket(0, device_id)                            | false
            bucket(1234567890, device_id)                   | false
            bucket(device_id)                               | false
            bucket(16 device_id)                            | false
            day()                                           | false
            day(event_time),                                | false
            void(event_time)                                | false
            DAY(event_time)                                 | false
            day(1st)                                        | false
            """)
    void partitionsAreColumnsAndTransforms(String partitions, boolean allowed) {
        check("tables.partition-by", partitions, allowed, "columns, year(column), month(column), day(column)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /c                       | file:///c
            s3://bucket/checkpoints  | s3://bucket/checkpoints
            file:///c                | file:///c
            abfs+x-1.0:/c            | abfs+x-1.0:/c
            cluster                  |
            """)
    void checkpointsAreInADirectoryOrWhereTheClusterSays(String place, String expected) {
        assertThat(parse(Map.of("job.checkpoint-dir", place)).job().checkpointDir())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"c", "./c", "s3:", "S3://b", "clusters"})
    void anyOtherPlaceForCheckpointsIsRefused(String place) {
        check("job.checkpoint-dir", place, false, "a path from the root (/…) or an address that Flink knows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            identity.scope    | project      | organisation, project
            identity.scope    | organisation | organisation, project
            job.state-backend | hashmap      | rocksdb, hashmap
            job.state-backend | rocksdb      | rocksdb, hashmap
            """)
    void aChoiceIsWrittenInLowerCase(String key, String word, String allowed) {
        check(key, word, true, allowed);
        check(key, word.toUpperCase(java.util.Locale.ROOT), false, allowed);
        check(key, word + "s", false, allowed);
    }

    @Test
    void aZoneIsOneThatQuestionsTake() {
        check("questions.zone", "Europe/Berlin", true, Zones.EXPECTED);
        check("questions.zone", "Etc/GMT+2", false, Zones.EXPECTED);
        check("questions.zone", "Japan", false, Zones.EXPECTED);
    }

    private static void check(String key, String value, boolean allowed, String limits) {
        String quoted = "'" + value + "'";
        if (allowed) {
            assertThatCode(() -> parse(Map.of(key, quoted)))
                    .as("%s: %s", key, value)
                    .doesNotThrowAnyException();
        } else {
            assertThat(problems(Map.of(key, quoted)))
                    .as("%s: %s", key, value)
                    .singleElement()
                    .asString()
                    .startsWith(key + ": line ")
                    .contains("found \"" + value + "\"; allowed: ")
                    .contains(limits);
        }
    }

    private static TidemarkConfig parse(Map<String, String> values) {
        return ConfigFile.parse("test.yaml", yaml(values), Map.of());
    }

    private static List<String> problems(Map<String, String> values) {
        return problemsOf(values).stream().map(Problem::toString).toList();
    }

    private static List<Problem> problemsOf(Map<String, String> values) {
        ConfigurationProblems found = catchThrowableOfType(
                ConfigurationProblems.class, () -> ConfigFile.parse("test.yaml", yaml(values), Map.of()));
        return found == null ? List.of() : found.problems();
    }

    /** The least that a file has to say, and these values at their dotted keys. */
    private static String yaml(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", "'k:1'",
                "catalog.type", "hadoop",
                "catalog.warehouse", "/w",
                "job.checkpoint-dir", "/c"));
        all.putAll(values);
        Tree root = new Tree();
        all.forEach((key, value) -> root.put(key, value));
        StringBuilder yaml = new StringBuilder();
        root.write(yaml, "");
        return yaml.toString();
    }

    /** Nested keys: {@code a.b: 1} is a mapping in a mapping. */
    private static final class Tree {
        private final Map<String, Tree> children = new java.util.TreeMap<>();
        private String value = "";

        void put(String path, String text) {
            Tree at = this;
            for (String word : path.split("\\.")) {
                at = at.children.computeIfAbsent(word, each -> new Tree());
            }
            at.value = text;
        }

        void write(StringBuilder yaml, String indent) {
            children.forEach((word, child) -> {
                yaml.append(indent)
                        .append(word)
                        .append(": ")
                        .append(child.value)
                        .append('\n');
                child.write(yaml, indent + "  ");
            });
        }
    }
}
