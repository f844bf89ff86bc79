package io.tidemark.rules.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Event.IdForm;
import io.tidemark.rules.event.Field;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The light scan and the decoder name the same device for every event, and the scan names some device for all else. */
class DeviceKeyScannerProperties {
    private static final int RECORDS = 30_000;

    private final EventDecoder decoder = new EventDecoder();
    private final Event event = new Event();
    private final DeviceKeyScanner anyProject = new DeviceKeyScanner(false);
    private final DeviceKeyScanner byProject = new DeviceKeyScanner(true);

    @Test
    void theScanFindsTheDeviceThatTheDecoderReads() {
        RecordMaker maker = new RecordMaker(Seed.random("theScanFindsTheDeviceThatTheDecoderReads"));
        int accepted = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] record = maker.record();
            if (decoder.decode(record, event) == null) {
                checkAccepted(record);
                accepted++;
            } else {
                checkRefused(record);
            }
        }
        assertThat(accepted).isGreaterThan(RECORDS / 5);
    }

    private void checkAccepted(byte[] record) {
        String shown = new String(record, StandardCharsets.ISO_8859_1);
        assertThat(anyProject.hash(record)).as(shown).isEqualTo(DeviceKey.hash(event, false));
        assertThat(byProject.hash(record)).as(shown).isEqualTo(DeviceKey.hash(event, true));
        if (event.idForm(Field.DEVICE_ID) != IdForm.TEXT || event.idForm(Field.USER_ID) != IdForm.TEXT) {
            return;
        }
        String key = DeviceKey.of(event.text(Field.DEVICE_ID), event.text(Field.USER_ID));
        String project = event.has(Field.PROJECT_ID) ? text(Field.PROJECT_ID) : DeviceKey.DEFAULT_PROJECT;
        assertThat(anyProject.key(record)).as(shown).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
        assertThat(anyProject.hash(record)).as(shown).isEqualTo(DeviceKey.hash(DeviceKey.NO_SCOPE, key));
        assertThat(byProject.hash(record)).as(shown).isEqualTo(DeviceKey.hash(DeviceKey.scope(project), key));
    }

    /** Whatever it is, it depends on these bytes alone and not on the record before. */
    private void checkRefused(byte[] record) {
        String shown = new String(record, StandardCharsets.ISO_8859_1);
        DeviceKeyScanner fresh = new DeviceKeyScanner(true);
        assertThat(byProject.hash(record)).as(shown).isEqualTo(fresh.hash(record.clone()));
        assertThat(byProject.key(record)).as(shown).isEqualTo(fresh.key(record.clone()));
    }

    private String text(Field field) {
        @Nullable String text = event.text(field);
        return text == null ? "" : text;
    }
}
