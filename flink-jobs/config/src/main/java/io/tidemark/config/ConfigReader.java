package io.tidemark.config;

import io.tidemark.rules.service.Bounds;
import io.tidemark.rules.service.Zones;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of the file, section by section: what each may be, and what it is when it is left out. */
final class ConfigReader {
    private static final Pattern SOMETHING = Pattern.compile("(?s).+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final Pattern SERVERS =
            Pattern.compile("\\s*(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])\\s*:\\d{1,5}(?:\\s*,\\s*(?:[A-Za-z0-9._-]+"
                    + "|\\[[0-9A-Fa-f:.]+]):\\d{1,5})*\\s*");
    private static final Pattern PARALLELISM = Pattern.compile("cluster|[1-9]\\d{0,4}");
    private static final Pattern PLACE = Pattern.compile("/.*|[a-z][a-z0-9+.-]*:/.*");
    private static final Pattern PLACE_OR_CLUSTER = Pattern.compile(PLACE + "|cluster");
    private static final String COLUMN = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String TRANSFORM = "(?:%1$s|(?:year|month|day|hour)\\(\\s*%1$s\\s*\\)|(?:bucket|truncate)"
            .concat("\\(\\s*[1-9]\\d{0,8}\\s*,\\s*%1$s\\s*\\))")
            .formatted(COLUMN);
    private static final Pattern PARTITIONS = Pattern.compile("\\s*%1$s(?:\\s*,\\s*%1$s)*\\s*".formatted(TRANSFORM));

    private static final Pattern DAY = Pattern.compile("(?:mon|tues|wednes|thurs|fri|satur|sun)day");

    private static final String TOPIC_ALLOWED = "letters, digits, '.', '_' and '-', at most 249";
    private static final String NAME_ALLOWED = "letters, digits, '.', '_' and '-', at most 128";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private ConfigReader() {}

    /** Reads the whole file; the result counts only if the report stays empty. */
    static TidemarkConfig read(Section root) {
        var config = new TidemarkConfig(
                environment(root),
                kafka(root.section("kafka")),
                CatalogReader.read(root.section("catalog")),
                identity(root.section("identity")),
                intake(root.section("intake")),
                job(root.section("job")),
                tables(root.section("tables")),
                marks(root.section("marks")),
                questions(root.section("questions")),
                CollectorReader.read(root.section("collector")));
        root.finish();
        return config;
    }

    /** Reads what a collector needs; the other sections may say anything. */
    static CollectorSettings readForCollector(Section root) {
        var settings = new CollectorSettings(
                environment(root),
                kafka(root.section("kafka")),
                identity(root.section("identity")).minIdLength(),
                intake(root.section("intake")),
                CollectorReader.read(root.section("collector")));
        List.of("catalog", "job", "tables", "marks", "questions").forEach(root::section);
        root.finish();
        return settings;
    }

    private static String environment(Section root) {
        return root.text("environment", "development", NAME_ALLOWED, NAME);
    }

    private static KafkaConfig kafka(Section section) {
        var defaults = KafkaConfig.at("");
        var config = new KafkaConfig(
                section.required("bootstrap-servers", "host:port, several separated by commas", SERVERS),
                section.text("topic", defaults.topic(), TOPIC_ALLOWED, TOPIC),
                section.text("group-id", defaults.groupId(), NAME_ALLOWED, NAME),
                section.integer("ingest-epoch", defaults.ingestEpoch(), 1, Integer.MAX_VALUE),
                section.duration(
                        "partition-discovery", defaults.partitionDiscovery(), Duration.ZERO, Duration.ofDays(1)),
                section.text("config-topic", defaults.configTopic(), TOPIC_ALLOWED, TOPIC),
                section.passedThrough("properties", OwnedKeys::ofKafka));
        section.finish();
        return config;
    }

    private static IdentityConfig identity(Section section) {
        var defaults = IdentityConfig.defaults();
        var config = new IdentityConfig(
                section.choice("scope", defaults.scope()),
                section.text("organisation", defaults.organisation(), "a name", SOMETHING),
                section.integer("min-id-length", defaults.minIdLength(), 1, 1024));
        section.finish();
        return config;
    }

    private static IntakeConfig intake(Section section) {
        var defaults = IntakeConfig.defaults();
        var config = new IntakeConfig(
                section.duration("deduplicate-for", defaults.deduplicateFor(), SECOND, Duration.ofDays(366)),
                section.size("max-record-size", defaults.maxRecordSize(), Size.ofKibibytes(1), Size.ofMebibytes(1024)),
                throttle(section.section("throttle")));
        section.finish();
        return config;
    }

    private static ThrottleConfig throttle(Section section) {
        var defaults = ThrottleConfig.defaults();
        var config = new ThrottleConfig(
                section.integer("events-per-second", defaults.eventsPerSecond(), 0, Bounds.EVENTS_PER_SECOND),
                section.duration("averaged-over", defaults.averagedOver(), SECOND, Duration.ofHours(1)),
                section.integer("events-per-day", defaults.eventsPerDay(), 0, Bounds.EVENTS_PER_DAY));
        if (config.averagedOver().toMillisPart() != 0) {
            section.problem(
                    "averaged-over",
                    "found %s; allowed: whole seconds".formatted(UnitText.text(config.averagedOver())));
        }
        section.finish();
        return config;
    }

    private static JobConfig job(Section section) {
        var defaults = JobConfig.checkpointingTo(null);
        int maxParallelism = section.integer("max-parallelism", defaults.maxParallelism(), 1, 32_768);
        var config = new JobConfig(
                parallelism(section, maxParallelism),
                maxParallelism,
                section.choice("state-backend", defaults.stateBackend()),
                section.duration(
                        "checkpoint-interval",
                        defaults.checkpointInterval(),
                        Duration.ofMillis(100),
                        Duration.ofHours(1)),
                checkpointDir(section),
                section.integer("checkpoints-retained", defaults.checkpointsRetained(), 1, 1_000),
                section.integer("restart-attempts", defaults.restartAttempts(), 0, Integer.MAX_VALUE),
                section.duration("restart-delay", defaults.restartDelay(), Duration.ZERO, Duration.ofHours(1)),
                section.passedThrough("flink", OwnedKeys::ofFlink));
        section.finish();
        return config;
    }

    private static @Nullable Integer parallelism(Section section, int maxParallelism) {
        String text = section.text(
                "parallelism", "cluster", "a whole number from 1 to max-parallelism, or cluster", PARALLELISM);
        if (text.equals("cluster")) {
            return null;
        }
        int parallelism = Integer.parseInt(text);
        if (parallelism > maxParallelism) {
            section.problem(
                    "parallelism",
                    "found %d; allowed: at most max-parallelism, which is %d".formatted(parallelism, maxParallelism));
        }
        return parallelism;
    }

    private static @Nullable String checkpointDir(Section section) {
        String place = section.required(
                "checkpoint-dir",
                "a path from the root (/…) or an address that Flink knows (s3://bucket/path), or cluster where the Flink"
                        + " cluster's own configuration says it",
                PLACE_OR_CLUSTER);
        if (place.equals("cluster")) {
            return null;
        }
        return place.startsWith("/") ? "file://" + place : place;
    }

    private static MarksConfig marks(Section section) {
        var defaults = MarksConfig.defaults();
        Duration longest = Duration.ofDays(3_660);
        var config = new MarksConfig(
                section.duration("every", defaults.every(), Duration.ZERO, Duration.ofDays(7)),
                section.duration("keep-hourly", defaults.keepHourly(), Duration.ofHours(1), longest),
                section.duration("keep-daily", defaults.keepDaily(), Duration.ofHours(1), longest),
                section.duration("floor", defaults.floor(), Duration.ofHours(1), longest),
                section.duration("trash-for", defaults.trashFor(), Duration.ofHours(1), longest));
        section.finish();
        return config;
    }

    private static QuestionsConfig questions(Section section) {
        var defaults = QuestionsConfig.defaults();
        String zone = section.text("zone", defaults.zone(), Zones.EXPECTED, SOMETHING);
        if (Zones.parse(zone) == null) {
            section.problem("zone", "found \"%s\"; allowed: %s".formatted(zone, Zones.EXPECTED));
        }
        var config = new QuestionsConfig(
                zone,
                section.text("week-begins", defaults.weekBegins(), "a day of the week, such as monday", DAY),
                section.text("inactive-types", defaults.inactiveTypes(), "types of events, or none", SOMETHING),
                section.passedThrough("cohorts", name -> null));
        section.finish();
        return config;
    }

    private static TablesConfig tables(Section section) {
        var defaults = TablesConfig.defaults();
        var config = new TablesConfig(
                section.text(
                        "partition-by",
                        defaults.partitionBy(),
                        "columns, year(column), month(column), day(column), hour(column), bucket(16, column),"
                                + " truncate(8, column), several separated by commas",
                        PARTITIONS),
                section.integer("zstd-level", defaults.zstdLevel(), 1, 22),
                section.size(
                        "target-file-size",
                        defaults.targetFileSize(),
                        Size.ofMebibytes(1),
                        Size.ofMebibytes(10 * 1024)),
                section.integer("metadata-versions", defaults.metadataVersions(), 1, 100_000));
        section.finish();
        return config;
    }
}
