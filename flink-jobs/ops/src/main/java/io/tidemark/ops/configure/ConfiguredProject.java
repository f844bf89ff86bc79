package io.tidemark.ops.configure;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.mark.Mark;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ServiceConfig;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A project as it is configured at a time.
 *
 * @param name the name, as events have it
 * @param version the version of the service configuration that is in force then; 0 for none
 * @param settings what is configured for it; plain for {@code default}, which is always there
 */
public record ConfiguredProject(String name, long version, ConfigValue.Project settings) {
    /**
     * Looks a project up in the lake's table {@code service_config}.
     *
     * @param mark the mark at whose time; null for now
     * @param now the present time
     * @return the project, by the version in force then: a version that is made, but not effective yet, does not count
     * @throws Refusal if there is no such project then, with those that there are; if there is no such mark; or if the
     *     table has lost rows
     */
    public static ConfiguredProject find(Lake lake, String name, @Nullable String mark, Instant now) {
        ConfigHistory history = new ServiceConfigs(lake).history();
        long version = mark == null ? history.inForce(now.toEpochMilli()) : inForceAt(lake, history, mark);
        ServiceConfig config = Objects.requireNonNull(history.at(version));
        if (!config.hasProject(name)) {
            throw RefusalCode.NO_PROJECT.refuse(
                    name, mark == null ? "" : " at the mark '" + mark + "'", String.join(", ", names(config)));
        }
        ConfigValue.Project settings = config.project(name);
        return new ConfiguredProject(name, version, settings == null ? ConfigValue.Project.PLAIN : settings);
    }

    /** A mark from before there was a configuration has none. */
    private static long inForceAt(Lake lake, ConfigHistory history, String name) {
        Mark mark = new Marks(lake).require(name);
        boolean configured = lake.isReadable(LakeTable.SERVICE_CONFIG)
                && lake.table(LakeTable.SERVICE_CONFIG).refs().containsKey(name);
        long newest = configured ? new ServiceConfigs(lake).versionAt(name) : 0;
        return Math.min(newest, history.inForce(mark.origin().createdAt().toEpochMilli()));
    }

    private static TreeSet<String> names(ServiceConfig config) {
        TreeSet<String> names = new TreeSet<>();
        names.add(DeviceKey.DEFAULT_PROJECT);
        config.entries().keySet().forEach(key -> {
            if (key instanceof ConfigKey.Project project) {
                names.add(project.project());
            }
        });
        return names;
    }
}
