package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.CatalogTests;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's own contract for catalogs, through a guard that lets everything pass: nothing is lost on the way. */
class GuardedCatalogContractTest extends CatalogTests<GuardedCatalog> {
    private GuardedCatalog catalog;

    @BeforeEach
    void open() {
        catalog = initCatalog("contract", Map.of());
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
    protected GuardedCatalog initCatalog(String name, Map<String, String> additional) {
        Map<String, String> properties = new HashMap<>(additional);
        properties.put("table-default.default-key1", "catalog-default-key1");
        properties.put("table-default.default-key2", "catalog-default-key2");
        properties.put("table-default.override-key3", "catalog-default-key3");
        properties.put("table-override.override-key3", "catalog-override-key3");
        properties.put("table-override.override-key4", "catalog-override-key4");
        properties.put("guard.environment", "test");
        properties.put("guard.trash-for", "0s");
        properties.put("guard.base.catalog-impl", InMemoryCatalog.class.getName());
        GuardedCatalog made = new GuardedCatalog();
        made.setConf(new Configuration(false));
        made.initialize(name, properties);
        return made;
    }

    /** As the suite has it, for files that are in memory. */
    @Test
    @Override
    public void testLoadTableWithMissingMetadataFile(@TempDir Path notUsed) {
        catalog.createNamespace(TBL.namespace());
        TableOperations table = ((BaseTable) catalog.buildTable(TBL, SCHEMA).create()).operations();
        table.io().deleteFile(table.current().metadataFileLocation());
        assertThatThrownBy(() -> catalog.loadTable(TBL)).isInstanceOf(NotFoundException.class);
    }

    @Override
    protected boolean requiresNamespaceCreate() {
        return true;
    }

    @Override
    protected boolean supportsEmptyNamespace() {
        return true;
    }

    @Override
    protected boolean supportsNestedNamespaces() {
        return true;
    }
}
