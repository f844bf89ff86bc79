package io.tidemark.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.GuardEnforcer;
import io.tidemark.lake.guard.GuardedTableOperations;
import io.tidemark.lake.guard.GuardedViewOperations;
import io.tidemark.lake.guard.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.view.ViewOperations;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is asked of the guarded catalog is asked of the catalog below: the defaults of the interfaces, too. */
class ForwardingTest {
    /** Iceberg's own defaults end in {@code buildTable}; that one is handed on, and guarded. */
    private static final Set<String> END_IN_BUILD_TABLE =
            Set.of("createTable", "newCreateTableTransaction", "newReplaceTableTransaction");

    private final List<String> asked = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> everyMethodOfACatalogReachesTheOneBelow() {
        return Stream.of(Catalog.class, SupportsNamespaces.class, ViewCatalog.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(method -> DynamicTest.dynamicTest(method.toString(), () -> reaches(method)));
    }

    private void reaches(Method method) throws IllegalAccessException {
        asked.clear();
        Catalog below = (Catalog) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Catalog.class, SupportsNamespaces.class, ViewCatalog.class},
                (proxy, called, arguments) -> {
                    asked.add(called.getName());
                    return answer(called);
                });
        GuardEnforcer enforcer = new GuardEnforcer(
                Caller.of("test"),
                Limits.defaults(),
                () -> Instant.EPOCH,
                refusal -> refusal,
                (permission, change, overridden, at) -> {});
        GuardedCatalog guarded = GuardedCatalog.wrap(below, Map.of(), enforcer);
        if (method.getName().equals("initialize")) {
            // An engine initialises the guard, and the guard makes the catalog below: the contract tests do that.
            return;
        }
        try {
            method.invoke(guarded, arguments(method));
        } catch (InvocationTargetException answersAreEmpty) {
            // The answers of the proxy are empty, which is good enough to see what was asked.
        }
        String expected = END_IN_BUILD_TABLE.contains(method.getName()) ? "buildTable" : method.getName();
        assertThat(asked).as("asked of the catalog below").contains(reachedBy(expected));
    }

    // What needs a look at the table or view first ends there, for there is none.
    private static String reachedBy(String name) {
        return switch (name) {
            case "renameTable" -> "loadTable";
            case "dropTable" -> "loadTable";
            default -> name;
        };
    }

    private static Object answer(Method called) {
        Class<?> type = called.getReturnType();
        if (type == boolean.class) {
            return false;
        }
        if (type == List.class) {
            return List.of();
        }
        return type == String.class ? "below" : null;
    }

    private static Object[] arguments(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(type -> {
                    if (type == TableIdentifier.class) {
                        return TableIdentifier.of("shop", "orders");
                    } else if (type == Namespace.class) {
                        return Namespace.of("shop");
                    } else if (type == Map.class) {
                        return Map.of();
                    } else if (type == Set.class) {
                        return Set.of();
                    } else if (type == boolean.class) {
                        return false;
                    }
                    return type == String.class ? "text" : null;
                })
                .toArray();
    }

    @Test
    void theOperationsOfTablesAndViewsLeaveNoDefaultToChance() {
        Map<Class<?>, Class<?>> guards = Map.of(
                TableOperations.class, GuardedTableOperations.class, ViewOperations.class, GuardedViewOperations.class);
        guards.forEach((type, guard) -> {
            for (Method method : type.getMethods()) {
                assertThat(Stream.of(guard.getDeclaredMethods()).map(Method::getName))
                        .as("%s", method)
                        .contains(method.getName());
            }
        });
    }
}
