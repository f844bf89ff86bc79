package io.tidemark.job.bootstrap;

import io.tidemark.job.state.DeviceFold.Counts;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.intake.Intake;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.intake.IntakeRules.DeviceLimits;
import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** In which windows an event counts, by the version of the service configuration by which it was decided. */
final class WindowCounts {
    private final Intake intake;
    private final ConfigHistory history;
    private final Counts unconfigured;
    // Most rows behind each other are of one project.
    private byte[] lastBytes = {};
    private String lastProject = "";

    WindowCounts(IntakeRules rules, ConfigHistory history) {
        this.intake = new Intake(rules);
        this.history = history;
        this.unconfigured = counts(intake.limits(ServiceConfig.EMPTY, "", ""));
    }

    /**
     * The windows of an event that was not let back in.
     *
     * @param version the version; 0 for none
     * @param project its project; null where none is read, for nothing is configured
     * @param id the id of its device, or of its user where it has none
     * @throws LakeFailure if there is no such version
     */
    Counts of(long version, @Nullable TextColumn project, TextColumn id, boolean userOnly) {
        if (version == 0) {
            return unconfigured;
        }
        ServiceConfig config = history.at(version);
        if (config == null || project == null) {
            throw new LakeFailure(
                    "Could not compute the state of a device",
                    "an event was decided by version " + version
                            + " of the service configuration, and the newest in the" + " table service_config is "
                            + history.newest(),
                    "Bring the table back: tidemark undrop service_config, or tidemark config recover.",
                    null);
        }
        String name = project(project);
        if (!config.isConfigured(name)) {
            return unconfigured;
        }
        String text = new String(id.bytes(), id.from(), id.length(), StandardCharsets.UTF_8);
        return counts(intake.limits(config, name, userOnly ? DeviceKey.of(null, text) : DeviceKey.of(text, null)));
    }

    private static Counts counts(DeviceLimits limits) {
        return new Counts(limits.countsSeconds(), limits.countsHours());
    }

    private String project(TextColumn column) {
        int to = column.from() + column.length();
        if (!Arrays.equals(column.bytes(), column.from(), to, lastBytes, 0, lastBytes.length)) {
            lastBytes = Arrays.copyOfRange(column.bytes(), column.from(), to);
            lastProject = new String(lastBytes, StandardCharsets.UTF_8);
        }
        return lastProject;
    }
}
