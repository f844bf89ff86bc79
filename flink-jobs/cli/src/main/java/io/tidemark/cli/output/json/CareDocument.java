package io.tidemark.cli.output.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.lake.care.CareReport;
import java.util.List;

/** What care did, and the names of unfinished marks of which it took away what was left. */
public record CareDocument(
        @JsonUnwrapped CareReport report,
        @JsonProperty("unfinished_marks") List<String> unfinishedMarks) {}
