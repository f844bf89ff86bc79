package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each kind of thing that can be wrong with a configuration file. */
class ConfigProblemsTest {
    private static final String GOOD = """
            kafka:
              bootstrap-servers: localhost:9092
            catalog:
              type: jdbc
              uri: jdbc:sqlite:/lake/catalog.db
              warehouse: /lake/warehouse
            job:
              checkpoint-dir: /lake/checkpoints
            """;

    @Test
    void goodFileHasNoProblem() {
        assertThat(ConfigFile.parse("test.yaml", GOOD, Map.of()).kafka().topic())
                .isEqualTo("events.raw");
    }

    @Test
    void emptyFileMissesEachRequiredKey() {
        assertThat(problems("# nothing\n"))
                .containsExactly(
                        "kafka.bootstrap-servers: is missing; allowed: host:port, several separated by commas",
                        "catalog.type: is missing; allowed: jdbc, rest, hadoop",
                        "catalog.uri: is missing; allowed: jdbc:sqlite:/path/of/file or"
                                + " jdbc:postgresql://host:port/database",
                        "catalog.warehouse: is missing; allowed: a path from the root (/…) or an address such as"
                                + " s3a://bucket/path",
                        "job.checkpoint-dir: is missing; allowed: a path from the root (/…) or an address that Flink"
                                + " knows (s3://bucket/path), or cluster where the Flink cluster's own configuration"
                                + " says it");
    }

    @Test
    void everyProblemIsReportedAtOnceNumberedAndInTheOrderOfTheFile() {
        String yaml = """
                tables: {zstd-level: 40}
                tables: {zstd-level: 41}
                kafka:
                  bootstrap-server: localhost:9092
                intake:
                  deduplicate-for: 7 moons
                catalog: {type: jdbc, uri: 'jdbc:sqlite:/c.db', warehouse: /w}
                job: {checkpoint-dir: /c}
                """;
        assertThat(failure(yaml, Map.of()))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "5 problems in test.yaml:",
                        "  1. tables.zstd-level: line 1: found \"40\"; allowed: a whole number from 1 to 22",
                        "  2. tables: line 2: this key is on line 1 already; keep one of them",
                        "  3. kafka.bootstrap-servers: line 4: is missing; allowed: host:port, several separated by"
                                + " commas",
                        "  4. kafka.bootstrap-server: line 4: no such key; did you mean bootstrap-servers?",
                        "  5. intake.deduplicate-for: line 6: found \"7 moons\"; allowed: a length of time, such as"
                                + " '7 days', '30 minutes' or 1h30m, from 1 s to 366 d"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    environment: "a b"                          | environment: line 9: found "a b"
                    environment: [a]                            | environment: line 9: found a list; allowed: letters
                    environment: {a: b}                         | environment: line 9: found keys with values; allowed
                    environment:                                | environment: line 9: has no value; allowed: letters
                    identity: 5                                 | identity: line 9: found a single value; allowed: keys
                    identity: {scope: company}                  | identity.scope: line 9: found "company"; allowed: organisation, project
                    identity: {min-id-length: five}             | identity.min-id-length: line 9: found "five"; allowed: a whole number from 1 to 1024
                    identity: {min-id-length: 0}                | found "0"; allowed: a whole number from 1 to 1024
                    identity: {min-id-length: 99999999999}      | found "99999999999"; allowed: a whole number
                    identity: {min_id_length: 5}                | did you mean min-id-length?
                    identity: {organization: x}                 | did you mean organisation?
                    identity: {parallelism: 2}                  | did you mean job.parallelism?
                    identity: {xyzzy: 2}                        | allowed here: scope, organisation, min-id-length
                    intake: {max-record-size: 1 MB}             | found "1 MB"; allowed: a number and one of B, KiB, MiB, GiB, from 1 KiB to 1 GiB, for example 1 MiB
                    intake: {max-record-size: 4 GiB}            | found "4 GiB"
                    intake: {deduplicate-for: 30}               | found "30"; allowed: a length of time, such as '7 days'
                    intake: {deduplicate-for: -1 s}             | found "-1 s"
                    intake: {throttle: {averaged-over: 1500 ms}}| found 1500 ms; allowed: whole seconds
                    intake: {throttle: {events-per-day: -1}}    | found "-1"; allowed: a whole number from 0 to
                    tables: {partition-by: week(event_time)}    | found "week(event_time)"; allowed: columns, year(column)
                    tables: {target-file-size: 1 KiB}           | found "1 KiB"
                    kafka2: {}                                  | did you mean kafka?
                    kafka: {}                                   | kafka: line 9: this key is on line 1 already; keep one of them
                    ? [a]                                       | line 9: found a list as a key; allowed: a word
                    """)
    void whatIsWrongIsNamedWithItsKeyItsLineAndWhatIsAllowed(String added, String expected) {
        assertThat(problems(GOOD + added + "\n")).singleElement().asString().contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    parallelism: 0                              | found "0"; allowed: a whole number from 1 to max-parallelism
                    parallelism: 129                            | found 129; allowed: at most max-parallelism, which is 128
                    checkpoint-interval: 1 ms                   | found "1 ms"
                    state-backend: heap                         | found "heap"; allowed: rocksdb, hashmap
                    flink: {state.backend.type: hashmap}        | job.flink.state.backend.type: line 9: may not be set here; use job.state-backend
                    flink: {restart-strategy.type: none}        | use job.restart-attempts and job.restart-delay
                    flink: {execution.checkpointing.mode: X}    | the job sets it
                    flink: {execution.state-recovery.path: /x}  | --from-checkpoint
                    flink: {state: {latency: 1}}                | found keys with values; allowed: one value; dotted keys
                    """)
    void jobIsCheckedToo(String added, String expected) {
        assertThat(problems(GOOD + "  " + added + "\n"))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @Test
    void kafkaKeysThatTheJobOwnsAreRefusedWithWhatToUseInstead() {
        String yaml = GOOD.replace("catalog:", """
                  properties:
                    group.id: other
                    auto.offset.reset: latest
                    security.protocol: SSL
                catalog:""");
        assertThat(problems(yaml))
                .containsExactly(
                        "kafka.properties.group.id: line 4: may not be set here; use kafka.group-id",
                        "kafka.properties.auto.offset.reset: line 5: may not be set here; the job sets it, and its"
                                + " exactness depends on it; leave the key out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    type: rest, uri: 'jdbc:x:y'                              | catalog.uri: line 3: found "jdbc:x:y"; allowed: http://… or https://…
                    type: rest, uri: 'https://c', user: me                   | only a jdbc catalog has one; leave the key out, and give a token
                    type: hadoop, warehouse: /w, uri: 'http://x'             | a hadoop catalog has none; leave the key out
                    type: hadoop                                             | catalog.warehouse: line 3: is missing
                    type: jdbc, uri: 'jdbc:sqlite:/c', warehouse: w          | catalog.warehouse: line 3: found "w"; allowed: a path from the root
                    type: jdbc, uri: 'jdbc:sqlite:/c', warehouse: 's3://b/w' | found an s3:// address; allowed: s3a://bucket/path
                    type: jdbc, uri: 'jdbc:sqlite:/c', warehouse: /w, password: p | catalog.user: line 3: is missing, but there is a password
                    type: glue, uri: 'jdbc:sqlite:/c', warehouse: /w         | catalog.type: line 3: found "glue"; allowed: jdbc, rest, hadoop
                    """)
    void whatACatalogNeedsDependsOnItsType(String catalog, String expected) {
        String yaml = "kafka: {bootstrap-servers: 'k:1'}\njob: {checkpoint-dir: cluster}\ncatalog: {" + catalog + "}\n";
        assertThat(problems(yaml)).singleElement().asString().contains(expected);
    }

    @Test
    void missingVariableIsNamedAndSoIsOneThatIsNoName() {
        assertThat(problems(GOOD + "environment: ${TIDEMARK_ENV}-${9}\n"))
                .containsExactly(
                        "environment: line 9: the environment variable TIDEMARK_ENV is not set or empty; set it, or"
                                + " write"
                                + " the value",
                        "environment: line 9: ${9} names no environment variable; allowed: letters, digits and _");
    }

    @Test
    void valueOfAVariableIsNeverShown() {
        var failure = failure(GOOD + "environment: ${ENV}\n", Map.of("ENV", "not allowed"));
        assertThat(failure).hasMessageContaining("found \"${ENV}\"").hasMessageNotContaining("not allowed");
    }

    @Test
    void valueOfAPasswordIsNeverShown() {
        String yaml = GOOD.replace("  type: jdbc", "  type: jdbc\n  user: u\n  password: [hunter2]");
        assertThat(failure(yaml, Map.of()))
                .hasMessageContaining("catalog.password")
                .hasMessageNotContaining("hunter2");
        String alias = GOOD.replace("  type: jdbc", "  type: jdbc\n  user: u\n  password: *hunter2");
        assertThat(failure(alias, Map.of()))
                .hasMessageContaining("line 6: this is not YAML: a value begins with *")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"'a: b: c', line 1: this is not YAML", "'- a', found a list", "'a', found a single value"})
    void fileThatIsNoMappingIsNamed(String yaml, String expected) {
        assertThat(problems(yaml).get(0)).contains(expected);
    }

    private static List<String> problems(String yaml) {
        return failure(yaml, Map.of()).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static ConfigurationProblems failure(String yaml, Map<String, String> environment) {
        return catchThrowableOfType(
                ConfigurationProblems.class, () -> ConfigFile.parse("test.yaml", yaml, environment));
    }
}
