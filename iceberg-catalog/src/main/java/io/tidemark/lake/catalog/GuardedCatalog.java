package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.Change;
import io.tidemark.lake.guard.Decision.ToTrash;
import io.tidemark.lake.guard.GuardEnforcer;
import io.tidemark.lake.guard.GuardedTableOperations;
import io.tidemark.lake.guard.GuardedViewOperations;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.guard.Target;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataTableUtils;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.hadoop.Configurable;
import org.apache.iceberg.metrics.MetricsReporter;
import org.apache.iceberg.metrics.MetricsReporters;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Any Iceberg catalog, with a guard at two places: the catalog's own operations, and every commit to its
 * tables and views. A table that may be dropped goes to the trash.
 *
 * <p>Engines load it by its name, {@code catalog-impl=io.tidemark.lake.catalog.GuardedCatalog}, with the properties of
 * {@link GuardProperties}; our own code opens a {@link Lake}.
 */
public final class GuardedCatalog extends ForwardingCatalog implements Configurable<Object> {
    private Configuration configuration = new Configuration(false);
    private @Nullable Catalog base;
    private @Nullable GuardEnforcer enforcer;
    private Map<String, String> baseProperties = Map.of();
    private @Nullable MetricsReporter reporter;

    /** For engines, which then initialise it. */
    public GuardedCatalog() {}

    private GuardedCatalog(Catalog base, Map<String, String> baseProperties, GuardEnforcer enforcer) {
        this.base = base;
        this.baseProperties = baseProperties;
        this.enforcer = enforcer;
    }

    /** Puts a guard round a catalog that was initialised with these properties. */
    public static GuardedCatalog wrap(Catalog base, Map<String, String> properties, GuardEnforcer enforcer) {
        return new GuardedCatalog(base, properties, enforcer);
    }

    /** The clock on the wall, by which things are kept. */
    static InstantSource wallClock() {
        return InstantSource.system();
    }

    @Override
    public void setConf(Object conf) {
        if (conf instanceof Configuration hadoop) {
            configuration = hadoop;
        }
    }

    /**
     * Makes the catalog that it guards.
     *
     * @throws IllegalArgumentException if the guard's properties are incomplete or wrong
     */
    @Override
    public void initialize(String name, Map<String, String> properties) {
        GuardProperties guard = GuardProperties.parse(properties);
        enforcer = new GuardEnforcer(
                guard.caller(),
                guard.limits(),
                wallClock(),
                refusal -> refusal,
                new BreakGlassFiles(properties.get(CatalogProperties.WAREHOUSE_LOCATION), configuration));
        baseProperties = guard.base();
        base = Lake.base(GuardProperties.baseName(name, properties), baseProperties, configuration);
    }

    @Override
    Catalog base() {
        return Objects.requireNonNull(base, "The guarded catalog was not initialised");
    }

    private GuardEnforcer enforcer() {
        return Objects.requireNonNull(enforcer, "The guarded catalog was not initialised");
    }

    @Override
    public Table loadTable(TableIdentifier identifier) {
        return guarded(identifier, base().loadTable(identifier));
    }

    @Override
    public TableBuilder buildTable(TableIdentifier identifier, Schema schema) {
        return new GuardedTableBuilder(base().buildTable(identifier, schema), new GuardedTableBuilder.Hooks() {
            @Override
            public void requireCreate(Map<String, String> properties) {
                requireNew(identifier, properties);
            }

            @Override
            public void requireReplace() {
                requireReplacement(identifier);
            }

            @Override
            public MetricsReporter reporter() {
                return GuardedCatalog.this.reporter();
            }

            @Override
            public Table guarded(Table table) {
                return GuardedCatalog.this.guarded(identifier, table);
            }

            @Override
            public GuardedTableOperations guarded(TableOperations operations, boolean replacing) {
                return replacing
                        ? GuardedTableOperations.replacing(operations, enforcer(), named(identifier))
                        : GuardedTableOperations.wrap(operations, enforcer(), named(identifier));
            }
        });
    }

    @Override
    public Table registerTable(TableIdentifier identifier, String metadataFileLocation) {
        requireNew(identifier, Map.of());
        return guarded(identifier, base().registerTable(identifier, metadataFileLocation));
    }

    @Override
    public Table registerTable(TableIdentifier identifier, String metadataFileLocation, boolean overwrite) {
        requireNew(identifier, Map.of());
        if (overwrite) {
            requireReplacement(identifier);
        }
        return guarded(identifier, base().registerTable(identifier, metadataFileLocation, overwrite));
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        Target target = target(from, base().loadTable(from));
        enforcer().require(new Change.RenameTable(target, to.toString()));
        requireNew(to, target.properties());
        base().renameTable(from, to);
    }

    /**
     * Drops a table: one that is kept goes to the trash, whether it is to be purged or not.
     *
     * @return whether there was one
     * @throws Refusal if it may not be dropped, or if it would go to the trash and the catalog cannot rename
     */
    @Override
    public boolean dropTable(TableIdentifier identifier, boolean purge) {
        Table table;
        try {
            table = base().loadTable(identifier);
        } catch (NoSuchTableException | NoSuchNamespaceException absent) {
            return base().dropTable(identifier, purge);
        } catch (NotFoundException lost) {
            // Nothing tells which lake it belongs to, and it cannot be renamed into the trash: only the one who brings
            // it
            // back from an older metadata file takes its row out of the catalog.
            if (enforcer().caller().purpose() == Purpose.CARE && !purge) {
                return base().dropTable(identifier, false);
            }
            throw lost;
        }
        ToTrash toTrash = enforcer().require(new Change.DropTable(target(identifier, table), purge));
        if (toTrash == null) {
            return base().dropTable(identifier, purge);
        }
        moveToTrash(identifier, toTrash.expiresAt());
        return true;
    }

    private void moveToTrash(TableIdentifier identifier, Instant expiresAt) {
        Instant now = enforcer().clock().instant();
        Namespace trash = trash();
        TableIdentifier there =
                TableIdentifier.of(trash, identifier.toString().replace(".", "__") + "__" + now.toEpochMilli());
        try {
            if (!namespaces().namespaceExists(trash)) {
                namespaces().createNamespace(trash);
            }
        } catch (AlreadyExistsException alreadyMade) {
            // Another process was faster, and made what this one was about to make.
        }
        try {
            base().renameTable(identifier, there);
        } catch (UnsupportedOperationException cannotRename) {
            throw enforcer()
                    .exceptionMapper()
                    .apply(RefusalCode.CANNOT_RENAME.refuse(
                            identifier, "would go to the trash", base().name(), "leave the table"));
        }
        base().invalidateTable(identifier);
        // After the rename: a table that still has its name never says that its time is up.
        base().loadTable(there)
                .updateProperties()
                .set(LakeProperties.TRASH_OF, identifier.toString())
                .set(LakeProperties.DROPPED_AT, now.toString())
                .set(LakeProperties.EXPIRES_AT, expiresAt.toString())
                .commit();
    }

    @Override
    public void close() throws IOException {
        if (reporter != null) {
            reporter.close();
        }
        super.close();
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        enforcer().require(new Change.ChangeNamespace(namespace(namespace)));
        return super.dropNamespace(namespace);
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        enforcer().require(new Change.ChangeNamespace(namespace(namespace)));
        return super.setProperties(namespace, properties);
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        enforcer().require(new Change.ChangeNamespace(namespace(namespace)));
        return super.removeProperties(namespace, properties);
    }

    @Override
    public View loadView(TableIdentifier identifier) {
        return guarded(identifier, super.loadView(identifier));
    }

    @Override
    public ViewBuilder buildView(TableIdentifier identifier) {
        Runnable requireReplace = () -> {
            if (viewExists(identifier)) {
                enforcer().require(new Change.ReplaceView(target(identifier, super.loadView(identifier))));
            }
        };
        return new GuardedViewBuilder(super.buildView(identifier), requireReplace, view -> guarded(identifier, view));
    }

    @Override
    public boolean dropView(TableIdentifier identifier) {
        if (viewExists(identifier)) {
            enforcer().require(new Change.DropView(target(identifier, super.loadView(identifier))));
        }
        return super.dropView(identifier);
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        if (viewExists(from)) {
            enforcer().require(new Change.RenameView(target(from, super.loadView(from)), to.toString()));
        }
        super.renameView(from, to);
    }

    @Override
    public View registerView(TableIdentifier identifier, String metadataFileLocation) {
        requireNew(identifier, Map.of());
        return guarded(identifier, super.registerView(identifier, metadataFileLocation));
    }

    private void requireNew(TableIdentifier identifier, Map<String, String> properties) {
        Target target = new Target(identifier.toString(), null, false, properties);
        enforcer().require(new Change.CreateTable(target, namespace(identifier.namespace())));
    }

    private void requireReplacement(TableIdentifier identifier) {
        if (base().tableExists(identifier)) {
            enforcer().require(new Change.ReplaceTable(target(identifier, base().loadTable(identifier))));
        }
    }

    // The base does not hand out its own with a transaction, so a configured one is made here, and not there.
    private MetricsReporter reporter() {
        MetricsReporter made = reporter;
        if (made == null) {
            made = CatalogUtil.loadMetricsReporter(baseProperties);
            reporter = made;
        }
        return made;
    }

    private Table guarded(TableIdentifier identifier, Table table) {
        if (table instanceof BaseTable known) {
            GuardedTableOperations operations =
                    GuardedTableOperations.wrap(known.operations(), enforcer(), named(identifier));
            operations.requireWriter();
            MetricsReporter reporter = baseProperties.containsKey(CatalogProperties.METRICS_REPORTER_IMPL)
                    ? MetricsReporters.combine(reporter(), known.reporter())
                    : known.reporter();
            return new BaseTable(operations, table.name(), reporter);
        }
        if (table instanceof BaseMetadataTable known) {
            TableIdentifier of = TableIdentifier.of(identifier.namespace().levels());
            return MetadataTableUtils.createMetadataTableInstance(
                    GuardedTableOperations.wrap(known.table().operations(), enforcer(), named(of)),
                    name(),
                    of,
                    identifier,
                    MetadataTableType.from(identifier.name()));
        }
        throw new UnsupportedOperationException("The catalog " + name() + " loads a table of a kind that cannot be"
                + " guarded: " + table.getClass().getName());
    }

    private View guarded(TableIdentifier identifier, View view) {
        if (view instanceof BaseView known) {
            return new BaseView(
                    GuardedViewOperations.wrap(known.operations(), enforcer(), identifier.toString()), view.name());
        }
        throw new UnsupportedOperationException("The catalog " + name() + " loads a view of a kind that cannot be"
                + " guarded: " + view.getClass().getName());
    }

    private GuardedTableOperations.Named named(TableIdentifier identifier) {
        return new GuardedTableOperations.Named() {
            @Override
            public Target target(TableMetadata metadata) {
                return new Target(
                        identifier.toString(),
                        metadata.location(),
                        trash().equals(identifier.namespace()),
                        metadata.properties());
            }

            @Override
            public Target namespace() {
                return GuardedCatalog.this.namespace(identifier.namespace());
            }
        };
    }

    private Target target(TableIdentifier identifier, Table table) {
        return new Target(
                identifier.toString(), table.location(), trash().equals(identifier.namespace()), table.properties());
    }

    private static Target target(TableIdentifier identifier, View view) {
        return new Target(identifier.toString(), view.location(), false, view.properties());
    }

    // A namespace belongs to the environment of its tables; not every catalog could write that down with it.
    private Target namespace(Namespace namespace) {
        Map<String, String> own = new HashMap<>();
        if (base() instanceof SupportsNamespaces) {
            try {
                for (TableIdentifier identifier : base().listTables(namespace)) {
                    Map<String, String> properties = properties(identifier);
                    for (String key : new String[] {LakeProperties.ENVIRONMENT, LakeProperties.PROTECTED}) {
                        if (properties.containsKey(key)) {
                            own.put(key, properties.get(key));
                        }
                    }
                    if (own.size() > 1) {
                        break;
                    }
                }
            } catch (NoSuchNamespaceException notYet) {
                // Then nobody has a table there.
            }
        }
        return new Target(namespace.toString(), null, trash().equals(namespace), own);
    }

    private Map<String, String> properties(TableIdentifier identifier) {
        try {
            return base().loadTable(identifier).properties();
        } catch (NoSuchTableException | NotFoundException gone) {
            return Map.of();
        }
    }

    private Namespace trash() {
        return Namespace.of(enforcer().limits().trash().split("\\."));
    }
}
