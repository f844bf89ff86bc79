package io.tidemark.lake.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.TestLake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.log.NextOffset;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that is cut off between any two steps goes on with the next; and the files that tell which that is. */
class RestoreJournalTest {
    private static final String JOURNAL = "restores/e3df4d1ae3ba.json";

    @TempDir
    private Path directory;

    private TestLake tables;
    private Restores restores;

    @BeforeEach
    void open() {
        tables = new TestLake(directory);
        restores = new Restores(tables.lake());
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private static RestorePlan plan(int epoch) {
        Map<LakeTable, Target.Place> places = new TreeMap<>();
        LakeTable.pipeline()
                .forEach(table -> places.put(table, new Target.Place("uuid-" + table, 70L + table.ordinal(), 0)));
        return SomeRestore.plan(new Target("noon", 1, 7, places, List.of(new NextOffset(1, 0, 40)), null), epoch);
    }

    private static RestoreJournal.Done done(RestoreStep step) {
        return new RestoreJournal.Done(step, "2026-01-04T12:00:0" + step.ordinal() + "Z", 5, "done");
    }

    private void write(String name, String text) {
        tables.lake().files().write(name, text);
    }

    private String read(String name) {
        return tables.lake().files().read(name).orElseThrow();
    }

    @Test
    void cutOffAfterAnyStepItGoesOnWithTheNext() {
        RestoreJournal journal = RestoreJournal.begin(plan(1));
        String hash = journal.plan().hash();
        RestoreStep[] steps = RestoreStep.values();
        for (int cut = 0; cut <= steps.length; cut++) {
            restores.save(journal);
            RestoreJournal found = new Restores(tables.lake()).find(hash).orElseThrow();
            assertThat(found).isEqualTo(journal);
            assertThat(found.next()).isEqualTo(cut == steps.length ? null : steps[cut]);
            assertThat(found.finished()).isEqualTo(cut == steps.length);
            assertThat(restores.unfinished().isPresent()).isEqualTo(cut < steps.length);
            for (RestoreStep step : steps) {
                assertThat(found.has(step)).as("%s after %d", step, cut).isEqualTo(step.ordinal() < cut);
            }
            if (cut < steps.length) {
                journal = journal.with(done(steps[cut]));
            }
        }
    }

    @Test
    void theStepsAreInTheOrderInWhichOneCanBeCutOff() {
        assertThat(RestoreStep.values())
                .containsExactly(
                        RestoreStep.FENCE,
                        RestoreStep.STOP,
                        RestoreStep.TAG,
                        RestoreStep.FILES,
                        RestoreStep.TABLES,
                        RestoreStep.STATE,
                        RestoreStep.REPLAY,
                        RestoreStep.START,
                        RestoreStep.AUDIT);
        assertThat(RestoreStep.values()).allMatch(step -> !step.describe().isBlank());
    }

    @Test
    void aStepThatWasLeftOutIsTheNextThoughLaterOnesAreDone() {
        RestoreJournal journal = RestoreJournal.begin(plan(1));
        for (RestoreStep step : RestoreStep.values()) {
            if (step != RestoreStep.TAG) {
                journal = journal.with(done(step));
            }
        }
        assertThat(journal.next()).isEqualTo(RestoreStep.TAG);
        assertThat(journal.finished()).isFalse();
    }

    @Test
    void itsNewestStepIsTheOneDoneLast() {
        RestoreJournal journal = RestoreJournal.begin(plan(1));
        assertThat(journal.newest()).isNull();
        journal = journal.with(done(RestoreStep.FENCE)).with(done(RestoreStep.STOP));
        assertThat(journal.newest()).isEqualTo(Instant.parse("2026-01-04T12:00:01Z"));
    }

    @Test
    void aStepMoreIsAnotherJournalAndLeavesTheFirst() {
        List<RestoreJournal.Done> steps = new ArrayList<>(List.of(done(RestoreStep.FENCE)));
        RestoreJournal first = new RestoreJournal(plan(1), steps);
        steps.clear();
        assertThat(first.done()).hasSize(1);
        assertThat(first.with(done(RestoreStep.STOP)).done()).hasSize(2);
        assertThat(first.done()).hasSize(1);
    }

    @Test
    void whatIsUnfinishedIsTheNewestOfThoseThatAre() {
        RestoreJournal finished = RestoreJournal.begin(plan(9));
        for (RestoreStep step : RestoreStep.values()) {
            finished = finished.with(done(step));
        }
        restores.save(finished);
        assertThat(restores.unfinished()).isEmpty();
        for (int epoch : new int[] {2, 4, 3}) {
            restores.save(RestoreJournal.begin(plan(epoch)));
        }
        assertThat(restores.unfinished()).contains(RestoreJournal.begin(plan(4)));
        assertThat(restores.list()).extracting(each -> each.plan().epoch()).containsExactly(9, 4, 3, 2);
    }

    @Test
    void thatOfTheLargestEpochComesFirstWhateverTheFilesAreCalled() {
        // Files are listed by their names, which are hashes.
        for (int epoch = 1; epoch <= 12; epoch++) {
            restores.save(RestoreJournal.begin(plan(epoch)));
        }
        assertThat(restores.list())
                .extracting(each -> each.plan().epoch())
                .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void otherFilesBesideTheJournalsAreNone() {
        restores.save(RestoreJournal.begin(plan(1)));
        write("restores/README.txt", "nothing of ours");
        assertThat(restores.list()).hasSize(1);
        assertThat(restores.find("nothing")).isEmpty();
    }

    /** The file as releases write it; whoever changes a key must still read this one. */
    @Test
    void aJournalOfAnEarlierReleaseIsReadAndWrittenTheSame() {
        RestoreJournal journal = RestoreJournal.begin(plan(1)).with(done(RestoreStep.FENCE));
        restores.save(journal);
        String text = read("restores/" + journal.plan().hash() + ".json");
        assertThat(text).startsWith("""
                        {
                          "plan" : {
                            "environment" : "test",
                            "epoch" : 1,
                            "target" : {
                              "name" : "noon",
                              "epoch" : 1,
                              "checkpointId" : 7,
                              "places" : {
                                "EVENTS" : {
                                  "uuid" : "uuid-EVENTS",
                                  "snapshotId" : 70,
                                  "schemaId" : 0
                                },
                        """).contains("""
                              "offsets" : [ {
                                "ingestEpoch" : 1,
                                "partition" : 0,
                                "offset" : 40
                              } ],
                              "retainedCheckpoint" : null
                            },
                            "returns" : [ {
                              "table" : "EVENTS",
                              "head" : 1,
                              "target" : 70,
                              "rowsLeaving" : 10,
                              "snapshotsLeaving" : 2,
                              "schema" : 0,
                              "targetSchema" : 0
                            }, {
                        """).endsWith("""
                            "resumes" : [ {
                              "ingestEpoch" : 1,
                              "partition" : 0,
                              "offset" : 40,
                              "logStart" : 0,
                              "logEnd" : 90
                            } ]
                          },
                          "done" : [ {
                            "step" : "FENCE",
                            "at" : "2026-01-04T12:00:00Z",
                            "millis" : 5,
                            "detail" : "done"
                          } ]
                        }
                        """);
        write(JOURNAL, text);
        assertThat(restores.find("e3df4d1ae3ba")).contains(journal);
    }

    @Test
    void standInsAreTheLastMemberOfAPlanAndOnlyWhereThereAreAny() {
        StandIns standIns = new StandIns(
                "ops", "a wrong filter", List.of(new StandIns.StandIn(2, 1L, null), new StandIns.StandIn(3, null, 0L)));
        RestoreJournal journal = RestoreJournal.begin(plan(1).with(standIns)).with(done(RestoreStep.FENCE));
        restores.save(journal);
        String name = "restores/" + journal.plan().hash() + ".json";
        assertThat(read(name)).contains("""
                            } ],
                            "standIns" : {
                              "author" : "ops",
                              "reason" : "a wrong filter",
                              "versions" : [ {
                                "version" : 2,
                                "by" : 1,
                                "before" : null
                              }, {
                                "version" : 3,
                                "by" : null,
                                "before" : 0
                              } ]
                            }
                          },
                          "done" :
                        """.stripTrailing());
        assertThat(restores.find(journal.plan().hash())).contains(journal);
        write(name, read(name).replace("\"before\" : null", "\"before\" : null, \"more\" : 1"));
        assertThatThrownBy(() -> restores.find(journal.plan().hash())).isInstanceOf(LakeFailure.class);
    }

    @Test
    void aMemberThatIsMissingOrUnknownIsAFailureThatNamesTheFile() {
        RestoreJournal journal = RestoreJournal.begin(plan(1)).with(done(RestoreStep.FENCE));
        restores.save(journal);
        String text = read("restores/" + journal.plan().hash() + ".json");
        refuses(text.replace("\"environment\" : \"test\",", ""));
        refuses(text.replace("\"millis\" : 5,", ""));
        refuses(text.replace("\"millis\" : 5,", "\"millis\" : 5, \"more\" : 1,"));
        refuses(text.replace("\"environment\" : \"test\",", "\"environment\" : \"test\", \"more\" : {},"));
        refuses(text.replace("FENCE", "MOAT"));
        refuses(text.replace("\"epoch\" : 1", "\"epoch\" : \"one\""));
        refuses(text + "{}");
        refuses("");
    }

    private void refuses(String text) {
        write(JOURNAL, text);
        assertThatThrownBy(() -> restores.find("e3df4d1ae3ba"))
                .isInstanceOf(LakeFailure.class)
                .hasMessageContaining("e3df4d1ae3ba.json")
                .hasMessageContaining("it is not what this Tidemark writes");
    }

    @Test
    void halfAJournalIsNone() {
        RestoreJournal journal = RestoreJournal.begin(plan(1));
        restores.save(journal);
        String text = read("restores/" + journal.plan().hash() + ".json").strip();
        for (int length = 1; length < text.length(); length += 97) {
            refuses(text.substring(0, length));
        }
    }

    @Test
    void whereAJobBeginsIsAFileOfItsEpoch() {
        StartPoint start = new StartPoint(12, 7, "file:///state", List.of(new NextOffset(1, 0, 40)));
        restores.save(start);
        assertThat(read("starts/epoch-12.json")).isEqualTo("""
                {
                  "epoch" : 12,
                  "checkpointId" : 7,
                  "state" : "file:///state",
                  "offsets" : [ {
                    "ingestEpoch" : 1,
                    "partition" : 0,
                    "offset" : 40
                  } ]
                }
                """);
        assertThat(restores.start(12)).contains(start);
        assertThat(restores.start(1)).isEmpty();
        write("starts/epoch-1.json", "{}");
        assertThatThrownBy(() -> restores.start(1)).hasMessageContaining("epoch-1.json");
    }

    @Test
    void aStartPointWrittenAgainTakesThePlaceOfTheFirst() {
        restores.save(new StartPoint(2, 7, "file:///one", List.of()));
        restores.save(new StartPoint(2, 7, "file:///two", List.of()));
        assertThat(restores.start(2).orElseThrow().state()).isEqualTo("file:///two");
    }
}
