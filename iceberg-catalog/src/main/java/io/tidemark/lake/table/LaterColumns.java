package io.tidemark.lake.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns that came to a table with a later release: optional, and last. A table of an earlier release lacks all that
 * came with a release or none of it, and is written and read without them until they are added.
 */
public final class LaterColumns {
    // What came with one release, the earliest first. What comes next is a list more.
    private static final List<List<String>> TO_OUTCOMES =
            List.of(List.of(Columns.CONFIG_VERSION, Columns.RELEASED_FROM));

    private LaterColumns() {}

    /** The columns of a table that came later, in their order, as a new table has them. */
    public static List<NestedField> of(LakeTable table) {
        return releases(table).stream()
                .flatMap(List::stream)
                .map(name -> table.schema().findField(name))
                .toList();
    }

    /**
     * The columns that a table with this schema lacks because it is of an earlier release, in their order; none where it
     * lacks one of a release and has another of it, or has one of a later release, for no release made it so.
     */
    public static List<NestedField> missing(LakeTable table, Schema found) {
        return missingReleases(table, found).stream().flatMap(List::stream).toList();
    }

    /** The names of the {@linkplain #missing missing} columns, in their order. */
    public static List<String> missingNames(LakeTable table, Schema found) {
        return missing(table, found).stream().map(NestedField::name).toList();
    }

    private static List<List<NestedField>> missingReleases(LakeTable table, Schema found) {
        List<List<NestedField>> missing = new ArrayList<>();
        for (List<String> release : releases(table)) {
            if (release.stream().allMatch(name -> found.findField(name) == null)) {
                missing.add(release.stream()
                        .map(name -> table.schema().findField(name))
                        .toList());
            } else if (!missing.isEmpty()) {
                return List.of();
            }
        }
        return missing;
    }

    /**
     * A schema with the missing columns behind its own. One that the table had before has the field ids of then, so that
     * what was written in it can be read again.
     *
     * @param schemas every schema that the table has had, the oldest first
     * @param lastId the largest field id that the table has had
     */
    public static Schema added(LakeTable table, Schema schema, Collection<Schema> schemas, int lastId) {
        List<NestedField> columns = new ArrayList<>(schema.columns());
        NextId ids = new NextId(lastId);
        for (NestedField column : missing(table, schema)) {
            columns.add(had(column, schema, schemas).orElseGet(() -> ids.give(column)));
        }
        return new Schema(columns);
    }

    /**
     * A schema of a table with those missing columns behind its own that the table has had since; without those of a
     * release of which it never had all.
     *
     * @param schemas every schema that the table has had, the oldest first
     */
    public static Schema kept(LakeTable table, Schema schema, Collection<Schema> schemas) {
        List<NestedField> columns = new ArrayList<>(schema.columns());
        for (List<NestedField> release : missingReleases(table, schema)) {
            List<NestedField> had = release.stream()
                    .flatMap(column -> had(column, schema, schemas).stream())
                    .toList();
            if (had.size() < release.size()) {
                break;
            }
            columns.addAll(had);
        }
        return columns.size() == schema.columns().size() ? schema : new Schema(columns);
    }

    private static List<List<String>> releases(LakeTable table) {
        return table.isOutcome() ? TO_OUTCOMES : List.of();
    }

    private static Optional<NestedField> had(NestedField column, Schema schema, Collection<Schema> schemas) {
        return schemas.stream()
                .map(earlier -> earlier.findField(column.name()))
                .filter(earlier -> earlier != null
                        && earlier.isOptional()
                        && SameColumns.ofType(earlier.type(), column.type())
                        && ids(earlier).stream().allMatch(id -> schema.findField(id) == null))
                .reduce((earlier, later) -> later);
    }

    private static Set<Integer> ids(NestedField column) {
        return TypeUtil.indexById(new Schema(column).asStruct()).keySet();
    }

    /** The field ids that no column of the table has had; those inside of a column come behind its own. */
    private static final class NextId {
        private int last;

        NextId(int last) {
            this.last = last;
        }

        NestedField give(NestedField column) {
            int id = ++last;
            Type type = TypeUtil.assignFreshIds(column.type(), () -> ++last);
            return NestedField.optional(id, column.name(), type, column.doc());
        }
    }
}
