package io.tidemark.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.ConfigFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillSiteTest {
    @Test
    void aPathIsReadFromTheConfigurationAsItIsWhateverSignsAreInIt() {
        String path = "/a? #%20: 'b' \"c\" \\d {e} [f] ${HOME} $${X} *é漢/warehouse";
        String yaml = """
                environment: production
                kafka: {bootstrap-servers: 'localhost:1'}
                catalog: {type: hadoop, warehouse: %s}
                identity: {organisation: shop}
                job: {checkpoint-dir: %s}
                """.formatted(DrillSite.quoted(path), DrillSite.quoted("file://" + path));
        assertThat(ConfigFile.parse("a test", yaml, Map.of()).catalog().warehouse())
                .isEqualTo(path);
    }
}
