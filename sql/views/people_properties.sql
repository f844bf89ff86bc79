-- What is known of each person now? user_properties is one JSON object: the user_properties of all events of a person's, also
-- of those from before a merge, laid over each other in the order in which they came in. What an ordinary event says is set;
-- $identify's operations do what Amplitude says of them: within one event $clearAll, $unset, $set, $setOnce, $add, $append,
-- $prepend, $preInsert, $postInsert, $remove, in that order. An operation that has nothing to do changes nothing: $remove of
-- what is not there, $preInsert and $postInsert of what is, an empty list. $add counts what is no number as 0, takes a text
-- that is a number for one, and does nothing where a number has more than 19 digits before the point; the operations on lists
-- take a single value for a list of it. Names are sorted, inside values too; numbers are written in one way, as everywhere in
-- the questions. What an event sent beyond the questions' limits (sql/README.md) says nothing. Events whose clock cannot be
-- believed count as well: the order is that of arrival. People of whom no property is known are left out.
SELECT resolved_amplitude_id, events_with_properties, user_properties
FROM (
  SELECT
    resolved_amplitude_id,
    COUNT(*) AS events_with_properties,
    FOLD_PROPERTIES(user_properties, ingest_epoch, server_upload_time, kafka_partition, kafka_offset) AS user_properties
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL AND user_properties IS NOT NULL
  GROUP BY resolved_amplitude_id
) known
WHERE user_properties <> '{}'
