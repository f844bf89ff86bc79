package io.tidemark.ops.answers;

import java.util.List;
import java.util.stream.Stream;

/** Every case of every question. */
public final class AllCases {
    private AllCases() {}

    /** In the order of the files' names. */
    public static List<Case> list() {
        return Stream.of(
                        ActivePeopleCases.all(),
                        ActivityCases.all(),
                        ChangeCases.all(),
                        CohortCases.all(),
                        DriftCases.all(),
                        FrequencyCases.all(),
                        FunnelCases.all(),
                        IdentityCases.all(),
                        LifecycleCases.all(),
                        MicroscopeCases.all(),
                        OperationCases.all(),
                        PathCases.all(),
                        PeopleCases.all(),
                        PlanCases.all(),
                        PropertyCases.all(),
                        QualityCases.all(),
                        RetentionCases.all(),
                        RevenueCases.all(),
                        SegmentationCases.all(),
                        SessionCases.all(),
                        WrittenNumbers.all())
                .flatMap(List::stream)
                .toList();
    }
}
