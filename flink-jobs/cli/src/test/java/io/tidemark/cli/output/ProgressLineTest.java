package io.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ops.embedded.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Progress DONE = new Progress(1_200, 30, 4, 5, null);
    private final StringWriter shown = new StringWriter();
    private final PrintWriter err = new PrintWriter(shown);

    @Test
    void fileGetsALineAtATimeAndNotTooMany() {
        ProgressLine line = new ProgressLine(err, false, false, 80);
        assertThat(line.due()).isTrue();
        line.show(2_000, DONE, "0.4 s behind");
        assertThat(line.due()).isFalse();
        line.end();
        assertThat(shown)
                .hasToString("sent 2,000 · committed 1,239 · accepted 1,200 · duplicate 30 · throttled 4 · rejected 5"
                        + " · 0.4 s behind" + System.lineSeparator());
    }

    @Test
    void whatIsCommittedAloneIsShownWithoutWhatWasSent() {
        new ProgressLine(err, false, false, 80).show(DONE);
        assertThat(shown.toString())
                .startsWith("committed 1,239 · accepted 1,200 · ")
                .doesNotContain("sent");
    }

    @Test
    void terminalHasOneLineThatIsWrittenOverWhole() {
        ProgressLine line = new ProgressLine(err, false, true, 80);
        line.show("a long line");
        line.show("short");
        assertThat(shown).hasToString("\ra long line\rshort      ");
        line.end();
        line.end();
        assertThat(shown).hasToString("\ra long line\rshort      " + System.lineSeparator());
    }

    @Test
    void narrowTerminalHasTheLineCutUntilItsEnd() {
        ProgressLine line = new ProgressLine(err, false, true, 10);
        line.show("a long line");
        line.show("longer than ten");
        assertThat(shown).hasToString("\ra long li\rlonger th");
        line.end();
        assertThat(shown).hasToString("\ra long li\rlonger th\rlonger than ten" + System.lineSeparator());
    }

    @Test
    void lineThatWasNeverShownLeavesNothing() {
        new ProgressLine(err, false, true, 80).end();
        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void machineThatReadsJsonIsNotTroubledButAPersonBesideItIs() {
        ProgressLine inFile = new ProgressLine(err, true, false, 80);
        assertThat(inFile.due()).isFalse();
        inFile.show(1, DONE, "");
        inFile.end();
        assertThat(shown.toString()).isEmpty();

        ProgressLine onTerminal = new ProgressLine(err, true, true, 200);
        assertThat(onTerminal.due()).isTrue();
        onTerminal.show(1, DONE, "");
        assertThat(shown.toString()).startsWith("\rsent 1 · ").endsWith("rejected 5");
    }
}
