-- What is known of each person now? user_properties is one JSON object: the user_properties of all events of a person's, also
-- of those from before a merge, laid over each other in the order in which they came in. What an ordinary event says is set;
-- $identify's operations do what Amplitude says of them: within one event $clearAll, $unset, $set, $setOnce, $add, $append,
-- $prepend, $preInsert, $postInsert, $remove, in that order. $add counts what is no number as 0; the operations on lists take
-- a single value for a list of it. Names are sorted; numbers are written without an exponent and without zeros at the end
-- (in lists and objects, and beyond 18 digits behind the point, engines may write the same number in other ways). Events
-- whose clock cannot be believed count as well: the order is that of arrival. People who never had a property are left out.
SELECT
  resolved_amplitude_id,
  COUNT(*) AS events_with_properties,
  FOLD_PROPERTIES(user_properties, ingest_epoch, server_upload_time, kafka_partition, kafka_offset) AS user_properties
FROM events_resolved
WHERE resolved_amplitude_id IS NOT NULL AND user_properties IS NOT NULL
GROUP BY resolved_amplitude_id
