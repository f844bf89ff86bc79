package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Caller PERSON = Caller.of("test");

    @Test
    void whoeverSaysNothingUsesTheLake() {
        assertThat(PERSON.purpose()).isEqualTo(Purpose.USE);
        assertThat(PERSON.to(Purpose.CARE).purpose()).isEqualTo(Purpose.CARE);
    }

    @Test
    void onlyAWriterWrites() {
        assertThat(PERSON.as(Writer.of(2)).purpose()).isEqualTo(Purpose.WRITE);
        assertThat(PERSON.as(Writer.of(2)).to(Purpose.USE).writer()).isNull();
        assertThatThrownBy(() -> PERSON.to(Purpose.WRITE)).hasMessageContaining("takes a writer");
        assertThatThrownBy(() -> new Caller("test", Purpose.MARK, Writer.of(1), null))
                .hasMessageContaining("does nothing else");
    }

    @Test
    void aPermissionStaysThroughWhateverElseIsSaid() {
        BreakGlass permission = new BreakGlass("ann", "to see", Instant.EPOCH);
        assertThat(PERSON.with(permission).to(Purpose.RESTORE).breakGlass()).isEqualTo(permission);
        assertThatThrownBy(() -> new BreakGlass("", "to see", Instant.EPOCH)).hasMessageContaining("a name");
        assertThatThrownBy(() -> new BreakGlass("ann", " ", Instant.EPOCH)).hasMessageContaining("a reason");
    }
}
