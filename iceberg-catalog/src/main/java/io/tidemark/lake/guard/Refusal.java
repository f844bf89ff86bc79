package io.tidemark.lake.guard;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.exceptions.CleanableFailure;

/**
 * A request that is refused on purpose: doing it would lose, double or change data. The command ends
 * with exit code 3. Nothing was committed, so Iceberg may clean up what it had prepared.
 */
public class Refusal extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 2;

    private final RefusalCode code;
    private final List<String> values;

    /**
     * A refusal; made by {@link RefusalCode#refuse}.
     *
     * @param code what is refused, and why
     * @param values one for each parameter of the code
     */
    Refusal(RefusalCode code, List<String> values) {
        super(code.sentence(values) + " " + code.remedy(values));
        this.code = code;
        this.values = List.copyOf(values);
    }

    /** The same refusal, as another type of exception. */
    protected Refusal(Refusal other) {
        this(other.code, other.values);
    }

    /** What is refused, and why: what code branches on. */
    public final RefusalCode code() {
        return code;
    }

    /** The code as machines read it. */
    public final String name() {
        return code.word();
    }

    /** What was requested, on what, and why it is refused. */
    public final String message() {
        return code.sentence(values);
    }

    /** What to do instead. */
    public final String remedy() {
        return code.remedy(values);
    }

    /** The same, with another value for one of its parameters. */
    public final Refusal with(String parameter, String value) {
        List<String> changed = new ArrayList<>(values);
        changed.set(code.parameters().indexOf(parameter), value);
        return new Refusal(code, changed);
    }
}
