package io.tidemark.lake.care;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LostMetadata;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.LakeProperties;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.lake.table.LaterColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a dropped table back, with all its snapshots, tags and columns: from the trash by its name, or, where it was
 * dropped by other means that left the files, by registering its newest valid metadata. Metadata is valid if it can
 * be read, is that of the table the anchors name, and if the manifest lists of its head and of everything that a tag
 * keeps are there. A table that is in the catalog and whose metadata file is gone comes back in the same way.
 */
public final class Undrop {
    private static final Logger LOG = LoggerFactory.getLogger(Undrop.class);

    private final Lake lake;
    private final Trash trash;
    private final List<Anchor> anchors;

    /**
     * Brings tables of this lake back, which was opened to {@link io.tidemark.lake.guard.Purpose#CARE}.
     *
     * @param anchors what is known of the tables from the marks; none: the newest valid metadata wins
     */
    public Undrop(Lake lake, List<Anchor> anchors) {
        this.lake = lake;
        this.trash = new Trash(lake);
        this.anchors = List.copyOf(anchors);
    }

    /**
     * How a table would come back.
     *
     * @param table its name
     * @param uuid its Iceberg UUID
     * @param snapshots how many snapshots it has
     * @param from its name in the trash; null if it is registered from its files
     * @param metadataLocation the metadata that is registered; null if it comes from the trash
     * @param lost what is missing of a table that is still in the catalog: it comes back without what was committed
     *     since the metadata that is registered; null if it was dropped
     * @param missingColumns the columns that it will lack because they came with a later release than its metadata
     * @param hash the plan's name
     */
    @JsonPropertyOrder({"table", "uuid", "snapshots", "from", "lost_metadata", "missing_columns"})
    public record Plan(
            @JsonProperty("table") TableIdentifier table,
            @JsonProperty("uuid") String uuid,
            @JsonProperty("snapshots") int snapshots,
            @JsonIgnore @Nullable TableIdentifier from,
            @JsonIgnore @Nullable String metadataLocation,
            @JsonProperty("lost_metadata") @Nullable String lost,

            @JsonProperty("missing_columns") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> missingColumns,

            @JsonIgnore String hash) {
        /** Keeps a copy. */
        public Plan {
            missingColumns = List.copyOf(missingColumns);
        }

        /** Where it would come from: its name in the trash, or else its metadata file. */
        @JsonProperty("from")
        public @Nullable String source() {
            return from == null ? metadataLocation : from.toString();
        }
    }

    /**
     * Plans to bring a table back; changes nothing.
     *
     * @throws Refusal if it is there, or if nothing is left of it
     */
    public Plan plan(TableIdentifier table) {
        String lost = LostMetadata.of(lake.catalog(), table);
        if (lost != null) {
            return fromFiles(table, lost);
        }
        if (lake.catalog().tableExists(table)) {
            throw RefusalCode.TABLE_IS_THERE.refuse(table, lake.settings().place());
        }
        Optional<Trashed> dropped = trash.list().stream()
                .filter(candidate -> candidate.was(table) && isTheOne(table, candidate.uuid()))
                .findFirst();
        return dropped.map(trashed -> fromTrash(table, trashed)).orElseGet(() -> fromFiles(table, null));
    }

    private Plan fromTrash(TableIdentifier table, Trashed trashed) {
        Table there = lake.catalog().loadTable(trashed.name());
        int snapshots = 0;
        for (Snapshot ignored : there.snapshots()) {
            snapshots++;
        }
        return new Plan(
                table,
                trashed.uuid(),
                snapshots,
                trashed.name(),
                null,
                null,
                missingColumns(table, there.schema()),
                PlanHash.of(List.of("rename", trashed.name().toString(), table.toString(), trashed.uuid())));
    }

    private Plan fromFiles(TableIdentifier table, @Nullable String lost) {
        FileIO io = new HadoopFileIO(lake.hadoopConfiguration());
        TableMetadata newest = candidates(table).stream()
                .map(location -> read(io, location))
                .flatMap(Optional::stream)
                .filter(metadata -> isTheOne(table, metadata.uuid()))
                .sorted(Comparator.comparingLong(TableMetadata::lastUpdatedMillis)
                        .thenComparingLong(TableMetadata::lastSequenceNumber)
                        .reversed())
                .filter(metadata -> isWhole(io, metadata))
                .findFirst()
                .orElseThrow(() -> nothingLeft(table));
        String environment = LakeProperties.environment(newest.properties());
        if (environment != null && !environment.equals(lake.caller().environment())) {
            throw RefusalCode.OTHER_ENVIRONMENT.refuse(
                    "What is left of the table " + table,
                    environment,
                    lake.caller().environment());
        }
        return new Plan(
                table,
                newest.uuid(),
                newest.snapshots().size(),
                null,
                newest.metadataFileLocation(),
                lost,
                missingColumns(table, newest.schema()),
                PlanHash.of(List.of("register", newest.metadataFileLocation(), table.toString(), newest.uuid())));
    }

    private List<String> missingColumns(TableIdentifier table, Schema schema) {
        return LakeTable.all().stream()
                .filter(each -> lake.identifier(each).equals(table))
                .flatMap(each -> LaterColumns.missingNames(each, schema).stream())
                .toList();
    }

    private Set<String> candidates(TableIdentifier table) {
        Set<String> locations = new HashSet<>();
        String directory = table.name() + "/metadata";
        for (String file : lake.files().list(directory)) {
            if (file.contains(".metadata.json")) {
                locations.add(lake.files().location(directory + "/" + file));
            }
        }
        for (Anchor anchor : anchors) {
            if (anchor.table().equals(table.toString()) && anchor.metadataLocation() != null) {
                locations.add(anchor.metadataLocation());
            }
        }
        return locations;
    }

    private static Optional<TableMetadata> read(FileIO io, String location) {
        try {
            return Optional.of(TableMetadataParser.read(io, location));
        } catch (RuntimeException broken) {
            // One that is cut off, or gone: there may be an older one.
            LOG.warn("A table's metadata cannot be read file={} reason={}", location, broken.toString());
            return Optional.empty();
        }
    }

    private boolean isTheOne(TableIdentifier table, String uuid) {
        List<Anchor> known = anchors.stream()
                .filter(anchor -> anchor.table().equals(table.toString()))
                .toList();
        return known.isEmpty()
                || known.stream().anyMatch(anchor -> anchor.uuid().equals(uuid));
    }

    private static boolean isWhole(FileIO io, TableMetadata metadata) {
        List<Long> kept = new ArrayList<>();
        metadata.refs().values().stream().map(SnapshotRef::snapshotId).forEach(kept::add);
        for (long snapshotId : kept) {
            Snapshot snapshot = metadata.snapshot(snapshotId);
            if (snapshot == null
                    || !io.newInputFile(snapshot.manifestListLocation()).exists()) {
                LOG.warn(
                        "A table's metadata refers to files that are gone file={} snapshot={}",
                        metadata.metadataFileLocation(),
                        snapshotId);
                return false;
            }
        }
        return true;
    }

    private Refusal nothingLeft(TableIdentifier table) {
        return RefusalCode.NOTHING_LEFT.refuse(
                "The table " + table, lake.files().location(table.name() + "/metadata"), "");
    }

    /**
     * Brings a table back.
     *
     * @param hash the plan that was looked at
     * @throws Refusal if the plan is another one by now; then nothing was done
     */
    public Plan execute(TableIdentifier table, String hash) {
        Plan plan = plan(table);
        PlanHash.requireSame(
                "bring the table " + table + " back",
                plan.hash(),
                hash,
                Trash.CHANGED,
                "Run `tidemark undrop " + table.name() + "` again");
        Namespace namespace = table.namespace();
        if (lake.catalog() instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(namespace)) {
            namespaces.createNamespace(namespace);
        }
        if (plan.lost() != null) {
            lake.catalog().dropTable(table, false);
        }
        if (plan.metadataLocation() != null) {
            lake.catalog().registerTable(table, plan.metadataLocation());
            return plan;
        }
        trash.list().stream()
                .filter(trashed -> trashed.name().equals(plan.from()))
                .findFirst()
                .ifPresent(trashed -> trash.restore(trashed, table));
        return plan;
    }
}
