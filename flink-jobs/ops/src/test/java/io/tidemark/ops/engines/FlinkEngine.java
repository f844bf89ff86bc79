package io.tidemark.ops.engines;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.ops.sql.Answer;
import io.tidemark.ops.sql.Column;
import io.tidemark.ops.sql.LakeQueries;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Flink SQL in this process, as {@code tidemark sql} asks it. */
public final class FlinkEngine implements Engine {
    private final LakeQueries queries;

    private FlinkEngine(LakeQueries queries) {
        this.queries = queries;
    }

    /** Opens a lake for questions. */
    public static FlinkEngine open(TidemarkConfig config) {
        return new FlinkEngine(LakeQueries.open(LakeTables.settings(config), LakeTables.caller(config)));
    }

    @Override
    public String name() {
        return "Flink SQL";
    }

    @Override
    public String dialect() {
        return "flink";
    }

    @Override
    public Reply ask(String statement) {
        try (Answer answer = queries.query(statement)) {
            List<String> columns = answer.columns().stream().map(Column::name).toList();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            answer.forEachRemaining(row -> rows.add(fields(row)));
            return new Reply(columns, rows);
        } catch (RuntimeException e) {
            throw new EngineFailure(name(), statement, e);
        }
    }

    /** The values of a row. */
    static List<@Nullable Object> fields(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            values.add(value(row.getField(i)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof Row row) {
            return fields(row);
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new HashMap<>();
            map.forEach((key, element) -> copy.put(value(key), value(element)));
            return copy;
        } else if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        } else if (value.getClass().isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(value(Array.get(value, i)));
            }
            return list;
        } else if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        } else if (value instanceof BigDecimal decimal) {
            return Reply.decimal(decimal);
        } else if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    @Override
    public void close() {
        queries.close();
    }
}
