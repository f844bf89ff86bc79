package io.tidemark.ops.answers;

import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who is who where each project has people of its own: the same id in two projects is two people. */
final class ProjectCases {
    private ProjectCases() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        for (Case now : List.of(
                PeopleCases.people(),
                IdentityCases.view(),
                IdentityCases.firstSeen(),
                ActivityCases.beforeAndAfterMerging(),
                SessionCases.view(),
                SessionCases.cut(),
                perProject())) {
            cases.add(now);
            cases.add(now.asOf(TakenIn.HALF));
        }
        for (String project : List.of("web", "default")) {
            Case one = perProject().ofProject(project, row -> project.equals(row.get(0)));
            cases.add(one);
            cases.add(one.asOf(TakenIn.HALF));
        }
        cases.add(QualityCases.none("id_collisions"));
        for (Question check : Questions.checks()) {
            cases.add(QualityCases.none(check.name()));
        }
        return cases;
    }

    /** People, ids before merging and known users of each project: no person is in two. */
    private static Case perProject() {
        String text = """
                SELECT project_id, COUNT(DISTINCT resolved_amplitude_id) AS people, COUNT(DISTINCT amplitude_id) AS ids,
                  COUNT(DISTINCT user_id) AS users, COUNT(*) AS events
                FROM events_resolved
                GROUP BY project_id
                ORDER BY project_id
                """;
        return Case.of(text, Map.of(), histories -> ActivityCases.perProject(histories.seen()));
    }
}
