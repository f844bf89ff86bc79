package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handle of a protected view changes nothing of it. */
class GuardedViewOperationsTest {
    private static final Instant NOW = Instant.parse("2026-01-04T12:00:00Z");

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final List<String> recorded = new ArrayList<>();

    @BeforeEach
    void open() {
        catalog.initialize("memory", Map.of());
        catalog.createNamespace(Namespace.of("shop"));
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    private ViewOperations view(String name, boolean isProtected) {
        return ((BaseView) catalog.buildView(TableIdentifier.of("shop", name))
                        .withSchema(new Schema(Types.NestedField.optional(1, "n", Types.LongType.get())))
                        .withDefaultNamespace(Namespace.of("shop"))
                        .withQuery("spark", "SELECT 1 AS n")
                        .withProperty(LakeProperties.PROTECTED, Boolean.toString(isProtected))
                        .create())
                .operations();
    }

    private GuardedViewOperations guarded(ViewOperations view, Caller caller) {
        GuardEnforcer enforcer = new GuardEnforcer(
                caller,
                Limits.defaults(),
                InstantSource.fixed(NOW),
                refusal -> refusal,
                (permission, change, overridden, at) -> recorded.add(change.describe()));
        return GuardedViewOperations.wrap(view, enforcer, "shop.people");
    }

    private static void changeOwner(GuardedViewOperations view) {
        ViewMetadata before = view.refresh();
        view.commit(
                before,
                ViewMetadata.buildFrom(before)
                        .setProperties(Map.of("owner", "ann"))
                        .build());
    }

    @Test
    void aProtectedViewIsChangedByNobody() {
        for (Purpose purpose : Purpose.values()) {
            Caller caller = purpose == Purpose.WRITE
                    ? Caller.of("test").as(Writer.of(1))
                    : Caller.of("test").to(purpose);
            GuardedViewOperations view = guarded(view("people_" + purpose, true), caller);
            assertThatThrownBy(() -> changeOwner(view))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("replace the view shop.people");
            assertThat(view.refresh().properties()).doesNotContainKey("owner");
        }
    }

    @Test
    void aViewOfSomebodysOwnIsTheirsToChange() {
        GuardedViewOperations view = guarded(view("people", false), Caller.of("test"));
        changeOwner(view);
        assertThat(view.current().properties()).containsEntry("owner", "ann");
        assertThat(recorded).isEmpty();
    }

    @Test
    void whoeverHasAPermissionChangesItOnTheRecord() {
        BreakGlass permission = new BreakGlass("ann", "to see", NOW.plusSeconds(1));
        GuardedViewOperations view =
                guarded(view("people", true), Caller.of("test").with(permission));
        changeOwner(view);
        assertThat(view.current().properties()).containsEntry("owner", "ann");
        assertThat(recorded).containsExactly("replace the view shop.people");
    }
}
