package io.tidemark.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.RowsDigest;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.ops.drill.DrillReport.Check;
import io.tidemark.ops.drill.DrillReport.Compared;
import io.tidemark.ops.drill.DrillReport.Step;
import io.tidemark.ops.drill.DrillReport.TableComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillReportTest {
    private static final DrillSettings SETTINGS = new DrillSettings(Path.of("lake"), 1_000, 100, 4);
    private static final RowsDigest ROWS = new RowsDigest(7, 1, 2);

    private static List<TableComparison> tables() {
        return new ArrayList<>(LakeTable.pipeline().stream()
                .map(table -> new TableComparison(table, ROWS, ROWS))
                .toList());
    }

    private static DrillReport report(List<Check> checks, List<TableComparison> tables) {
        return new DrillReport(
                "january-4",
                SETTINGS,
                List.of(new Step("Bring | back", "tidemark undrop --all", 1.25, "one\ntwo")),
                checks,
                tables,
                List.of(new Compared("fresh again", "6 days 19 h", 4)));
    }

    @Test
    void itHoldsIfEveryCheckDoesAndEveryTableIsTheSame() {
        assertThat(report(List.of(new Check("a", true, "")), tables()).holds()).isTrue();
    }

    @Test
    void oneCheckThatDoesNotHoldIsEnough() {
        assertThat(report(List.of(new Check("a", true, ""), new Check("b", false, "")), tables())
                        .holds())
                .isFalse();
    }

    @Test
    void aTableWithAsManyRowsThatAreOthersIsNotTheSame() {
        List<TableComparison> tables = tables();
        tables.set(2, new TableComparison(LakeTable.THROTTLED, ROWS, new RowsDigest(7, 1, 3)));

        DrillReport report = report(List.of(), tables);

        assertThat(report.holds()).isFalse();
        assertThat(ReportText.markdown(report))
                .startsWith("# Drill january-4: NOT EVERYTHING HOLDS")
                .contains(ROWS.hash() + " is not ");
    }

    @Test
    void whatWasNotComparedDoesNotHold() {
        assertThat(report(List.of(), List.of()).holds()).isFalse();
        assertThat(report(List.of(), tables().subList(0, 5)).holds()).isFalse();
    }

    @Test
    void theTextHasTheCommandsTheTimesAndWhatTheOutageTook() {
        assertThat(ReportText.markdown(report(List.of(new Check("a", true, "why")), tables())))
                .contains("1,000 events at 100 a second, seed 4.")
                .contains("| Bring \\| back<br>`tidemark undrop --all` | 1.3 | one<br>two |")
                .contains("| fresh again | 6 days 19 h | 4.0 s |")
                .contains("- holds: a (why)")
                .contains("| events | 7 | 7 | the same: ");
    }

    @Test
    void aDrillNeedsEvents() {
        assertThatThrownBy(() -> new DrillSettings(Path.of("lake"), 99, 1, 1))
                .hasMessageContaining("100 events or more");
        assertThatThrownBy(() -> new DrillSettings(Path.of("lake"), 100, 0, 1)).hasMessageContaining("1 a second");
        assertThat(SETTINGS.share(0.35)).isEqualTo(350);
    }
}
