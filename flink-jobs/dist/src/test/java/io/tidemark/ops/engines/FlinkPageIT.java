package io.tidemark.ops.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.traffic.Message;
import io.tidemark.ops.traffic.Traffic;
import io.tidemark.ops.traffic.TrafficSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sql/connect/flink.md} says is so: it needs nothing that is not here. */
class FlinkPageIT {
    private static final Instant BEGIN = Instant.parse("2026-01-04T20:00:00Z");
    private static final int HALF = 500;

    @TempDir
    private Path directory;

    @Test
    void aLakeIsReadByFlinksOwnClientAndByTheCommandNowAndAsOfAMark() {
        FilledLake lake = FilledLake.local(directory.resolve("my lake"));
        Iterator<Message> traffic = new Traffic(TrafficSettings.of(
                3, 2 * HALF, BEGIN.toEpochMilli(), Duration.ofHours(8).toMillis()));
        lake.take(traffic, HALF);
        lake.mark("half", BEGIN);
        lake.take(traffic, HALF);
        ConnectPage page = ConnectPage.read("flink.md");
        Map<String, String> places = Map.of("LAKE", lake.directory().toString());

        Object now = FlinkClient.run(page.statements("In Flink's own SQL client", places))
                .get(0)
                .get(0);
        List<String> asOf = page.statements("As of a mark", places);
        try (FlinkEngine command = FlinkEngine.open(lake.config())) {
            List<?> people = command.ask(asOf.get(0)).rows().get(0);
            assertThat(command.ask(asOf.get(1)).rows())
                    .isEqualTo(List.of(List.of(Objects.requireNonNull(now), people.get(0))));
            assertThat((Long) people.get(0)).isPositive().isLessThan((Long) now);
            assertThat(command.ask(asOf.get(2)).rows()).singleElement().satisfies(row -> assertThat(row.get(0))
                    .isEqualTo("half"));
        }
    }
}
