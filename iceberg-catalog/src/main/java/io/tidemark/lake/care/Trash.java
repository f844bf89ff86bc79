package io.tidemark.lake.care;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.snapshot.SnapshotNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The tables that were dropped and can be had back. Whatever changes here takes a lake that was opened to
 * {@link io.tidemark.lake.guard.Purpose#CARE}.
 */
public final class Trash {
    /** Why a plan for tables that were dropped may be another one. */
    static final String CHANGED = "the lake has changed since, or it was another lake";

    private final Catalog catalog;
    private final Namespace namespace;

    /** The trash of a lake's catalog. */
    public Trash(Lake lake) {
        this.catalog = lake.catalog();
        this.namespace = Namespace.of(lake.limits().trash().split("\\."));
    }

    /** Its tables, the last dropped first. */
    public List<Trashed> list() {
        if (!(catalog instanceof SupportsNamespaces namespaces) || !namespaces.namespaceExists(namespace)) {
            return List.of();
        }
        List<Trashed> found = new ArrayList<>();
        for (TableIdentifier name : catalog.listTables(namespace)) {
            found.add(read(name, catalog.loadTable(name)));
        }
        found.sort(Comparator.comparing(Trashed::droppedAt, Comparator.nullsFirst(Comparator.<Instant>reverseOrder())));
        return List.copyOf(found);
    }

    private static Trashed read(TableIdentifier name, Table table) {
        Map<String, String> properties = table.properties();
        SnapshotNotes head = SnapshotNotes.ofHead(table);
        return new Trashed(
                name,
                properties.get(LakeProperties.TRASH_OF),
                table.uuid().toString(),
                head == null ? 0 : head.totalRecords(),
                instant(properties.get(LakeProperties.DROPPED_AT)),
                LakeProperties.expiresAt(properties));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    /**
     * What would be removed for good.
     *
     * @param tables those whose time is up, and whose files nobody uses
     * @param hash the plan's name
     */
    public record EmptyingPlan(List<Trashed> tables, String hash) {
        /** Keeps a copy. */
        public EmptyingPlan {
            tables = List.copyOf(tables);
        }
    }

    /** Plans to remove the tables whose time is up; changes nothing. */
    public EmptyingPlan planEmptying(Instant now) {
        List<Trashed> due = list().stream()
                .filter(table -> table.isDue(now) && !isBack(table))
                .sorted(Comparator.comparing(table -> table.name().toString()))
                .toList();
        return new EmptyingPlan(
                due,
                PlanHash.of(due.stream()
                        .map(table -> "remove " + table.name() + " " + table.uuid())
                        .toList()));
    }

    // Registered again from its files while it was here: then the files are those of a living table.
    private boolean isBack(Trashed trashed) {
        if (trashed.of() == null) {
            return false;
        }
        TableIdentifier was = TableIdentifier.parse(trashed.of());
        return catalog.tableExists(was)
                && catalog.loadTable(was).uuid().toString().equals(trashed.uuid());
    }

    /**
     * Removes tables and their files for good.
     *
     * @param hash the plan that was looked at
     * @return what was removed
     * @throws Refusal if the plan is another one by now; then nothing was removed
     */
    public List<Trashed> empty(String hash, Instant now) {
        EmptyingPlan plan = planEmptying(now);
        PlanHash.requireSame("empty the trash", plan.hash(), hash, CHANGED, "Run `tidemark trash --empty` again");
        for (Trashed table : plan.tables()) {
            // Without it Iceberg would leave the data files, which nobody would ever find again.
            catalog.loadTable(table.name())
                    .updateProperties()
                    .set(TableProperties.GC_ENABLED, "true")
                    .commit();
            catalog.dropTable(table.name(), true);
        }
        return plan.tables();
    }

    /** Gives a table its name back. */
    void restore(Trashed trashed, TableIdentifier name) {
        UpdateProperties said = catalog.loadTable(trashed.name()).updateProperties();
        said.remove(LakeProperties.EXPIRES_AT).remove(LakeProperties.DROPPED_AT).commit();
        catalog.renameTable(trashed.name(), name);
        catalog.loadTable(name)
                .updateProperties()
                .remove(LakeProperties.TRASH_OF)
                .commit();
    }
}
