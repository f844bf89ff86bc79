package io.tidemark.lake.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Tidemark refuses: a fault has one name, one sentence and one remedy, whoever finds it. To add a
 * refusal, add its line here and regenerate {@code deploy/refusals.md}.
 *
 * <p>The constant's name is the code in capitals: renaming a constant renames the code, and the old one then goes into
 * the changelog. A parameter is written in braces; {@link #refuse} takes the values in the
 * order in which the parameters first appear, in the sentence and then in the remedy.
 */
public enum RefusalCode {
    // Who may write to the tables.
    OLDER_EPOCH(
            "{who}: {found}, for the lake was restored since.",
            "Stop this job; `tidemark restore` started, or says how to start, the one of the new epoch (tidemark run"
                    + " without --from-checkpoint does)."),
    ANOTHER_START(
            "{who} may not write to {what}: the job was started once more ({later}) after this start ({own}).",
            "Stop this job: the later start goes on from where the tables are. Start it again only if that one has"
                    + " ended."),
    TABLE_MADE_AGAIN(
            "The table {table} was dropped and made again: {what} was made for {expected}, and the table of that name"
                    + " is {found} now.",
            "Bring the first one back with `tidemark undrop {name}`, or go back to a mark of this one with `tidemark"
                    + " restore`."),
    ROLLED_BACK(
            "{who}: {found}. {tables} rolled back without Tidemark, and to go on would leave a hole.",
            "Go back to a mark with `tidemark restore`, which takes the job's state and its place in Kafka along."),
    SECOND_WRITER(
            "Another job is writing to the tables of {place}: it committed at {time}, while this command was waiting"
                    + " for it to be silent.",
            "Stop that job first; two writers would write every record twice."),
    IN_USE("{what} is in use by {who}.", "Wait until that has ended, or {otherwise}; there is one writer at a time."),

    // From which state the job may start.
    STATELESS_START(
            "The tables of {place} already hold {what}, and the job was given no checkpoint to go on from: it would"
                    + " {harm}.",
            "Start it from {state}."),
    OLDER_CHECKPOINT(
            "{state} is older than {tables}: everything since would be written a second time.",
            "Start the job from that checkpoint or a later one (--from-checkpoint PATH, flink run -s PATH), or go back"
                    + " to a mark with `tidemark restore`."),
    FORKED_STATE(
            "The job may not start from {state}: its tables hold {newest} of another job ({job}) that began from the"
                    + " same place, and what this state read is in them already.",
            "Start it from a checkpoint of that job (--from-checkpoint PATH, flink run -s PATH), or go back to a mark"
                    + " with `tidemark restore`."),
    DAMAGED_CHECKPOINT(
            "The job of the lake {lake} cannot go on from its newest checkpoint {checkpoint}: it names the file"
                    + " {file}, which is gone.",
            "Have the state computed from the tables: tidemark mark --lake {lake} --name now, then tidemark restore"
                    + " --lake {lake} --to now."),
    NO_CHECKPOINT_DIR(
            "The configuration leaves it to the Flink cluster where checkpoints are kept, so there is no place for the"
                    + " state that is computed from the tables.",
            "Set job.checkpoint-dir to a place that this command and the cluster can reach."),
    UNFINISHED_RESTORE(
            "A restore of {place} to '{target}' is not finished: {why}.",
            "Finish it: tidemark restore --execute {hash}{otherwise}."),

    // What is protected, and for whom.
    OTHER_ENVIRONMENT(
            "{what} belongs to the environment '{theirs}', and you are configured for '{yours}': you may read there,"
                    + " and nothing else.",
            "Use the configuration of '{theirs}', or the lake of '{yours}'."),
    ENVIRONMENT_NOT_NAMED(
            "This would change the lake of the environment '{environment}', and the name given was '{given}'.",
            "Say --environment {environment} if that is what you mean."),
    PROTECTED(
            "This would {change}, which is protected.",
            "{instead}; if you mean it, say so with a break-glass permission."),
    NOT_YET_DUE(
            "This would {change}, which is in the trash until {time}.",
            "Bring it back with `tidemark undrop`, or let `tidemark trash --empty` remove it when it is time."),
    BELOW_THE_FLOOR(
            "This would {change}, of the protected table {table}: the youngest of them is of {time}, and they are kept"
                    + " for {hours} hours.",
            "Wait, or keep fewer by a lower floor."),
    WRITTEN_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only the ingest job writes rows to it.",
            "Send events through the topic; to try something out, write to a table of your own."),
    CORRECTED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: a correction is a row more, with an author and a"
                    + " reason, by `tidemark override`, and never a change.",
            "Use `tidemark override`; what was said before is withdrawn by one more row."),
    CONFIGURED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: a version of the configuration is added by `tidemark"
                    + " config`, with an author and a reason, and never changed.",
            "Use `tidemark config set`; what was configured before comes back with `tidemark config revert`."),
    COMPACTED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only `tidemark care` compacts it, which knows what"
                    + " the marks and the job need.",
            "Use `tidemark care`."),
    BRANCH_WRITTEN_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only a rebuild writes to a branch of it.",
            "Write to a table of your own."),
    BRANCH_MOVED(
            "This would {change}, of the protected table {table}: its branches belong to restores and rebuilds.",
            "Set a tag instead; that anybody may."),
    PUBLISHED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only a rebuild publishes a branch of it.",
            "Use `tidemark rebuild`."),
    ROLLED_BACK_BY_ANOTHER(
            "This would {change}, of the protected table {table}: a table that goes back alone leaves a hole: the job"
                    + " goes on where it was.",
            "Use `tidemark restore`, which takes all tables, the job's state and its place in Kafka together."),
    EPOCH_NOT_RAISED(
            "This would {change}, of the protected table {table}: the job that wrote what would be left behind could"
                    + " still commit.",
            "Raise the epoch on every table first, as `tidemark restore` does."),
    EXPIRED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only `tidemark care` lets snapshots go, which knows"
                    + " what the marks and the job need.",
            "Use `tidemark care`."),
    TAG_SET_BY_THE_JOB(
            "This would {change}, of the protected table {table}: the job sets no tags.", "Use `tidemark mark`."),
    TAG_REMOVED(
            "This would {change}, of the protected table {table}: a tag is what keeps a mark's snapshots from"
                    + " expiring.",
            "Use `tidemark mark --delete`, which takes the mark from all tables."),
    INCOMPATIBLE_SCHEMA(
            "This would {change}, of the protected table {table}: the job writes, and queries read, the columns as"
                    + " they are.",
            "Columns come with a release, by `tidemark upgrade`; put what is your own into a table of your own."),
    COLUMNS_ADDED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: only `tidemark upgrade` adds the columns of a later"
                    + " release, to all tables and while no job writes.",
            "Use `tidemark upgrade`."),
    PARTITIONING_CHANGED(
            "This would {change}, of the protected table {table}: the running job cuts its files as the table was"
                    + " made.",
            "Choose tables.partition-by before the tables are made."),
    FORMAT_CHANGED(
            "This would {change}, of the protected table {table}: an engine that does not know the new version could"
                    + " read it no more.",
            "Stay with the version that the table was made with."),
    MOVED(
            "This would {change}, of the protected table {table}: marks and restores look for its files where they"
                    + " are.",
            "Make a new lake at the new place, and ingest the topic into it."),
    PROTECTION_LIFTED(
            "This would {change}, of the protected table {table}: it is protected so that nobody lifts that in"
                    + " passing.",
            "If you mean it, say so with a break-glass permission."),
    ENVIRONMENT_CHANGED(
            "This would {change}, of the protected table {table}: its environment is what keeps others from changing"
                    + " it.",
            "If you mean it, say so with a break-glass permission."),
    GC_ENABLED(
            "This would {change}, of the protected table {table}: gc.enabled=false keeps other engines from deleting"
                    + " its files with a drop.",
            "Leave it; `tidemark care` cleans up without it."),
    EPOCH_LOWERED(
            "This would {change}, of the protected table {table}: a job from before a restore could commit again.",
            "Epochs only rise; `tidemark restore --undo` raises it, too."),
    EPOCH_RAISED_BY_ANOTHER(
            "This would {change}, of the protected table {table}: it would stop the job.",
            "Use `tidemark restore`, which starts the job of the new epoch."),

    // What a plan finds changed, missing or without sense.
    ANOTHER_PLAN("The plan to {what} {stale}.", "{again} without --execute, and execute the plan that it shows."),
    CANNOT_RENAME(
            "The table {table} {would}, which is a rename, and the catalog {catalog} cannot rename.",
            "Use a catalog that can (jdbc, rest, hive), or {otherwise}."),
    MISSING_TABLE(
            "The lake in {place} is without its table {table}: {why}.",
            "Bring it back with `tidemark undrop`{otherwise}."),
    UNKNOWN_TABLE("A lake has no table {table}; it has {tables}.", "Correct --tables."),
    TABLES_GO_TOGETHER(
            "To put back only {tables} would leave a hole: the other tables, the job's state and its place in Kafka"
                    + " would be of another checkpoint.",
            "Leave --tables out. For identities and merge_ids alone there is `tidemark rebuild`, for a table that was"
                    + " dropped `tidemark undrop`."),
    TABLE_IS_THERE(
            "The table {table} is in the catalog {place}, so it cannot come back.",
            "To put it back to an earlier snapshot use `tidemark restore`."),
    NOTHING_LEFT(
            "{what} cannot come back: nothing is in the trash, and no valid metadata is in {place}.",
            "Recompute identities and merge_ids with `tidemark rebuild`; for the others check the storage for earlier"
                    + " versions of the objects there, and try again{otherwise}."),
    SNAPSHOT_EXPIRED(
            "The table {table} no longer has the snapshot {snapshot}: somebody has expired it.",
            "Choose another mark (`tidemark marks`)."),
    ANOTHER_TOPIC(
            "Partition {partition} of the topic ends at offset {end}, before {offset}, from where it would be read"
                    + " again: it was recreated.",
            "Give the new topic the next kafka.ingest-epoch, then plan again."),
    NOTHING_TO_UNDO(
            "There is nothing to undo: {why}.",
            "Choose a mark to go back to instead: --to MARK (`tidemark marks` lists them)."),
    INCONSISTENT(
            "{what} does not hold. {findings}",
            "See `tidemark audit` for all of it, and restore the newest mark before it{otherwise}."),
    NOTHING_REBUILT(
            "Nothing was computed for the table {table} yet.",
            "Run `tidemark rebuild` without --execute first, and look at its plan."),
    BEHIND_THE_HEAD(
            "The tables of {place} hold more than the snapshot that was rebuilt{mark}: publishing it would take"
                    + " identities away from events that came later.",
            "Stop the job and rebuild the newest snapshot, or go back to the mark with `tidemark restore`."),
    NO_EVENTS(
            "The lake in {place} has no events to compute identities from.",
            "Give the lake that has them, or bring the table events back with `tidemark undrop`."),

    // Marks and corrections.
    NO_MARK("There is no mark {which}.", "See `tidemark marks` for those that there are."),
    MARK_EXISTS(
            "There is a mark called '{mark}' already, and a mark does not move.",
            "Choose another name, or delete that one with `tidemark mark --delete {mark}`."),
    MARK_NAME(
            "There can be no mark called '{mark}': that {why}.",
            "Use 1 to 100 letters, digits, '.', '_' and '-', beginning with a letter, a digit or '_'."),
    NEVER_WRITTEN(
            "The lake in {place} has no consistent snapshot that could be marked: {tables} was never written.",
            "Let the job commit a checkpoint first; it commits to every table, also when there is nothing new."),
    NO_SHARED_CHECKPOINT(
            "The tables of the lake in {place} have no checkpoint of the job in common, so no snapshot of theirs is"
                    + " known to be consistent.",
            "Let the job commit once more; if a table was lost or set back alone, restore it first."),
    UNKNOWN_PERSON(
            "The lake has seen no event of {person}.",
            "Look for the id: tidemark sql --query user_timeline -p person=ID."),
    CHANGES_NOTHING("This would change nothing: {why}.", "See `tidemark overrides`."),
    NOT_UPGRADED(
            "{place} is of an earlier release: its tables cannot tell by which version of the service configuration a record"
                    + " was decided.",
            "Add the columns with `tidemark upgrade`, while the job is stopped."),
    NO_CONFIG_AT(
            "There is no service configuration as of '{mark}': there is no such mark, or it is older than the table"
                    + " service_config.",
            "See `tidemark marks`, or go back to a version: `tidemark config history`."),
    NO_PROJECT(
            "There is no project '{project}'{when}. There are {projects}.",
            "Give one of these; a new one is made with `tidemark config set`, and counts from its effective_from on."),
    CONFIG_INCOMPLETE(
            "{place} has not all versions of the service configuration: {why}.",
            "What the table has comes into the topic again with `tidemark config publish`; a table that was lost comes back"
                    + " with `tidemark undrop service_config`, or from the topic with `tidemark config recover`."),
    CONFIG_DIFFERS(
            "Version {number} of the service configuration is another one in the topic than in the table {table}, or is not"
                    + " there.",
            "If the table was put back to an older state, bring it up to the topic with `tidemark config recover`; if the"
                    + " topic is another lake's, set kafka.config-topic to this lake's own."),
    STAND_INS_NEED_TOPIC(
            "Which version of the service configuration decides in place of another is written into its topic, and another"
                    + " process runs the lake in {place} with its broker.",
            "Stop that process, and plan the restore again."),
    TWO_STEPS(
            "This would make a person be found in two steps, and queries go one: {why}.",
            "Map in one step: {instead}."),

    // A lake in a directory.
    NO_LAKE(
            "Cannot open the lake {lake}: {found}.",
            "Name the directory that an earlier demo or ingest was given, or make a lake with `tidemark ingest --lake"
                    + " {directory} FILE`."),
    NOT_A_DIRECTORY("Cannot make a lake in {lake}: it is not a directory.", "Name another."),
    NOT_A_LAKE(
            "Cannot make a lake in {lake}: it is no lake and not empty (it holds {found}).",
            "Name a directory that is empty or not there yet."),
    LAKE_IN_USE(
            "There is a lake in {lake}, and a drill would drop its tables.",
            "Name a directory that is empty or not there yet."),
    LAKE_OF_ANOTHER_VERSION(
            "The lake {lake} is of format {format}, and this Tidemark knows format {known}.",
            "Use the version of Tidemark that made it."),
    LAKE_ELSEWHERE(
            "The lake in {lake} was made in {origin}, and its tables and checkpoints name their files there: {why}.",
            "Use the lake in {origin}{how}."),
    LAKE_STATE_LOST(
            "The lake {lake} has lost its {file}: its catalog and its tables are there.",
            "Bring the file back from a copy{otherwise}."),
    LOG_LOST(
            "The lake {lake} has lost its log: {directory} of its topic {topic} is gone. A new log would begin at"
                    + " offset 0, behind the place of the job, which would read none of it.",
            "Bring the directory {kafka} back from a copy. Without one, the tables are whole and answer `tidemark"
                    + " sql`; for new events, make an archive with `tidemark export --lake {lake}` and ingest it into"
                    + " a new directory."),
    CATALOG_LOST(
            "The lake {lake} has lost its catalog: {catalog}, and the files of tables that were written to are in"
                    + " {files}. Empty tables in their place would bury the loss.",
            "Bring the tables back from their newest metadata: tidemark undrop {options}--all."),
    BROKER_DIRECTORY_DAMAGED(
            "The Kafka directory {directory} holds logs but no {file}, so a broker would take them for strays and"
                    + " delete them.",
            "Bring that file back from a copy, or move the directory away and start with an empty one."),
    NOT_WRITABLE(
            "The lake {lake} cannot be written to: {why}.",
            "What only reads works as it is. To change it, mount it for writing or take the rights to it."),
    PATH_SIGN("Cannot make {what} in {path}: {why}.", "Name a directory without it; nothing was made."),

    // Questions and exports.
    READ_ONLY(
            "{statement} would change something, and sql only reads.",
            "Use SELECT, WITH, VALUES, SHOW, DESCRIBE or EXPLAIN."),
    ONE_STATEMENT("The text holds several statements, and one is answered at a time.", "Run them one after the other."),
    FILE_EXISTS(
            "There is a file {file} already.",
            "Give another name with -o, or --overwrite to put the new archive in its place."),
    OTHER_EXPORT(
            "In {directory} is an unfinished export of something else:\n{plan}",
            "Run that again to finish it, delete the directory, or give another file with -o.");

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    private final String sentence;
    private final String remedy;

    RefusalCode(String sentence, String remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** The code as machines read it, for example {@code read-only}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What would be done, to what, and why it is refused; with parameters in braces. */
    public String sentence() {
        return sentence;
    }

    /** What to do instead; with parameters in braces. */
    public String remedy() {
        return remedy;
    }

    /** The names of the parameters, in the order in which {@link #refuse} takes their values. */
    public List<String> parameters() {
        return PARAMETER
                .matcher(sentence + remedy)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /**
     * The refusal, to be thrown.
     *
     * @param values one for each of the parameters
     */
    public Refusal refuse(@Nullable Object... values) {
        return new Refusal(this, texts(values));
    }

    /** The sentence with these values. */
    String sentence(List<String> values) {
        return filled(sentence, values);
    }

    /** The remedy with these values. */
    String remedy(List<String> values) {
        return filled(remedy, values);
    }

    static List<String> texts(@Nullable Object... values) {
        return Arrays.stream(values).map(String::valueOf).toList();
    }

    private String filled(String text, List<String> values) {
        List<String> parameters = parameters();
        if (values.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "The refusal " + word() + " takes " + parameters + ", and not " + values);
        }
        return PARAMETER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.get(parameters.indexOf(found.group(1)))));
    }
}
