package io.tidemark.collector.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.collector.delivery.StoreResult;
import io.tidemark.collector.envelope.Admission;
import io.tidemark.collector.flood.BadKeys;
import io.tidemark.collector.flood.FloodLimit;
import io.tidemark.collector.http.Received;
import io.tidemark.collector.http.Response;
import io.tidemark.collector.metrics.CollectorMetrics;
import io.tidemark.collector.record.CollectedEvent;
import io.tidemark.collector.service.ServiceVersions;
import io.tidemark.collector.service.VersionFile;
import io.tidemark.config.ThrottleConfig;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is answered, and that it is answered 200 only when its events are stored. */
class EventRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = 1_700_000_000_000L;
    private static final String GOOD = "{\"event_type\":\"Open\",\"device_id\":\"device-1\"}";

    @TempDir
    private Path directory;

    private final List<CollectedEvent> stored = new ArrayList<>();
    private final CollectorMetrics metrics = new CollectorMetrics();
    private CompletableFuture<StoreResult> result = CompletableFuture.completedFuture(StoreResult.STORED);
    private boolean known = true;
    private EventRequests requests;

    @BeforeEach
    void open() {
        requests = requests();
    }

    private EventRequests requests() {
        ServiceVersions versions = ServiceVersions.open(
                new VersionFile(directory.resolve("config-" + known)),
                history -> new FixedLog(configured(), known),
                false);
        versions.refresh(NOW);
        return new EventRequests(
                new Admission.Rules(5, 1 << 20, false),
                versions,
                new FloodLimit(2, new ThrottleConfig(1, Duration.ofSeconds(30), 0)),
                new BadKeys(2),
                events -> {
                    stored.addAll(events);
                    return result;
                },
                metrics,
                () -> new UUID(1, 2));
    }

    /** A topic that has this, and gets no more. */
    private record FixedLog(ConfigHistory known, boolean isCurrent) implements ConfigLog {
        @Override
        public ConfigHistory read() {
            return known;
        }

        @Override
        public void close() {}
    }

    private static ConfigHistory configured() {
        TreeMap<ConfigKey, Optional<ConfigValue>> values = new TreeMap<>();
        values.put(apiKey("good-key"), Optional.of(new ConfigValue.ApiKey("shop", null, List.of())));
        values.put(
                apiKey("web-key"), Optional.of(new ConfigValue.ApiKey("shop", null, List.of("https://shop.example"))));
        values.put(
                apiKey("old-key"), Optional.of(new ConfigValue.ApiKey("shop", Instant.ofEpochMilli(NOW), List.of())));
        values.put(
                new ConfigKey.DeviceLimits("shop", "blocked-1"),
                Optional.of(new ConfigValue.DeviceLimits(null, null, true)));
        return ConfigHistory.of(List.of(new ConfigVersion(1, values, NOW - 1, "ops", "a test", NOW - 1)))
                .orNull();
    }

    private static ConfigKey apiKey(String key) {
        return new ConfigKey.ApiKey(ConfigKey.hash(key));
    }

    @Test
    void twoHundredIsAnsweredWhenTheEventsAreStoredAndNotBefore() throws IOException {
        result = new CompletableFuture<>();
        List<Response> answers = new ArrayList<>();

        requests.handle(request("/2/httpapi", body("good-key", GOOD)), answers::add);

        assertThat(stored).hasSize(1);
        assertThat(answers).isEmpty();
        result.complete(StoreResult.STORED);
        assertThat(answers).singleElement().satisfies(answer -> assertThat(answer.status())
                .isEqualTo(200));
        JsonNode record = JSON.readTree(stored.get(0).value());
        assertThat(record.path("project_id").asText()).isEqualTo("shop");
        assertThat(record.path("config_version").asLong()).isEqualTo(1);
        assertThat(record.path("server_received_time").asLong()).isEqualTo(NOW);
        assertThat(stored.get(0).key()).isEqualTo("device-1".getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource(value = StoreResult.class, names = "STORED", mode = EnumSource.Mode.EXCLUDE)
    void whatIsNotStoredIsToBeSentAgain(StoreResult outcome) {
        result = CompletableFuture.completedFuture(outcome);

        assertThat(answer("/batch", body("good-key", GOOD))).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("Retry-After");
        });
    }

    @Test
    void aStoreThatFailsIsNoSuccess() {
        result = CompletableFuture.failedFuture(new IllegalStateException("a test"));

        assertThat(answer("/", body("good-key", GOOD)).status()).isEqualTo(503);
        assertThat(metrics.failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "old-key", "development"})
    void aKeyThatIsNotValidIsNamedAndNothingIsStored(String key) throws IOException {
        Response answer = answer("/2/httpapi", body(key, GOOD));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(tree(answer).path("error").asText()).isEqualTo("Invalid API key: " + key);
        assertThat(stored).isEmpty();
    }

    /** Its sender learns nothing of what else is wrong. */
    @Test
    void theKeyIsCheckedFirst() throws IOException {
        Response answer = answer("/2/httpapi", "{\"events\":[{}],\"api_key\":\"unknown\"}");

        assertThat(tree(answer).path("error").asText()).isEqualTo("Invalid API key: unknown");
    }

    @Test
    void anAddressWithTooManyBadKeysIsToldToWait() {
        answer("/2/httpapi", body("unknown", GOOD));
        answer("/2/httpapi", body("unknown", GOOD));

        assertThat(answer("/2/httpapi", body("unknown", GOOD)).status()).isEqualTo(429);
        assertThat(answer("/2/httpapi", body("good-key", GOOD)).status()).isEqualTo(200);
    }

    @Test
    void beforeAnyConfigurationIsKnownNoKeyIsCalledInvalid() {
        known = false;
        requests = requests();

        assertThat(answer("/2/httpapi", body("good-key", GOOD)).status()).isEqualTo(503);
        assertThat(stored).isEmpty();
    }

    @Test
    void aKeyOfAPageIsGoodForItsOriginsAlone() {
        assertThat(answer("/2/httpapi", body("web-key", GOOD), "https://shop.example", null)
                        .status())
                .isEqualTo(200);
        assertThat(answer("/2/httpapi", body("web-key", GOOD), "https://other.example", null)
                        .status())
                .isEqualTo(400);
        assertThat(answer("/2/httpapi", body("good-key", GOOD), "https://other.example", null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBlockedDeviceIsSilencedWithItsIndices() throws IOException {
        String blocked = "{\"event_type\":\"Open\",\"device_id\":\"blocked-1\"}";

        JsonNode answer = tree(answer("/2/httpapi", body("good-key", GOOD, blocked)));

        assertThat(answer.path("code").asInt()).isEqualTo(400);
        assertThat(answer.path("silenced_events")).hasSize(1);
        assertThat(answer.path("silenced_events").get(0).asInt()).isEqualTo(1);
        assertThat(stored).isEmpty();
    }

    @Test
    void aFloodIsAnswered429AndOtherDevicesAreNot() {
        int status = 200;
        for (int i = 0; i < 200 && status == 200; i++) {
            status = answer("/2/httpapi", body("good-key", GOOD)).status();
        }

        assertThat(status).isEqualTo(429);
        assertThat(stored).hasSizeBetween(60, 100);
        assertThat(answer("/2/httpapi", body("good-key", GOOD.replace("device-1", "device-2")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBeaconIsTakenInWithItsBadEvents() {
        Response answer =
                answer("/2/httpapi", body("good-key", GOOD, "{\"event_type\":7}"), null, "text/plain;charset=UTF-8");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(stored).hasSize(2);
    }

    @Test
    void pathsAndMethodsThatThereAreNotAreSaidToBeThat() throws IOException {
        assertThat(tree(answer("/3/other", body("good-key", GOOD)))
                        .path("error")
                        .asText())
                .isEqualTo("Invalid request path");
        assertThat(get("/2/httpapi").status()).isEqualTo(405);
        assertThat(new String(get("/config/good-key").body(), UTF_8)).isEqualTo("{\"configs\":{}}");
        assertThat(tree(answer("/2/httpapi", "{\"events\":[]}"))
                        .path("missing_field")
                        .asText())
                .isEqualTo("api_key");
        assertThat(stored).isEmpty();
    }

    private static JsonNode tree(Response answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static String body(String key, String... events) {
        return "{\"api_key\":\"" + key + "\",\"events\":[" + String.join(",", events) + "]}";
    }

    private Response answer(String path, String body) {
        return answer(path, body, null, null);
    }

    private Response answer(String path, String body, String origin, String type) {
        return answer(received("POST", path, body, new Received.Headers(origin, "a test", type, null)));
    }

    private Response get(String path) {
        return answer(received("GET", path, "", new Received.Headers(null, null, null, null)));
    }

    private Response answer(Received request) {
        List<Response> answers = new ArrayList<>();
        requests.handle(request, answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static Received request(String path, String body) {
        return received("POST", path, body, new Received.Headers(null, null, null, null));
    }

    private static Received received(String method, String path, String body, Received.Headers headers) {
        byte[] bytes = body.getBytes(UTF_8);
        return new Received(method, path, "", headers, "192.0.2.1", false, bytes, bytes.length, NOW);
    }
}
