package io.tidemark.cli.option;

import io.tidemark.config.TimeParser;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time as options. */
public final class ExportTime implements ITypeConverter<Instant> {
    /** Made by picocli. */
    public ExportTime() {}

    @Override
    public Instant convert(String text) {
        Instant time = TimeParser.parse(text, InstantSource.system().instant());
        if (time == null) {
            throw new TypeConversionException("'" + text + "' is no time. Give " + TimeParser.EXPECTED + ".");
        }
        return time;
    }
}
