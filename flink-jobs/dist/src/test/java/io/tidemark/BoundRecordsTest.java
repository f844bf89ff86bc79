package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.cli.output.json.StatusDocument;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.StartPoint;
import io.tidemark.lake.status.LastAudit;
import io.tidemark.ops.drill.DrillReport;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A record that is bound to JSON says of each of its components under which key it is written, or that it is not: a
 * component can get another name, and what others read stays.
 */
class BoundRecordsTest {
    private static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(new MainCode()).importPackages("io.tidemark");

    @Test
    void everyComponentOfABoundRecordNamesItsKey() {
        Set<Class<?>> bound = bound();
        assertThat(bound)
                .contains(
                        StatusDocument.class,
                        DrillReport.class,
                        DrillReport.Step.class,
                        LastAudit.class,
                        RestoreJournal.Done.class,
                        StartPoint.class);
        Set<String> unnamed = new TreeSet<>();
        for (Class<?> each : bound) {
            for (RecordComponent component : each.getRecordComponents()) {
                if (!isNamed(component.getAccessor())) {
                    unnamed.add(each.getName() + "." + component.getName());
                }
            }
        }

        assertThat(unnamed).isEmpty();
    }

    /** Records that name a key, those of the printer, and whatever records they are made of. */
    private static Set<Class<?>> bound() {
        Set<Class<?>> bound = new LinkedHashSet<>();
        for (JavaClass each : ALL) {
            if (each.isRecord()) {
                Class<?> type = each.reflect();
                if (each.getPackageName().equals("io.tidemark.cli.output.json")
                        || Arrays.stream(type.getRecordComponents())
                                .anyMatch(component -> isWritten(component.getAccessor()))) {
                    add(type, bound);
                }
            }
        }
        return bound;
    }

    private static void add(Type type, Set<Class<?>> bound) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments()).forEach(each -> add(each, bound));
        } else if (type instanceof Class<?> found && found.isRecord() && bound.add(found)) {
            for (RecordComponent component : found.getRecordComponents()) {
                if (isWritten(component.getAccessor())) {
                    add(component.getGenericType(), bound);
                }
            }
        }
    }

    private static boolean isNamed(AnnotatedElement component) {
        return isWritten(component) || component.isAnnotationPresent(JsonIgnore.class);
    }

    private static boolean isWritten(AnnotatedElement component) {
        JsonProperty key = component.getAnnotation(JsonProperty.class);
        return (key != null && !key.value().isEmpty()) || component.isAnnotationPresent(JsonUnwrapped.class);
    }
}
