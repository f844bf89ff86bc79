package io.tidemark.cli;

import java.util.Objects;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.iceberg.IcebergBuild;
import picocli.CommandLine.IVersionProvider;

/** The versions that a report of a bug needs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        // Only a packed jar knows its version.
        String own = Objects.requireNonNullElse(Tidemark.class.getPackage().getImplementationVersion(), "from sources");
        return new String[] {
            "Tidemark " + own,
            "Flink %s, Iceberg %s, Java %s"
                    .formatted(EnvironmentInformation.getVersion(), IcebergBuild.version(), Runtime.version())
        };
    }
}
