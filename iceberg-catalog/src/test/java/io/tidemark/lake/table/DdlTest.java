package io.tidemark.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statements in {@code sql/ddl} say what the code makes. They are written anew by this test with {@code
 * -Dddl.write=true}.
 */
class DdlTest {
    private static final Path DIRECTORY = Path.of("..", "sql", "ddl");

    @ParameterizedTest
    @EnumSource
    void theStatementIsWhatTheCodeMakes(LakeTable table) throws IOException {
        Path file = DIRECTORY.resolve(table.tableName() + ".sql");
        String expected = statement(table, TableOptions.defaults());
        if (Boolean.getBoolean("ddl.write")) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, expected);
        }
        assertThat(file).as("written anew with -Dddl.write=true").hasContent(expected);
    }

    private static String statement(LakeTable table, TableOptions options) {
        String columns = table.schema().columns().stream().map(DdlTest::column).collect(Collectors.joining(",\n"));
        String properties = options.properties(table).entrySet().stream()
                .map(entry -> "  " + quoted(entry.getKey()) + " = " + quoted(entry.getValue()))
                .collect(Collectors.joining(",\n"));
        List<String> terms = table.isOutcome()
                ? options.partitioning().terms().stream()
                        .filter(term -> table.schema().findField(term.column()) != null)
                        .map(DdlTest::term)
                        .toList()
                : List.of();
        return "-- Made by the job when it first runs; here to be read, in Spark's words.\n"
                + "CREATE TABLE " + table.tableName() + " (\n" + columns + "\n)\nUSING iceberg\n"
                + (terms.isEmpty() ? "" : "PARTITIONED BY (" + String.join(", ", terms) + ")\n")
                + "TBLPROPERTIES (\n" + properties + "\n);\n";
    }

    private static String column(NestedField column) {
        return "  `" + column.name() + "` " + type(column.type()) + (column.isRequired() ? " NOT NULL" : "")
                + " COMMENT " + quoted(column.doc());
    }

    private static String field(NestedField field) {
        return field.name() + ": " + type(field.type()) + (field.isRequired() ? " NOT NULL" : "") + " COMMENT "
                + quoted(field.doc());
    }

    private static String term(Partitioning.Term term) {
        return switch (term.kind()) {
            case IDENTITY -> term.column();
            case YEAR, MONTH, DAY, HOUR -> term.kind().name().toLowerCase(Locale.ROOT) + "s(" + term.column() + ")";
            case BUCKET, TRUNCATE -> term.toString();
        };
    }

    private static String type(Type type) {
        return switch (type.typeId()) {
            case STRING -> "STRING";
            case LONG -> "BIGINT";
            case INTEGER -> "INT";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case BINARY -> "BINARY";
            case TIMESTAMP -> "TIMESTAMP";
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(DdlTest::field)
                        .collect(Collectors.joining(", ", "STRUCT<", ">"));
            default -> throw new AssertionError("No column of the lake is a " + type);
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }
}
