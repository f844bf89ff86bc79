package io.tidemark.lake.catalog;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.view.ViewCatalogTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Iceberg's own contract for views, through a guard that lets everything pass. */
class GuardedViewContractTest extends ViewCatalogTests<GuardedCatalog> {
    private GuardedCatalog catalog;

    @BeforeEach
    void open() {
        catalog = new GuardedCatalog();
        catalog.setConf(new Configuration(false));
        catalog.initialize(
                "contract",
                Map.of(
                        "view-default.key1", "catalog-default-key1",
                        "view-default.key2", "catalog-default-key2",
                        "view-default.key3", "catalog-default-key3",
                        "view-override.key3", "catalog-override-key3",
                        "view-override.key4", "catalog-override-key4",
                        "guard.environment", "test",
                        "guard.trash-for", "0s",
                        "guard.base.catalog-impl", InMemoryCatalog.class.getName()));
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @Override
    protected GuardedCatalog catalog() {
        return catalog;
    }

    @Override
    protected Catalog tableCatalog() {
        return catalog;
    }

    @Override
    protected boolean requiresNamespaceCreate() {
        return true;
    }
}
