package io.tidemark.ops.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model that walks each person's log does with the cases by hand what they say. */
class OperationCasesTest {
    @ParameterizedTest
    @MethodSource("cases")
    void theModelDoesWhatTheCasesSay(OperationCases.Folded folded) {
        assertThat(PropertyCases.fold(
                        folded.documents().stream().map(PropertyCases::parse).toList()))
                .isEqualTo(folded.expected());
    }

    static List<OperationCases.Folded> cases() {
        return OperationCases.withinTheLimits();
    }
}
