package io.tidemark.lake.table;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** Whether columns are the same for those who write and read them. What they say of themselves does not matter. */
public final class SameColumns {
    private SameColumns() {}

    /** Whether two types hold the same values under the same names; the numbers of their fields are each table's own. */
    public static boolean ofType(Type one, Type other) {
        return types(one, other, false);
    }

    /** Whether columns are those of another list, in its order: the same names, types and nulls. */
    public static boolean areThose(List<NestedField> some, List<NestedField> others) {
        return each(some, others, false);
    }

    /** Whether two schemas of one table are the same: names, types, nulls, field ids and the order of the columns. */
    public static boolean ofTable(Schema one, Schema other) {
        return each(one.columns(), other.columns(), true);
    }

    private static boolean each(List<NestedField> some, List<NestedField> others, boolean ids) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!same(some.get(i), others.get(i), ids)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(NestedField one, NestedField other, boolean ids) {
        return types(one.type(), other.type(), ids)
                && one.name().equals(other.name())
                && one.isOptional() == other.isOptional()
                && (!ids || one.fieldId() == other.fieldId());
    }

    private static boolean types(Type one, Type other, boolean ids) {
        boolean both = one.isStructType() && other.isStructType();
        return both ? each(one.asStructType().fields(), other.asStructType().fields(), ids) : one.equals(other);
    }
}
