package io.tidemark.lake.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.audit.IdentityRules;
import io.tidemark.lake.audit.SimpleRules;
import io.tidemark.lake.guard.Purpose;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.mark.WrittenLake;
import io.tidemark.lake.overrides.OverridePlan.Request;
import io.tidemark.lake.table.LakeTable;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections of a written lake: planned, refused, made. */
class OverridePlannerTest {
    private static final Instant NOON = Instant.parse("2026-01-04T12:00:00Z");

    @TempDir
    Path directory;

    private WrittenLake lake;
    private OverridePlanner planner;

    /** Two devices merge into ann, one of them used by bob later, and one nobody logged in on. */
    @BeforeEach
    void write() {
        lake = new WrittenLake(directory);
        lake.story().event(0, "phone", null);
        lake.story().event(0, "phone", null);
        lake.story().event(0, "phone", "ann");
        lake.story().event(0, "tablet", null);
        lake.story().event(0, "tablet", "ann");
        lake.story().event(0, "tablet", "bob");
        lake.story().event(0, "kiosk", null);
        lake.commit();
        planner = new OverridePlanner(lake.tables().lake(Purpose.CORRECT));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static Subject device(String id) {
        return new Subject(null, id, null, IdentityRules.amplitudeId(new SimpleRules().deviceIdentity("shop", id)));
    }

    private static Subject user(String id) {
        return new Subject(null, null, id, IdentityRules.amplitudeId(new SimpleRules().userIdentity("shop", id)));
    }

    private static Request request(OverrideKind kind, Subject subject, @Nullable Subject to) {
        return new Request(kind, subject, to, "ops", "they said so");
    }

    private IdentityOverride make(OverrideKind kind, Subject subject, @Nullable Subject to) {
        Request request = request(kind, subject, to);
        return planner.execute(request, planner.plan(request).hash(), NOON);
    }

    private void assertRefused(String name, OverrideKind kind, Subject subject, @Nullable Subject to) {
        int before = overrides().list().size();
        assertThatThrownBy(() -> planner.plan(request(kind, subject, to)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.name()).isEqualTo(name);
                    assertThat(refusal.remedy()).isNotBlank();
                });
        assertThat(overrides().list()).hasSize(before);
    }

    private IdentityOverrides overrides() {
        return new IdentityOverrides(lake.lake());
    }

    @Test
    void aPlanSaysHowManyMergesAndEventsChangeAndChangesNothing() {
        OverridePlan unlink = planner.plan(request(OverrideKind.UNLINK, device("phone"), null));
        assertThat(unlink.effect()).contains("the device phone").contains("the user ann's");
        assertThat(unlink.seq()).isEqualTo(1);
        assertThat(unlink.merges()).isEqualTo(1);
        assertThat(unlink.events()).isEqualTo(2);
        OverridePlan block = planner.plan(request(OverrideKind.BLOCK_USER, user("ann"), null));
        assertThat(block.merges()).isEqualTo(2);
        assertThat(block.events()).isEqualTo(3);
        OverridePlan map = planner.plan(request(OverrideKind.MAP, user("ann"), user("bob")));
        assertThat(map.merges()).isZero();
        assertThat(map.events()).as("ann's two, and three from before").isEqualTo(5);
        assertThat(planner.plan(request(OverrideKind.BLOCK_DEVICE, device("kiosk"), null))
                        .events())
                .isZero();
        assertThat(overrides().list()).isEmpty();
    }

    @Test
    void whatIsMadeIsReadAsItWasSaid() {
        Request request = new Request(OverrideKind.MAP, user("ann"), user("bob"), "Ölaf", "married; \"new\" name");
        IdentityOverride made = planner.execute(request, planner.plan(request).hash(), NOON);
        make(OverrideKind.UNLINK, device("phone"), null);

        assertThat(overrides().list()).hasSize(2).first().isEqualTo(made);
        assertThat(made.seq()).isEqualTo(1);
        assertThat(made.madeAt()).isEqualTo(NOON);
        assertThat(overrides().list().get(1).seq()).isEqualTo(2);
    }

    @Test
    void whatIsWithdrawnGivesBackTheMerges() {
        make(OverrideKind.BLOCK_USER, user("ann"), null);
        OverridePlan back = planner.plan(request(OverrideKind.RELINK, user("ann"), null));
        assertThat(back.merges()).isEqualTo(2);
        assertThat(back.events()).isEqualTo(3);
        assertThat(back.effect()).contains("The correction 1 (block_user)");
    }

    @Test
    void whatWouldChangeNothingIsRefused() {
        assertRefused("changes-nothing", OverrideKind.UNLINK, device("kiosk"), null);
        assertRefused("changes-nothing", OverrideKind.RELINK, device("phone"), null);
        assertRefused("changes-nothing", OverrideKind.UNMAP, user("ann"), null);
        assertRefused("changes-nothing", OverrideKind.MAP, user("ann"), user("ann"));
        make(OverrideKind.UNLINK, device("phone"), null);
        assertRefused("changes-nothing", OverrideKind.UNLINK, device("phone"), null);
        make(OverrideKind.BLOCK_DEVICE, device("phone"), null);
        assertRefused("changes-nothing", OverrideKind.BLOCK_DEVICE, device("phone"), null);
        make(OverrideKind.MAP, user("ann"), user("bob"));
        assertRefused("changes-nothing", OverrideKind.MAP, user("ann"), user("bob"));
    }

    @Test
    void aPersonIsFoundInOneStepOrTheMapIsRefused() {
        assertRefused("two-steps", OverrideKind.MAP, device("phone"), user("bob"));
        assertRefused("unknown-person", OverrideKind.MAP, user("ann"), user("bobb"));
        assertRefused("unknown-person", OverrideKind.MAP, device("phonee"), user("bob"));
        make(OverrideKind.MAP, user("ann"), user("bob"));
        assertRefused("two-steps", OverrideKind.MAP, device("kiosk"), user("ann"));
        assertRefused("two-steps", OverrideKind.MAP, user("bob"), user("ann"));
        make(OverrideKind.MAP, device("kiosk"), user("bob"));
    }

    @Test
    void aPlanIsOfItsWordsAndOfWhatWasSaidBefore() {
        Request request = request(OverrideKind.UNLINK, device("phone"), null);
        String hash = planner.plan(request).hash();
        Request otherRequest = new Request(OverrideKind.UNLINK, device("phone"), null, "ops", "something else");
        assertThat(planner.plan(otherRequest).hash()).isNotEqualTo(hash);
        lake.story().event(0, "phone", "ann");
        lake.commit();
        assertThat(planner.plan(request).hash()).as("the job goes on").isEqualTo(hash);

        make(OverrideKind.BLOCK_DEVICE, device("kiosk"), null);
        assertThatThrownBy(() -> planner.execute(request, hash, NOON))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        assertThat(overrides().list()).hasSize(1);
    }

    @Test
    void aNumberIsGivenOnce() {
        IdentityOverride first = make(OverrideKind.UNLINK, device("phone"), null);
        assertThatThrownBy(() -> new IdentityOverrides(lake.tables().lake(Purpose.CORRECT)).add(first))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("another-plan"));
        assertThat(overrides().list()).containsExactly(first);
    }

    /** Not even the job writes corrections, and whoever corrects writes nothing else. */
    @Test
    void onlyCorrectionsAreWrittenByThoseWhoCorrectAndByNobodyElse() {
        assertThatThrownBy(() -> append(lake.lake().table(LakeTable.IDENTITY_OVERRIDES)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("corrected-by-another"));
        assertThatThrownBy(() -> append(lake.tables().lake(Purpose.CORRECT).table(LakeTable.EVENTS)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.name()).isEqualTo("written-by-another"));
    }

    private static void append(Table table) {
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/none.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(1)
                        .withRecordCount(1)
                        .build())
                .commit();
    }

    @Test
    void aMarkHasWhatWasSaidBeforeIt() {
        make(OverrideKind.UNLINK, device("phone"), null);
        lake.mark("one");
        make(OverrideKind.MAP, user("ann"), user("bob"));
        lake.mark("two");

        Table table = lake.lake().table(LakeTable.IDENTITY_OVERRIDES);
        assertThat(overrides().at(table.refs().get("one").snapshotId())).hasSize(1);
        assertThat(overrides().at(table.refs().get("two").snapshotId())).hasSize(2);
    }
}
