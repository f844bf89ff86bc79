package io.tidemark.cli.command;

import io.tidemark.cli.config.ConfigCommand;
import java.util.List;

/** The commands, in the order in which the help lists them. */
public final class CommandList {
    private CommandList() {}

    /** Their classes, as picocli reads them. */
    public static List<Class<?>> all() {
        return List.of(
                DemoCommand.class,
                InitCommand.class,
                ConfigCommand.class,
                CollectCommand.class,
                IngestCommand.class,
                RunCommand.class,
                SqlCommand.class,
                ExportCommand.class,
                AuditCommand.class,
                StatusCommand.class,
                OverrideCommand.class,
                OverridesCommand.class,
                MarkCommand.class,
                MarksCommand.class,
                RestoreCommand.class,
                RebuildCommand.class,
                TrashCommand.class,
                UndropCommand.class,
                CareCommand.class,
                UpgradeCommand.class,
                DrillCommand.class);
    }
}
