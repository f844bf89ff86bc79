package io.tidemark.rules.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceKeyTest {
    @Test
    void theDeviceIdIsTheKey() {
        assertThat(DeviceKey.of("phone-1", "ann")).isEqualTo("phone-1");
        assertThat(DeviceKey.of("phone-1", null)).isEqualTo("phone-1");
    }

    @Test
    void anEventWithoutADeviceIsNamedAfterItsUser() {
        assertThat(DeviceKey.of(null, "ann")).isEqualTo("\u001Fuser:ann");
        assertThat(DeviceKey.of("", "ann")).isEqualTo("\u001Fuser:ann");
    }

    @Test
    void anEventWithoutBothHasNoKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceKey.of("", null));
    }

    @Test
    void aDeviceIdThatLooksLikeTheNameOfAUserIsReserved() {
        assertThat(DeviceKey.reserved("\u001Fuser:ann")).isTrue();
        assertThat(DeviceKey.reserved("\u001Fuser:")).isTrue();
        assertThat(DeviceKey.reserved("\u001Fuser")).isFalse();
        assertThat(DeviceKey.reserved("user:ann")).isFalse();

        byte[] slice = utf8("..\u001Fuser:ann");
        assertThat(DeviceKey.reserved(slice, 2, 9)).isTrue();
        assertThat(DeviceKey.reserved(slice, 2, 6)).isTrue();
        assertThat(DeviceKey.reserved(slice, 2, 5)).isFalse();
        assertThat(DeviceKey.reserved(slice, 1, 9)).isFalse();
    }

    @Test
    void slicesAndStringsHashAlike() {
        for (String id : Set.of("phone-1", "Zoë's 📱", "x", "a-device-id-longer-than-one-block")) {
            byte[] slice = utf8("<" + id + ">");
            int length = slice.length - 2;
            for (long scope : new long[] {DeviceKey.NO_SCOPE, DeviceKey.scope("shop")}) {
                assertThat(DeviceKey.hash(scope, slice, 1, length, false))
                        .isEqualTo(DeviceKey.hash(scope, DeviceKey.of(id, null)));
                assertThat(DeviceKey.hash(scope, slice, 1, length, true))
                        .isEqualTo(DeviceKey.hash(scope, DeviceKey.of(null, id)));
            }
            assertThat(DeviceKey.bytes(slice, 1, length, true)).isEqualTo(utf8(DeviceKey.of(null, id)));
            assertThat(DeviceKey.bytes(slice, 1, length, false)).isEqualTo(utf8(id));
            assertThat(DeviceKey.scope(slice, 1, length)).isEqualTo(DeviceKey.scope(id));
        }
    }

    @Test
    void theHashIsStateThatOutlivesAReleaseAndSoNeverChanges() {
        assertThat(DeviceKey.hash(DeviceKey.NO_SCOPE, "The quick brown fox jumps over the lazy dog"))
                .isEqualTo(0xe34bbc7bbc071b6cL);
        assertThat(Set.of(
                        DeviceKey.hash(DeviceKey.NO_SCOPE, "phone-1"),
                        DeviceKey.hash(DeviceKey.scope("shop"), "phone-1"),
                        DeviceKey.hash(DeviceKey.scope("game"), "phone-1")))
                .hasSize(3);
    }

    @Test
    void aDecodedEventHashesAsItsKey() {
        Event event = new Event();
        event.put(Field.USER_ID, utf8("ann"), 0, 3);
        assertThat(DeviceKey.hash(event, false)).isEqualTo(DeviceKey.hash(DeviceKey.NO_SCOPE, "\u001Fuser:ann"));

        event.put(Field.DEVICE_ID, utf8("[phone-1]"), 1, 7);
        assertThat(DeviceKey.hash(event, false)).isEqualTo(DeviceKey.hash(DeviceKey.NO_SCOPE, "phone-1"));
        assertThat(DeviceKey.hash(event, true)).isEqualTo(DeviceKey.hash(DeviceKey.scope("default"), "phone-1"));

        event.put(Field.PROJECT_ID, utf8("shop"), 0, 4);
        assertThat(DeviceKey.hash(event, true)).isEqualTo(DeviceKey.hash(DeviceKey.scope("shop"), "phone-1"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
