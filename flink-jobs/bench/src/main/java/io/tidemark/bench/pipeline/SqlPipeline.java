package io.tidemark.bench.pipeline;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeCatalogLoader;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.Field;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkCatalog;
import org.apache.iceberg.types.Types.NestedField;

/**
 * {@link Pipeline#A}: what a person would write in Flink SQL for the same columns. Times are corrected as the job does
 * it; the columns that need state or the record as it was sent are null or constant.
 */
final class SqlPipeline {
    private static final String RECEIVED = "COALESCE(TO_TIMESTAMP_LTZ(`server_received_time`, 3), `kafka_timestamp`)";

    // What SQL has to say for columns that are no field of the event as it was sent.
    private static final Map<String, String> DERIVED = Map.of(
            "uuid",
            "CONCAT(CAST(`kafka_partition` AS STRING), '-', CAST(`kafka_offset` AS STRING))",
            "amplitude_id",
            "CAST(NULL AS BIGINT)",
            "event_time",
            "CASE WHEN `time` IS NULL THEN " + RECEIVED
                    + " WHEN ABS(`server_received_time` - `client_upload_time`) >= 60000"
                    + " THEN TO_TIMESTAMP_LTZ(`time` + `server_received_time` - `client_upload_time`, 3)"
                    + " ELSE TO_TIMESTAMP_LTZ(`time`, 3) END",
            "time_suspect",
            "COALESCE(`time` - `server_received_time` > 86400000 OR `server_received_time` - `time` > 157766400000,"
                    + " FALSE)",
            "client_event_time",
            "TO_TIMESTAMP_LTZ(`time`, 3)",
            "client_upload_time",
            "TO_TIMESTAMP_LTZ(`client_upload_time`, 3)",
            "server_received_time",
            RECEIVED,
            "server_upload_time",
            "`kafka_timestamp`",
            "extra",
            "CAST(NULL AS STRING)",
            "project_id",
            "COALESCE(`project_id`, 'default')");

    private static final Map<String, String> CONSTANT = Map.of(
            "quantity",
            "COALESCE(`quantity`, 1)",
            "identity_seq",
            "CAST(0 AS BIGINT)",
            "ingest_epoch",
            "1",
            "released_from",
            "CAST(NULL AS ROW<`ingest_epoch` INT NOT NULL, `kafka_partition` INT NOT NULL,"
                    + " `kafka_offset` BIGINT NOT NULL>)");

    private SqlPipeline() {}

    /** Adds the statement to an environment. */
    static void define(StreamExecutionEnvironment env, TidemarkConfig config, Lake lake) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        // The same sink as the job's; the other one is the default still.
        tables.getConfig().set("table.exec.iceberg.use-v2-sink", "true");
        tables.getConfig().set("table.local-time-zone", "UTC");
        tables.executeSql(source(config));
        register(tables, config, lake);
        StreamStatementSet statements = tables.createStatementSet();
        statements.addInsertSql(insert(config));
        statements.attachAsDataStream();
    }

    @SuppressWarnings("deprecation") // its successor would make a catalog of another class
    private static void register(StreamTableEnvironment tables, TidemarkConfig config, Lake lake) {
        CatalogLoader loader = new LakeCatalogLoader(lake.settings(), lake.caller());
        tables.registerCatalog(
                "lake",
                new FlinkCatalog("lake", config.catalog().namespace(), Namespace.empty(), loader, Map.of(), false, -1));
    }

    static String source(TidemarkConfig config) {
        String columns = Field.all().stream()
                .map(field -> "`" + field.jsonName() + "` " + type(field.kind()))
                .collect(Collectors.joining(",\n  "));
        return """
                CREATE TEMPORARY TABLE raw_events (
                  %s,
                  `kafka_partition` INT METADATA FROM 'partition' VIRTUAL,
                  `kafka_offset` BIGINT METADATA FROM 'offset' VIRTUAL,
                  `kafka_timestamp` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
                ) WITH (
                  'connector' = 'kafka',
                  'topic' = '%s',
                  'properties.bootstrap.servers' = '%s',
                  'properties.group.id' = 'bench-sql',
                  'scan.startup.mode' = 'earliest-offset',
                  'format' = 'json',
                  'json.ignore-parse-errors' = 'true'
                )""".formatted(columns, config.kafka().topic(), config.kafka().bootstrapServers());
    }

    static String insert(TidemarkConfig config) {
        String columns = LakeTable.EVENTS.schema().columns().stream()
                .map(NestedField::name)
                .map(name -> DERIVED.getOrDefault(name, CONSTANT.getOrDefault(name, "`" + name + "`")))
                .collect(Collectors.joining(",\n  "));
        return "INSERT INTO `lake`.`%s`.`%s`\nSELECT\n  %s\nFROM raw_events"
                .formatted(config.catalog().namespace(), LakeTable.EVENTS.tableName(), columns);
    }

    private static String type(Field.Kind kind) {
        return switch (kind) {
            case ID, TEXT, OBJECT, GROUPS, PLACE -> "STRING";
            case MILLIS, INTEGER -> "BIGINT";
            case NUMBER -> "DOUBLE";
        };
    }
}
