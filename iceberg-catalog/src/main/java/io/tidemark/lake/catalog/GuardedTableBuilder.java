package io.tidemark.lake.catalog;

import io.tidemark.lake.guard.GuardedTableOperations;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.catalog.Catalog.TableBuilder;
import org.apache.iceberg.metrics.MetricsReporter;

/** Makes and replaces tables; a transaction that it begins ends in guarded operations, however long it takes. */
final class GuardedTableBuilder implements TableBuilder {
    private final TableBuilder base;
    private final Hooks hooks;
    private final Map<String, String> properties = new HashMap<>();

    /** What the builder calls before it calls the catalog. */
    interface Hooks {
        /** Lets a new table with these properties pass, or does not. */
        void requireCreate(Map<String, String> properties);

        /** Lets the replacement of the table pass that is there now, if one is. */
        void requireReplace();

        /** Who hears of commits. */
        MetricsReporter reporter();

        /** A table whose changes are guarded. */
        Table guarded(Table table);

        /** Operations that are guarded; those of a replacement watch for what has come in the meantime. */
        GuardedTableOperations guarded(TableOperations operations, boolean replacing);
    }

    GuardedTableBuilder(TableBuilder base, Hooks hooks) {
        this.base = base;
        this.hooks = hooks;
    }

    @Override
    public TableBuilder withPartitionSpec(PartitionSpec spec) {
        base.withPartitionSpec(spec);
        return this;
    }

    @Override
    public TableBuilder withSortOrder(SortOrder sortOrder) {
        base.withSortOrder(sortOrder);
        return this;
    }

    @Override
    public TableBuilder withLocation(String location) {
        base.withLocation(location);
        return this;
    }

    @Override
    public TableBuilder withProperties(Map<String, String> more) {
        base.withProperties(more);
        if (more != null) {
            properties.putAll(more);
        }
        return this;
    }

    @Override
    public TableBuilder withProperty(String key, String value) {
        base.withProperty(key, value);
        properties.put(key, value);
        return this;
    }

    @Override
    public Table create() {
        hooks.requireCreate(properties);
        return hooks.guarded(base.create());
    }

    @Override
    public Transaction createTransaction() {
        hooks.requireCreate(properties);
        return guarded(
                base.createTransaction(),
                false,
                (name, begun) -> Transactions.createTableTransaction(
                        name, hooks.guarded(begun.underlyingOps(), false), begun.currentMetadata(), hooks.reporter()));
    }

    @Override
    public Transaction replaceTransaction() {
        hooks.requireReplace();
        return guarded(
                base.replaceTransaction(),
                true,
                (name, begun) -> Transactions.replaceTableTransaction(
                        name, hooks.guarded(begun.underlyingOps(), true), begun.currentMetadata(), hooks.reporter()));
    }

    @Override
    public Transaction createOrReplaceTransaction() {
        hooks.requireReplace();
        return guarded(
                base.createOrReplaceTransaction(),
                true,
                (name, begun) -> Transactions.createOrReplaceTableTransaction(
                        name, hooks.guarded(begun.underlyingOps(), true), begun.currentMetadata(), hooks.reporter()));
    }

    // The base begins its transaction on its own operations; here the same one is begun on guarded ones.
    private static Transaction guarded(
            Transaction begun, boolean replacing, BiFunction<String, BaseTransaction, Transaction> again) {
        if (begun instanceof BaseTransaction known) {
            return again.apply(known.tableName(), known);
        }
        throw new UnsupportedOperationException("The catalog begins a transaction of a kind that cannot be guarded: "
                + begun.getClass().getName() + (replacing ? ", to replace a table" : ", to make a table"));
    }
}
