package io.tidemark.lake.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;

/**
 * A catalog that hands everything on to another. The many ways of making and replacing a table are not handed on one by
 * one: by Iceberg's own defaults each of them ends in {@link #buildTable}.
 */
abstract class ForwardingCatalog implements Catalog, SupportsNamespaces, ViewCatalog, Closeable {
    /** The other catalog. */
    abstract Catalog base();

    /** The other catalog's namespaces. */
    SupportsNamespaces namespaces() {
        if (base() instanceof SupportsNamespaces namespaces) {
            return namespaces;
        }
        throw new UnsupportedOperationException("The catalog " + base().name() + " knows no namespaces");
    }

    /** The other catalog's views. */
    ViewCatalog views() {
        if (base() instanceof ViewCatalog views) {
            return views;
        }
        throw new UnsupportedOperationException("The catalog " + base().name() + " knows no views");
    }

    private boolean hasViews() {
        return base() instanceof ViewCatalog;
    }

    @Override
    public String name() {
        return base().name();
    }

    @Override
    public void initialize(String name, Map<String, String> properties) {
        base().initialize(name, properties);
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return base().listTables(namespace);
    }

    @Override
    public TableBuilder buildTable(TableIdentifier identifier, Schema schema) {
        return base().buildTable(identifier, schema);
    }

    @Override
    public boolean tableExists(TableIdentifier identifier) {
        return base().tableExists(identifier);
    }

    @Override
    public boolean dropTable(TableIdentifier identifier) {
        // Iceberg's default, said here because a base may not have it: a drop without a word purges.
        return dropTable(identifier, true);
    }

    @Override
    public boolean dropTable(TableIdentifier identifier, boolean purge) {
        return base().dropTable(identifier, purge);
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        base().renameTable(from, to);
    }

    @Override
    public Table loadTable(TableIdentifier identifier) {
        return base().loadTable(identifier);
    }

    @Override
    public void invalidateTable(TableIdentifier identifier) {
        base().invalidateTable(identifier);
    }

    @Override
    public Table registerTable(TableIdentifier identifier, String metadataFileLocation) {
        return base().registerTable(identifier, metadataFileLocation);
    }

    @Override
    public Table registerTable(TableIdentifier identifier, String metadataFileLocation, boolean overwrite) {
        return base().registerTable(identifier, metadataFileLocation, overwrite);
    }

    @Override
    public void createNamespace(Namespace namespace) {
        namespaces().createNamespace(namespace);
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> metadata) {
        namespaces().createNamespace(namespace, metadata);
    }

    @Override
    public List<Namespace> listNamespaces() {
        return namespaces().listNamespaces();
    }

    @Override
    public List<Namespace> listNamespaces(Namespace namespace) {
        return namespaces().listNamespaces(namespace);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        return namespaces().loadNamespaceMetadata(namespace);
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        return namespaces().dropNamespace(namespace);
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        return namespaces().setProperties(namespace, properties);
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        return namespaces().removeProperties(namespace, properties);
    }

    @Override
    public boolean namespaceExists(Namespace namespace) {
        return namespaces().namespaceExists(namespace);
    }

    @Override
    public List<TableIdentifier> listViews(Namespace namespace) {
        return hasViews() ? views().listViews(namespace) : List.of();
    }

    @Override
    public View loadView(TableIdentifier identifier) {
        if (!hasViews()) {
            throw new NoSuchViewException("View does not exist: %s", identifier);
        }
        return views().loadView(identifier);
    }

    @Override
    public boolean viewExists(TableIdentifier identifier) {
        return hasViews() && views().viewExists(identifier);
    }

    @Override
    public ViewBuilder buildView(TableIdentifier identifier) {
        return views().buildView(identifier);
    }

    @Override
    public boolean dropView(TableIdentifier identifier) {
        return hasViews() && views().dropView(identifier);
    }

    @Override
    public void renameView(TableIdentifier from, TableIdentifier to) {
        views().renameView(from, to);
    }

    @Override
    public void invalidateView(TableIdentifier identifier) {
        if (hasViews()) {
            views().invalidateView(identifier);
        }
    }

    @Override
    public View registerView(TableIdentifier identifier, String metadataFileLocation) {
        return views().registerView(identifier, metadataFileLocation);
    }

    @Override
    public void close() throws IOException {
        if (base() instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
