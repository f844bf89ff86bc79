package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalCodeTest {
    private static final Set<RefusalCode> LISTS = Set.of(RefusalCode.INCONSISTENT, RefusalCode.OTHER_EXPORT);

    private static Object[] values(RefusalCode code) {
        return code.parameters().stream().map(name -> "<" + name + ">").toArray();
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeIsKebabCaseAndSaysWhyAndWhatToDo(RefusalCode code) {
        assertThat(code.word()).matches("[a-z]+(-[a-z]+)*");
        assertThat(code.remedy()).endsWith(".").hasSizeGreaterThan(5);
        if (!LISTS.contains(code)) {
            assertThat(code.sentence()).endsWith(".");
        }
        assertThat(code.sentence().replaceAll("\\{[a-z]+}", "").replaceAll("[^a-z]", ""))
                .as("it says something of its own")
                .hasSizeGreaterThan(7);
        assertThat(code.sentence() + code.remedy()).doesNotContain("  ").matches("(?s)([^{}]|\\{[a-z]+})*");
    }

    @Test
    void noTwoCodesAreTheSameFault() {
        assertThat(RefusalCode.values())
                .extracting(RefusalCode::sentence)
                .as("sentences")
                .doesNotHaveDuplicates();
        assertThat(RefusalCode.values()).extracting(RefusalCode::word).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void everyParameterIsFilledIn(RefusalCode code) {
        Refusal refusal = code.refuse(values(code));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.name()).isEqualTo(code.word());
        assertThat(refusal.getMessage())
                .isEqualTo(refusal.message() + " " + refusal.remedy())
                .doesNotContain("{", "}");
        code.parameters().forEach(name -> assertThat(refusal.getMessage()).contains("<" + name + ">"));
        assertThatThrownBy(() -> code.refuse(new Object[code.parameters().size() + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(code.word());
    }

    @Test
    void valuesAreTakenInTheOrderInWhichTheParametersFirstAppear() {
        assertThat(RefusalCode.OTHER_ENVIRONMENT.parameters()).containsExactly("what", "theirs", "yours");
        Refusal refusal = RefusalCode.OTHER_ENVIRONMENT.refuse("The lake", "production", "test");
        assertThat(refusal.message())
                .isEqualTo("The lake belongs to the environment 'production', and you are configured for 'test':"
                        + " you may read there, and nothing else.");
        assertThat(refusal.remedy()).isEqualTo("Use the configuration of 'production', or the lake of 'test'.");
    }

    @Test
    void valuesAreTextAndNoPatterns() {
        assertThat(RefusalCode.NO_MARK.refuse("called '$1 {which} \\'").message())
                .isEqualTo("There is no mark called '$1 {which} \\'.");
        assertThat(RefusalCode.NO_MARK.refuse(new Object[] {null}).message()).isEqualTo("There is no mark null.");
    }

    @Test
    void oneValueCanBeChanged() {
        Refusal refusal = RefusalCode.IN_USE.refuse("The lake", "somebody", "stop it");
        Refusal changed = refusal.with("otherwise", "leave it");
        assertThat(changed.message()).isEqualTo(refusal.message());
        assertThat(changed.remedy()).startsWith("Wait until that has ended, or leave it;");
        assertThat(refusal.remedy()).contains("or stop it;");
    }

    @Test
    void aRefusalTravelsFromTheClusterWhole() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(RefusalCode.NO_MARK.refuse("called 'half'"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Refusal read = (Refusal) in.readObject();
            assertThat(read.code()).isEqualTo(RefusalCode.NO_MARK);
            assertThat(read.message()).isEqualTo("There is no mark called 'half'.");
        }
    }
}
