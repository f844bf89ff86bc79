package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Trino's JSON, by the types that it says beside it. */
class TrinoValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable Object read(String type, String value) throws JsonProcessingException {
        JsonNode signature = JSON.readTree(type.startsWith("{") ? type : "{\"rawType\":\"" + type + "\"}");
        return TrinoValues.row(List.of(signature), JSON.readTree("[" + value + "]"))
                .get(0);
    }

    @Test
    void scalarsAreReadByTheirTypes() throws JsonProcessingException {
        assertThat(read("bigint", "9007199254740993")).isEqualTo(9_007_199_254_740_993L);
        assertThat(read("integer", "null")).isNull();
        assertThat(read("double", "1.5")).isEqualTo(1.5);
        assertThat(read("double", "\"NaN\"")).isEqualTo(Double.NaN);
        assertThat(read("decimal", "\"12.50\"")).isEqualTo(new BigDecimal("12.5"));
        assertThat(read("date", "\"2026-01-04\"")).isEqualTo(LocalDate.of(2026, 1, 4));
        assertThat(read("varbinary", "\"AP8=\"")).isEqualTo("0x00ff");
        assertThat(read("varchar", "\"true\"")).isEqualTo("true");
        assertThat(read("boolean", "true")).isEqualTo(true);
    }

    @Test
    void timesAreInstantsAndWithoutAZoneOfUtc() throws JsonProcessingException {
        Instant time = Instant.parse("2026-01-04T20:00:00.123456Z");
        assertThat(read("timestamp", "\"2026-01-04 20:00:00.123456\"")).isEqualTo(time);
        assertThat(read("timestamp with time zone", "\"2026-01-04 20:00:00.123456 UTC\""))
                .isEqualTo(time);
        assertThat(read("timestamp with time zone", "\"2026-01-04 22:00:00.123456 +02:00\""))
                .isEqualTo(time);
        assertThat(read("timestamp with time zone", "\"2026-01-04 21:00:00.123456 Europe/Berlin\""))
                .isEqualTo(time);
    }

    @Test
    void arraysMapsAndRowsHoldValuesOfTheirTypes() throws JsonProcessingException {
        String bigint = "{\"kind\":\"TYPE\",\"value\":{\"rawType\":\"bigint\",\"arguments\":[]}}";
        String date = "{\"kind\":\"TYPE\",\"value\":{\"rawType\":\"date\",\"arguments\":[]}}";
        assertThat(read("{\"rawType\":\"array\",\"arguments\":[" + date + "]}", "[\"2026-01-04\"]"))
                .isEqualTo(List.of(LocalDate.of(2026, 1, 4)));
        assertThat(read("{\"rawType\":\"map\",\"arguments\":[" + bigint + "," + date + "]}", "{\"7\":\"2026-01-04\"}"))
                .isEqualTo(Map.of(7L, LocalDate.of(2026, 1, 4)));
        String field = "{\"kind\":\"NAMED_TYPE\",\"value\":{\"typeSignature\":{\"rawType\":\"bigint\"}}}";
        assertThat(read("{\"rawType\":\"row\",\"arguments\":[" + field + "," + field + "]}", "[1,2]"))
                .isEqualTo(List.of(1L, 2L));
    }
}
