package io.tidemark.ops.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long START = 1_767_225_600_000L;
    private static final long THREE_DAYS = 3 * 86_400_000L;
    private static final TrafficSettings SETTINGS = TrafficSettings.of(20160114, 60_000, START, THREE_DAYS);
    private static final TrafficSample SAMPLE = TrafficSample.of(SETTINGS);

    @Test
    void thereAreAsManyRecordsAsAskedForAndThenNoMore() {
        assertThat(SAMPLE.messages()).hasSize(60_000);
        Traffic none = new Traffic(TrafficSettings.of(1, 0, START, THREE_DAYS));
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void settingsThatMakeNoTrafficAreNamed() {
        assertThatThrownBy(() -> new TrafficSettings(1, 10, START, 0, 5, 550))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spanMillis=0");
        assertThatThrownBy(() -> SETTINGS.withAverageBytes(399)).hasMessageContaining("averageBytes=399");
    }

    @Test
    void onlyTheBrokenOnesAreNoEvents() {
        assertThat(SAMPLE.whole()).hasSizeBetween(59_600, 59_800);
    }

    @Test
    void everyKindOfBrokenRecordOccurs() {
        assertSome("cut", node -> node.isMissingNode());
        assertSome("no object", node -> !node.isMissingNode() && !node.isObject());
        assertSome("no event type", node -> node.isObject() && !node.has("event_type"));
        assertSome("no ids", node -> node.has("event_type") && !node.has("user_id") && !node.has("device_id"));
        assertSome("refused user", node -> node.path("user_id").asText().equals("undefined"));
        assertSome("refused device", node -> node.path("device_id").asText().startsWith("00000000-0000"));
        assertSome("short", node -> node.path("user_id").asText().equals("ann"));
        assertSome("long", node -> node.path("user_id").asText().length() > 1_024);
        assertSome("number as id", node -> node.path("user_id").isNumber());
        assertSome("bad time", node -> node.path("time").isTextual());
        assertSome("bad price", node -> node.path("price").isTextual());
        assertThat(SAMPLE.messages()).anyMatch(TrafficTest::hasLatin1);
    }

    @Test
    void oneRecordInFiftyComesAgainWithTheSameIds() {
        Set<String> seen = new HashSet<>();
        int byInsertId = 0;
        int byEventId = 0;
        for (JsonNode event : SAMPLE.whole()) {
            String device = event.path("device_id").asText();
            if (event.has("insert_id")) {
                byInsertId += seen.add(device + event.path("insert_id").asText()) ? 0 : 1;
            } else {
                byEventId += seen.add(device + event.path("event_id") + "/" + event.path("time")) ? 0 : 1;
            }
        }
        assertThat(byInsertId + byEventId).isBetween(1_000, 1_400);
        assertThat(byEventId).isGreaterThan(60);
    }

    @Test
    void eventIdsOfADeviceIncrease() {
        Map<String, Long> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode event : SAMPLE.whole()) {
            String device = event.path("device_id").asText();
            if (event.has("event_id") && seen.add(device + "/" + event.path("event_id"))) {
                long number = event.path("event_id").longValue();
                assertThat(number).as(device).isGreaterThan(last.getOrDefault(device, 0L));
                last.put(device, number);
            }
        }
        assertThat(last).hasSizeGreaterThan(2_000);
    }

    @Test
    void theFunnelNarrowsFromStepToStep() {
        Map<String, Integer> steps = new HashMap<>();
        SAMPLE.whole().forEach(event -> steps.merge(event.path("event_type").asText(), 1, Integer::sum));
        assertThat(steps.keySet())
                .contains("Search", "Log In", "Log Out", "$identify", "$groupidentify", "Order Shipped");
        double carts = steps.getOrDefault("Add to Cart", 0) / (double) steps.getOrDefault("View Item", 0);
        double checkouts = steps.getOrDefault("Checkout", 0) / (double) steps.getOrDefault("Add to Cart", 0);
        double purchases = steps.getOrDefault("Purchase", 0) / (double) steps.getOrDefault("Checkout", 0);
        assertThat(carts).isBetween(0.15, 0.45);
        assertThat(checkouts).isBetween(0.25, 0.6);
        assertThat(purchases).isBetween(0.5, 0.9);
    }

    @Test
    void purchasesAddUpAndIdentifiesSetProperties() {
        for (JsonNode event : SAMPLE.whole()) {
            String type = event.path("event_type").asText();
            if (type.equals("Purchase")) {
                double revenue = event.path("price").doubleValue()
                        * event.path("quantity").intValue();
                assertThat(event.path("revenue").doubleValue()).isCloseTo(revenue, within(0.001));
                assertThat(event.path("event_properties").path("cart_items").intValue())
                        .isPositive();
            } else if (type.equals("$identify")) {
                assertThat(event.path("user_properties").has("$setOnce")).isTrue();
            } else if (type.equals("$groupidentify")) {
                assertThat(event.path("groups").path("library").isTextual()).isTrue();
            }
        }
    }

    @Test
    void devicesMergeChangeHandsAndComeBackAndPeopleHaveSeveral() {
        Map<String, Set<String>> usersOfDevice = new HashMap<>();
        Map<String, Set<String>> devicesOfUser = new HashMap<>();
        Map<String, Set<Long>> daysOfDevice = new HashMap<>();
        Set<String> anonymous = new HashSet<>();
        int merges = 0;
        for (JsonNode event : SAMPLE.whole()) {
            String device = event.path("device_id").asText();
            String user = event.path("user_id").asText();
            daysOfDevice.computeIfAbsent(device, unused -> new HashSet<>()).add(receivedOf(event) / 86_400_000);
            Set<String> users = usersOfDevice.computeIfAbsent(device, unused -> new HashSet<>());
            if (user.isEmpty()) {
                if (users.isEmpty()) {
                    anonymous.add(device);
                }
            } else if (users.add(user)) {
                merges += users.size() == 1 && anonymous.contains(device) ? 1 : 0;
                devicesOfUser.computeIfAbsent(user, unused -> new HashSet<>()).add(device);
            }
        }
        assertThat(merges).isGreaterThan(500);
        assertThat(usersOfDevice.values()).anyMatch(users -> users.size() > 5);
        assertThat(devicesOfUser.values().stream().filter(devices -> devices.size() > 1))
                .hasSizeGreaterThan(100);
        assertThat(daysOfDevice.values().stream().filter(days -> days.size() > 1))
                .hasSizeGreaterThan(200);
        assertThat(usersOfDevice.values().stream().filter(Set::isEmpty)).hasSizeGreaterThan(500);
        assertThat(usersOfDevice).containsKey("");
    }

    @Test
    void someClocksAreWrongByMinutesAYearAndCenturiesAndSomeSayNothingOfIt() {
        Map<String, Integer> clocks = new TreeMap<>();
        for (JsonNode event : SAMPLE.whole()) {
            long off = Math.abs(event.path("time").longValue() - receivedOf(event));
            String size = off < 60_000
                    ? "right"
                    : off < 86_400_000 ? "minutes" : off < 40_000_000_000L ? "year" : "centuries";
            boolean honest = Math.abs(event.path("client_upload_time").longValue()
                            - event.path("time").longValue())
                    < 60_000;
            clocks.merge(size + (honest ? "" : ", unseen"), 1, Integer::sum);
        }
        assertThat(clocks.keySet())
                .containsExactlyInAnyOrder(
                        "right",
                        "right, unseen",
                        "minutes",
                        "minutes, unseen",
                        "year",
                        "year, unseen",
                        "centuries",
                        "centuries, unseen");
        assertThat(clocks.getOrDefault("right", 0)).isGreaterThan(50_000);
    }

    @Test
    void someEventsCarryFieldsThatNobodyKnows() {
        assertThat(SAMPLE.whole().stream().filter(event -> event.has("experiment")))
                .hasSizeBetween(1_000, 3_000);
    }

    @Test
    void oneDeviceIsOverTheLimitOfThrottlingAndNoOther() {
        Set<String> over = new HashSet<>();
        Map<String, Deque<Long>> lately = new HashMap<>();
        for (JsonNode event : SAMPLE.whole()) {
            Deque<Long> times = lately.computeIfAbsent(event.path("device_id").asText(), unused -> new ArrayDeque<>());
            long second = receivedOf(event) / 1000;
            times.add(second);
            while (times.element() <= second - 30) {
                times.remove();
            }
            if (times.size() > 900 && event.has("device_id")) {
                over.add(event.path("device_id").asText());
            }
        }
        assertThat(over).hasSize(1);
    }

    @Test
    void theRecordsHaveTheSizeThatWasAskedFor() {
        for (int size : List.of(408, 550, 757)) {
            TrafficSettings settings =
                    TrafficSettings.of(3, 20_000, START, THREE_DAYS).withAverageBytes(size);
            double average = TrafficSample.of(settings).messages().stream()
                    .mapToInt(message -> message.value().length)
                    .average()
                    .orElseThrow();
            assertThat(average).isCloseTo(size, within(size * 0.02));
        }
    }

    @Test
    void nightsAreQuieterThanDaysAndTheSpanIsKept() {
        long[] hours = new long[24];
        for (Message message : SAMPLE.messages()) {
            hours[(int) (message.serverReceivedMillis() / 3_600_000 % 24)]++;
        }
        assertThat(hours[19]).isGreaterThan(3 * hours[2]);
        long last = SAMPLE.messages().get(59_999).serverReceivedMillis();
        assertThat(last - START).isCloseTo(THREE_DAYS, within(THREE_DAYS / 20));
    }

    private static boolean hasLatin1(Message message) {
        String read = new String(message.value(), StandardCharsets.UTF_8);
        return read.contains("caf\uFFFD");
    }

    private static long receivedOf(JsonNode event) {
        return event.path("server_received_time").longValue();
    }

    private static void assertSome(String what, Predicate<JsonNode> is) {
        assertThat(SAMPLE.nodes().stream().filter(is)).as(what).isNotEmpty();
    }
}
