package io.tidemark.ops.configure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.sql.SmallLake;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version would have parked of the last day's events, on rows in real files. */
class LastDayIT {
    private static final Instant NEWEST = Instant.parse("2026-01-04T12:00:00Z");

    @TempDir
    Path directory;

    private SmallLake written;
    private Lake lake;
    private ConfigHistory history = ConfigHistory.EMPTY;

    @BeforeEach
    void open() throws IOException {
        TidemarkConfig config = DirectoryLake.config(directory);
        written = new SmallLake(LakeTables.settings(config));
        for (LakeTable table : LakeTable.pipeline()) {
            written.table(table.tableName(), table.schema(), List.of());
        }
        try (Lake made = LakeTables.open(config)) {
            made.createMissing(LakeTables.options(config));
        }
        lake = LakeTables.open(config, Purpose.CONFIGURE);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Map<String, Object> event(String project, String type, long secondsAgo, Object... more) {
        Map<String, Object> event = new HashMap<>();
        event.put("project_id", project);
        event.put("event_type", type);
        event.put("server_upload_time", NEWEST.minusSeconds(secondsAgo).atOffset(ZoneOffset.UTC));
        for (int i = 0; i < more.length; i += 2) {
            event.put((String) more[i], more[i + 1]);
        }
        return event;
    }

    @SafeVarargs
    private void write(Map<String, Object>... events) throws IOException {
        List<List<?>> rows = new ArrayList<>();
        for (Map<String, Object> event : events) {
            List<@Nullable Object> row = new ArrayList<>();
            for (NestedField column : LakeTable.EVENTS.schema().columns()) {
                row.add(event.getOrDefault(column.name(), harmless(column)));
            }
            rows.add(row);
        }
        written.append("events", rows);
    }

    private static @Nullable Object harmless(NestedField column) {
        if (column.isOptional()) {
            return null;
        }
        return switch (column.type().typeId()) {
            case STRING -> "x";
            case LONG -> 0L;
            case INTEGER -> 1;
            case BOOLEAN -> false;
            case TIMESTAMP -> NEWEST.atOffset(ZoneOffset.UTC);
            default -> throw new IllegalStateException("No value for " + column);
        };
    }

    private ConfigHistory with(ConfigHistory before, String key, String json) {
        ConfigKey parsed = Objects.requireNonNull(ConfigKey.parse(key).orNull());
        ConfigValue value =
                Objects.requireNonNull(ConfigValue.parse(parsed, json).orNull());
        TreeMap<ConfigKey, Optional<ConfigValue>> changes = new TreeMap<>();
        changes.put(parsed, Optional.of(value));
        return Objects.requireNonNull(before.with(new ConfigVersion(before.newest() + 1, changes, 1, "ops", "x", 1))
                .orNull());
    }

    private Optional<ParkedShare> screened(String key, String json, long lookedAt) {
        ConfigHistory after = with(history, key, json);
        return LastDay.screen(
                lake,
                history.now(),
                after.now(),
                after.difference(history.newest(), after.newest()),
                read -> {},
                lookedAt);
    }

    private static ParkedShare share(long parked, long events) {
        return new ParkedShare(events, parked, false, NEWEST.minusSeconds(86_400), NEWEST);
    }

    private ParkedShare screened(String key, String json) {
        return screened(key, json, LastDay.LOOKED_AT).orElseThrow();
    }

    @Test
    void eventsOfTheProjectInTheLastDayAreScreened() throws IOException {
        write(event("shop", "Noise", 86_400), event("shop", "Noise", 90_000), event("app", "Noise", 5));
        write(event("shop", "Noise", 0), event("shop", "Buy", 1), event("shop", "Noise", 86_399));
        assertThat(screened("filter/shop/Noise", "{}")).isEqualTo(share(2, 3));
        assertThat(screened("filter/app/Buy", "{}")).isEqualTo(share(0, 1));
        assertThat(screened("filter/other/Buy", "{}")).isEqualTo(share(0, 0));
    }

    @Test
    void allOfThemIsSaidSo() throws IOException {
        write(event("shop", "Noise", 0), event("shop", "Buy", 1));
        assertThat(screened("filter/shop/*", "{}").isAll()).isTrue();
        assertThat(screened("filter/shop/Buy", "{}").isAll()).isFalse();
        assertThat(screened("filter/other/*", "{}").isAll()).isFalse();
    }

    @Test
    void conditionsOnFieldsAndPropertiesAreThoseOfTheJob() throws IOException {
        write(
                event("shop", "Buy", 0, "platform", "iOS", "event_properties", "{\"a.b\":\"x\"}"),
                event("shop", "Buy", 1, "platform", "Android", "user_properties", "{\"plan\":\"free\"}"),
                event("shop", "Buy", 2, "productId", "p-1"),
                event("shop", "Buy", 3, "event_properties", "{\"a.b\":1}"));
        assertThat(screened("filter/shop/Buy", "{\"where\":{\"platform\":\"iOS\"}}")
                        .parked())
                .isOne();
        assertThat(screened("filter/shop/*", "{\"where\":{\"event_properties.a.b\":\"x\"}}")
                        .parked())
                .isOne();
        assertThat(screened("filter/shop/*", "{\"where\":{\"user_properties.plan\":[\"free\",\"none\"]}}")
                        .parked())
                .isOne();
        assertThat(screened("filter/shop/*", "{\"where\":{\"productId\":\"p-1\"}}")
                        .parked())
                .isOne();
        assertThat(screened("filter/shop/*", "{\"where\":{\"project_id\":\"shop\"}}")
                        .isAll())
                .isTrue();
    }

    @Test
    void eventThatWasLetBackInPassesAFilter() throws IOException {
        GenericRecord place = GenericRecord.create(
                LakeTable.EVENTS.schema().findType("released_from").asStructType());
        place.setField("ingest_epoch", 1);
        place.setField("kafka_partition", 0);
        place.setField("kafka_offset", 7L);
        write(event("shop", "Noise", 0, "released_from", place), event("shop", "Noise", 1));
        assertThat(screened("filter/shop/Noise", "{}")).isEqualTo(share(1, 2));
    }

    @Test
    void schemaThatParksIsTriedAndOneThatDoesNotIsNot() throws IOException {
        write(
                event("shop", "Pay", 0, "event_properties", "{\"price\":\"5\"}"),
                event("shop", "Pay", 1, "event_properties", "{\"price\":5}"),
                event("shop", "Buy", 2));
        String plan = ",\"properties\":{\"price\":{\"type\":\"number\",\"required\":true}}}";
        assertThat(screened("schema/shop/Pay", "{\"mode\":\"park\"" + plan)).isEqualTo(share(1, 3));
        assertThat(screened("schema/shop/Pay", "{\"mode\":\"warn\"" + plan, 10)).isEmpty();
        assertThat(screened("limits/shop", "{\"events_per_day\":1}", 10)).isEmpty();
    }

    @Test
    void whatIsParkedNowAnywayIsNotCounted() throws IOException {
        write(event("shop", "Noise", 0, "platform", "iOS"), event("shop", "Noise", 1), event("shop", "Buy", 2));
        history = with(history, "filter/shop/*", "{\"where\":{\"platform\":\"iOS\"}}");
        assertThat(screened("filter/shop/Noise", "{}")).isEqualTo(share(1, 3));
    }

    @Test
    void ofManyEventsASampleOfFilesIsRead() throws IOException {
        for (int file = 9; file >= 0; file--) {
            write(event("shop", "Noise", file), event("shop", "Buy", file));
        }
        ParkedShare sample = screened("filter/shop/Noise", "{}", 8).orElseThrow();
        assertThat(sample.sample()).isTrue();
        assertThat(sample.events()).isBetween(4L, 8L);
        assertThat(sample.parked()).isEqualTo(sample.events() / 2);
        assertThat(screened("filter/shop/Noise", "{}", 20).orElseThrow()).isEqualTo(share(10, 20));
    }

    @Test
    void lakeWithoutEventsSaysNothing() {
        assertThat(screened("filter/shop/Noise", "{}", 10)).isEmpty();
    }

    @Test
    void whatWouldBeParkedIsInThePlanAndNotInItsHash() throws IOException {
        write(event("default", "Noise", 0), event("default", "Buy", 1));
        ServiceConfigs configs = new ServiceConfigs(lake);
        ConfigRequest request = new ConfigRequest(
                new ConfigRequest.Values(new TreeMap<>(Map.of("filter/default/Noise", "{}"))), "ops", "x", null);
        ConfigPlan plan = configs.plan(request, NEWEST);
        assertThat(plan.parked()).isEqualTo(share(1, 2));
        write(event("default", "Noise", 0));
        ConfigPlan later = configs.plan(request, NEWEST);
        assertThat(later.parked()).isNotEqualTo(plan.parked());
        assertThat(later.hash()).isEqualTo(plan.hash());
    }
}
