package io.tidemark.lake.catalog;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;

/** Makes views, and replaces those that may be. */
final class GuardedViewBuilder implements ViewBuilder {
    private final ViewBuilder base;
    private final Runnable requireReplace;
    private final UnaryOperator<View> guarded;

    /**
     * A builder.
     *
     * @param requireReplace lets the replacement of the view pass that is there now, if one is
     * @param guarded a view whose changes are guarded
     */
    GuardedViewBuilder(ViewBuilder base, Runnable requireReplace, UnaryOperator<View> guarded) {
        this.base = base;
        this.requireReplace = requireReplace;
        this.guarded = guarded;
    }

    @Override
    public ViewBuilder withSchema(Schema schema) {
        base.withSchema(schema);
        return this;
    }

    @Override
    public ViewBuilder withQuery(String dialect, String sql) {
        base.withQuery(dialect, sql);
        return this;
    }

    @Override
    public ViewBuilder withDefaultCatalog(String catalog) {
        base.withDefaultCatalog(catalog);
        return this;
    }

    @Override
    public ViewBuilder withDefaultNamespace(Namespace namespace) {
        base.withDefaultNamespace(namespace);
        return this;
    }

    @Override
    public ViewBuilder withProperties(Map<String, String> properties) {
        base.withProperties(properties);
        return this;
    }

    @Override
    public ViewBuilder withProperty(String key, String value) {
        base.withProperty(key, value);
        return this;
    }

    @Override
    public ViewBuilder withLocation(String location) {
        base.withLocation(location);
        return this;
    }

    @Override
    public View create() {
        return guarded.apply(base.create());
    }

    @Override
    public View replace() {
        requireReplace.run();
        return guarded.apply(base.replace());
    }

    @Override
    public View createOrReplace() {
        requireReplace.run();
        return guarded.apply(base.createOrReplace());
    }
}
