package io.tidemark.config;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code catalog}: which of its keys are needed depends on the kind of catalog. */
final class CatalogReader {
    private static final Pattern SOMETHING = Pattern.compile("(?s).+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern DATABASE = Pattern.compile("jdbc:[a-z0-9]+:.+");
    private static final Pattern SERVER = Pattern.compile("https?://.+");
    private static final Pattern PLACE = Pattern.compile("/.*|[a-z][a-z0-9+.-]*:/.*");
    private static final Pattern S3_OF_OTHERS = Pattern.compile("s3n?://.*");
    private static final String PLACE_ALLOWED = "a path from the root (/…) or an address such as s3a://bucket/path";

    private CatalogReader() {}

    static CatalogConfig read(Section section) {
        if (!section.has("type")) {
            section.problem("type", "is missing; allowed: jdbc, rest, hadoop");
        }
        CatalogConfig.Type type = section.choice("type", CatalogConfig.Type.JDBC);
        CatalogConfig defaults = CatalogConfig.jdbc("", "");
        String user = section.optional("user", "the database's user", SOMETHING);
        String password = section.optional("password", "that user's password", SOMETHING);
        var config = new CatalogConfig(
                type,
                section.text("name", defaults.name(), "letters, digits, '_' and '-', at most 128", NAME),
                uri(section, type),
                user,
                password == null ? null : new Secret(password),
                warehouse(section, type),
                section.text(
                        "namespace", defaults.namespace(), "letters, digits and '_', not a digit first", IDENTIFIER),
                section.passedThrough("properties", OwnedKeys::ofCatalog),
                section.passedThrough("storage", key -> null));
        checkLogin(section, type);
        checkWarehouse(section, config.warehouse(), config.properties());
        section.finish();
        return config;
    }

    private static @Nullable String uri(Section section, CatalogConfig.Type type) {
        return switch (type) {
            case JDBC ->
                section.required("uri", "jdbc:sqlite:/path/of/file or jdbc:postgresql://host:port/database", DATABASE);
            case REST -> section.required("uri", "http://… or https://…", SERVER);
            case HADOOP -> {
                String uri = section.optional("uri", "nothing", SOMETHING);
                if (section.has("uri")) {
                    section.problem("uri", "a hadoop catalog has none; leave the key out, and say where in warehouse");
                }
                yield uri;
            }
        };
    }

    private static @Nullable String warehouse(Section section, CatalogConfig.Type type) {
        return switch (type) {
            case JDBC, HADOOP -> section.required("warehouse", PLACE_ALLOWED, PLACE);
            case REST -> section.optional("warehouse", "what the server calls it", SOMETHING);
        };
    }

    private static void checkLogin(Section section, CatalogConfig.Type type) {
        if (type != CatalogConfig.Type.JDBC) {
            for (String key : new String[] {"user", "password"}) {
                if (section.has(key)) {
                    section.problem(
                            key,
                            "only a jdbc catalog has one; leave the key out"
                                    + (type == CatalogConfig.Type.REST
                                            ? ", and give a token or credential under properties"
                                            : ""));
                }
            }
        } else if (section.has("password") && !section.has("user")) {
            section.problem("user", "is missing, but there is a password; allowed: the database's user");
        }
    }

    /** Without a FileIO of its own the catalog uses Hadoop's file systems, and they know S3 as {@code s3a}. */
    private static void checkWarehouse(Section section, @Nullable String warehouse, Map<String, String> properties) {
        if (warehouse != null && S3_OF_OTHERS.matcher(warehouse).matches() && !properties.containsKey("io-impl")) {
            section.problem("warehouse", "found an s3:// address; allowed: s3a://bucket/path, which is the same place");
        }
    }
}
