package io.tidemark.ops.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/** What Flink's SQL client does with a script: for the pages that are about that client. */
final class FlinkClient {
    private static final String SET = "SET ";

    private FlinkClient() {}

    /** Runs a script whose statements are separated by empty lines; prints the rows of the last one. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(run(List.of(Files.readString(Path.of(arguments[0])).split("\n\n"))));
    }

    /**
     * Runs statements one after the other; {@code SET} is a word of the client, not of SQL.
     *
     * @return the rows of the last one
     */
    static List<List<@Nullable Object>> run(List<String> script) {
        Configuration settings = new Configuration().set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
        script.stream().filter(line -> line.startsWith(SET)).forEach(line -> {
            String[] quoted = line.split("'");
            settings.setString(quoted[1], quoted[3]);
        });
        TableEnvironment client = TableEnvironment.create(
                EnvironmentSettings.newInstance().withConfiguration(settings).build());
        List<List<@Nullable Object>> last = new ArrayList<>();
        for (String statement : script) {
            if (!statement.startsWith(SET)) {
                last.clear();
                try (CloseableIterator<Row> rows = client.executeSql(statement).collect()) {
                    rows.forEachRemaining(row -> last.add(FlinkEngine.fields(row)));
                } catch (Exception e) {
                    throw new EngineFailure("Flink's SQL client", statement, e);
                }
            }
        }
        return last;
    }
}
