package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.GuardEnforcer;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Limits;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import io.tidemark.lake.table.TableOptions;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * An open lake: a catalog, and in one of its namespaces the tables. The only access to the catalog. Whatever fails is a
 * {@link LakeFailure} that a person understands.
 */
public final class Lake implements AutoCloseable {
    private final CatalogSettings settings;
    private final Caller caller;
    private final Configuration configuration;
    private final Catalog catalog;
    private final Namespace namespace;

    private Lake(CatalogSettings settings, Caller caller, Configuration configuration, Catalog catalog) {
        this.settings = settings;
        this.caller = caller;
        this.configuration = configuration;
        this.catalog = catalog;
        this.namespace = Namespace.of(settings.namespace().split("\\."));
    }

    /**
     * Opens the catalog and sends it one request, so that a catalog that does not answer is known here. Makes no table.
     *
     * @param caller who opens it: what it may change depends on that
     * @throws LakeFailure if the catalog cannot be reached or refuses
     */
    public static Lake open(CatalogSettings settings, Caller caller) {
        return open(settings, caller, refusal -> refusal);
    }

    /**
     * The same, for the job, which throws an exception of its own kind.
     *
     * @param exceptionMapper what is thrown for a refusal
     */
    public static Lake open(
            CatalogSettings settings, Caller caller, Function<Refusal, RuntimeException> exceptionMapper) {
        return open(settings, caller, exceptionMapper, GuardedCatalog.wallClock());
    }

    /**
     * The same, by another clock.
     *
     * @param clock by which the guard keeps things
     */
    public static Lake open(
            CatalogSettings settings,
            Caller caller,
            Function<Refusal, RuntimeException> exceptionMapper,
            InstantSource clock) {
        Configuration configuration = settings.hadoopConfiguration();
        String tried = "Could not open the catalog " + settings.place();
        GuardEnforcer enforcer = new GuardEnforcer(
                caller,
                GuardProperties.limits(settings.properties()),
                clock,
                exceptionMapper,
                new BreakGlassFiles(settings.warehouse().location(), configuration));
        Map<String, String> properties = settings.catalogProperties();
        Lake lake = trying(
                tried,
                () -> new Lake(
                        settings,
                        caller,
                        configuration,
                        GuardedCatalog.wrap(base(settings.name(), properties, configuration), properties, enforcer)));
        try {
            lake.exists(LakeTable.EVENTS);
        } catch (LakeFailure e) {
            lake.close();
            throw e;
        }
        return lake;
    }

    // The only place that makes a catalog; nobody gets it but its guard, which also tells of commits.
    static Catalog base(String name, Map<String, String> properties, Configuration configuration) {
        if (CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC.equals(properties.get(CatalogUtil.ICEBERG_CATALOG_TYPE))) {
            JdbcDrivers.register();
        }
        Map<String, String> below = new HashMap<>(properties);
        below.remove(CatalogProperties.METRICS_REPORTER_IMPL);
        return CatalogUtil.buildIcebergCatalog(name, below, configuration);
    }

    /** Which lake it is. */
    public CatalogSettings settings() {
        return settings;
    }

    /** Who opened it. */
    public Caller caller() {
        return caller;
    }

    /** How long the lake keeps things. */
    public Limits limits() {
        return GuardProperties.limits(settings.properties());
    }

    /** The catalog, guarded. */
    public Catalog catalog() {
        return catalog;
    }

    /** The properties from which an engine makes the same catalog; they hold the password. */
    public Map<String, String> properties() {
        return settings.catalogProperties();
    }

    /** The storage settings, as a copy. */
    public Configuration hadoopConfiguration() {
        return new Configuration(configuration);
    }

    /**
     * The files beside the tables' directories.
     *
     * @throws LakeFailure if neither the settings nor a table tell where that is
     */
    public LakeFiles files() {
        return new LakeFiles(location(), configuration);
    }

    /**
     * The environment that the lake belongs to, as its tables say it; none for a lake without tables, or with tables of
     * a release that did not write it down.
     */
    public Optional<String> environment() {
        return LakeTable.pipeline().stream()
                .filter(this::isReadable)
                .map(table -> table(table).properties())
                .map(LakeProperties::environment)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * The epoch of the writer that may commit: the largest of the tables', for a restore that was cut off may have
     * raised it on some of them only.
     */
    public int epoch() {
        return LakeTable.pipeline().stream()
                .filter(this::isReadable)
                .mapToInt(table -> LakeProperties.epoch(table(table).properties()))
                .max()
                .orElse(LakeProperties.FIRST_EPOCH);
    }

    private String location() {
        String warehouse = settings.warehouse().location();
        if (warehouse != null) {
            return warehouse + "/" + String.join("/", namespace.levels());
        }
        for (LakeTable table : LakeTable.pipeline()) {
            if (isReadable(table)) {
                String location = table(table).location();
                return location.substring(0, location.lastIndexOf('/'));
            }
        }
        throw new LakeFailure(
                "Could not look for the files beside the tables of " + settings.place(),
                "there is no table, and catalog.warehouse is not set",
                "Set catalog.warehouse to the place of the tables' files.",
                null);
    }

    /** The table's full name in the catalog. */
    public TableIdentifier identifier(LakeTable table) {
        return TableIdentifier.of(namespace, table.tableName());
    }

    /**
     * Whether the table is in the catalog; its metadata may be gone, see {@link #isReadable}.
     *
     * @throws LakeFailure if the catalog does not answer
     */
    public boolean exists(LakeTable table) {
        return trying(
                "Could not look for the table " + identifier(table) + " in the catalog " + settings.place(), () -> {
                    try {
                        return catalog.tableExists(identifier(table));
                    } catch (NotFoundException lost) {
                        return true;
                    }
                });
    }

    /**
     * Whether the table is in the catalog and its metadata file is there.
     *
     * @throws LakeFailure if the catalog does not answer
     */
    public boolean isReadable(LakeTable table) {
        return lostMetadata(table) == null && exists(table);
    }

    /**
     * What is missing of a table that is in the catalog, where its metadata file is gone; null where it is there, or no
     * such table.
     *
     * @throws LakeFailure if the catalog does not answer
     */
    public @Nullable String lostMetadata(LakeTable table) {
        return trying(
                "Could not look for the table " + identifier(table) + " in the catalog " + settings.place(),
                () -> LostMetadata.of(catalog, identifier(table)));
    }

    /**
     * Whether a table is not there that should be. A lake of a release that did not know a table which people write has
     * none before its job runs next.
     */
    public boolean isMissing(LakeTable table) {
        return !exists(table) && (table.isOfPipeline() || new InputTable(this, table).wasMade());
    }

    /**
     * The table, reloaded.
     *
     * @throws LakeFailure if it is not there or its metadata cannot be read
     */
    public Table table(LakeTable table) {
        String tried = "Could not load the table " + identifier(table) + " from the catalog " + settings.place();
        return trying(tried, () -> {
            try {
                return catalog.loadTable(identifier(table));
            } catch (NoSuchTableException e) {
                throw new LostTables(this).explain(table, tried, e);
            }
        });
    }

    /**
     * The tables that {@link #createMissing} would make.
     *
     * @throws Refusal if a table is missing of a lake that has been written to: recreating it would hide the loss
     */
    public List<LakeTable> tablesToMake() {
        new LostTables(this).refuse();
        return LakeTable.all().stream().filter(table -> !exists(table)).toList();
    }

    /**
     * Makes the namespace and those of the tables that are not there. A table that is there keeps its partitioning
     * and properties. May run in several processes at once.
     *
     * @throws LakeFailure if something cannot be made, or if a table that is there has other columns: those of an
     *     {@linkplain #outdated earlier release} do
     * @throws Refusal if a table is missing of a lake that has been written to: recreating it would hide the loss
     */
    public void createMissing(TableOptions options) {
        new LostTables(this).refuse();
        createNamespace();
        LakeTable.pipeline().forEach(table -> createMissing(table, () -> create(identifier(table), table, options)));
        LakeTable.inputs()
                .forEach(table -> createMissing(table, () -> new InputTable(this, table).make(options, guarded())));
    }

    /**
     * Makes a table of the inputs that was lost, empty, for rows that are known from elsewhere. Returns without a change
     * where it is there. The marks that are there know nothing of the new table.
     *
     * @throws LakeFailure if it cannot be made
     */
    public void makeAgain(LakeTable input, TableOptions options) {
        createMissing(input, () -> new InputTable(this, input).makeAgain(options, guarded()));
    }

    private void createMissing(LakeTable table, Runnable create) {
        trying(
                "Could not create the table " + identifier(table) + " in the warehouse "
                        + settings.warehouse().place(),
                () -> {
                    create.run();
                    return table;
                });
        refuseOtherColumns(table);
    }

    private void createNamespace() {
        if (catalog instanceof SupportsNamespaces namespaces) {
            trying("Could not create the namespace " + namespace + " in the catalog " + settings.place(), () -> {
                try {
                    if (!namespaces.namespaceExists(namespace)) {
                        namespaces.createNamespace(namespace);
                    }
                } catch (AlreadyExistsException alreadyMade) {
                    // Another process was faster, and made what this one was about to make.
                }
                return namespace;
            });
        }
    }

    private void create(TableIdentifier identifier, LakeTable table, TableOptions options) {
        if (catalog.tableExists(identifier)) {
            adopt(table);
            return;
        }
        try {
            Map<String, String> properties = new HashMap<>(options.properties(table));
            properties.putAll(guarded());
            catalog.createTable(identifier, table.schema(), options.spec(table), properties);
        } catch (AlreadyExistsException alreadyMade) {
            // Another process was faster; the check of the columns below tells whether it made the same table.
        }
    }

    /**
     * Makes a table that says of no environment that it is its own, as of a release that knew no guard or made just
     * now, one of the environment of this lake's caller.
     */
    public void adopt(LakeTable name) {
        Table table = table(name);
        if (LakeProperties.environment(table.properties()) == null) {
            UpdateProperties update = table.updateProperties();
            guarded().forEach(update::set);
            update.commit();
        }
    }

    private Map<String, String> guarded() {
        return Map.of(
                LakeProperties.PROTECTED, "true",
                LakeProperties.ENVIRONMENT, caller.environment(),
                LakeProperties.EPOCH, Integer.toString(epoch()));
    }

    /**
     * The columns that a table lacks because it is of an earlier release, in their order; none for one that has all, or
     * is not there. Rows are written to it and read from it without them.
     *
     * @throws LakeFailure if its metadata cannot be read, or if it differs in any other way
     */
    public List<String> missingColumns(LakeTable table) {
        if (!exists(table)) {
            return List.of();
        }
        refuseOtherColumns(table);
        return LaterColumns.missingNames(table, table(table).schema());
    }

    /**
     * The tables that are of an earlier release, and which columns each lacks; none for a lake of this one.
     *
     * @throws LakeFailure as {@link #missingColumns} does
     */
    public Map<LakeTable, List<String>> outdated() {
        Map<LakeTable, List<String>> outdated = new EnumMap<>(LakeTable.class);
        for (LakeTable table : LakeTable.all()) {
            List<String> missing = missingColumns(table);
            if (!missing.isEmpty()) {
                outdated.put(table, missing);
            }
        }
        return outdated;
    }

    /**
     * Ends every earlier start of the job that has a claim: it can commit no more. What is to be written is written by the
     * next start.
     *
     * @param by what ends them, as the job that is refused reads it
     * @throws LakeFailure if a table cannot be changed
     */
    public void endStarts(String by) {
        new WriterLease(by).acquire(this);
    }

    private void refuseOtherColumns(LakeTable table) {
        List<String> differences = Compatibility.differences(table, table(table).schema());
        if (!differences.isEmpty()) {
            throw new LakeFailure(
                    "Could not use the table " + identifier(table) + " in the catalog " + settings.place(),
                    "it was not made by this version of Tidemark: " + String.join("; ", differences),
                    "Use another namespace, or bring the table's columns into line.",
                    null);
        }
    }

    /** Lets go of the catalog's connections; tables loaded from it must not be used any more. */
    @Override
    public void close() {
        if (catalog instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw FailureExplainer.explain("Could not close the catalog " + settings.place(), e);
            }
        }
    }

    private static <T extends @Nullable Object> T trying(String tried, Supplier<T> action) {
        try {
            return action.get();
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw FailureExplainer.explain(tried, e);
        }
    }
}
