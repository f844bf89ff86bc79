-- What did each person have, and from which event to which? A row is a change of the properties of people that the question
-- speaks of: user_properties is a JSON object of those alone, in force from the event at from_epoch, from_time, from_partition
-- and from_offset on, until that of the next change, or for ever where until_epoch is null. It is folded as people_properties
-- folds, over all events of a person's, in the order in which they came in.
--
-- It reads user_properties of all events, whatever the range of the question: what was said before still holds. An event is
-- looked into where a name, $clearAll or an escape is in its text. One person's changes cost a sorted list, and an event that
-- says the same again what it takes to compare it; of n changes, n texts are copied n times on Trino and Spark, which is
-- 0.1 s of 10,000 changes.
WITH sayings AS (
  SELECT resolved_amplitude_id AS person, SAID_OF_NAMES(user_properties) AS said,
    ingest_epoch, server_upload_time, kafka_partition, kafka_offset
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL AND MAY_SAY_NAMES(user_properties)
),
folded AS (
  SELECT person,
    FOLD_STATES(said, ingest_epoch, server_upload_time, kafka_partition, kafka_offset) AS states
  FROM sayings
  GROUP BY person
),
changes AS (
  SELECT f.person,
    CAST(TAB_PART(c.change, 1) AS INT) AS from_epoch,
    CAST(TAB_PART(c.change, 2) AS BIGINT) AS from_ms,
    CAST(TAB_PART(c.change, 3) AS INT) AS from_partition,
    CAST(TAB_PART(c.change, 4) AS BIGINT) AS from_offset,
    TAB_PART(c.change, 6) AS user_properties
  FROM folded f
  CROSS JOIN EACH(f.states) AS c(change)
),
followed AS (
  SELECT person, user_properties, from_epoch, from_ms, from_partition, from_offset,
    LEAD(from_epoch) OVER later AS until_epoch,
    LEAD(from_ms) OVER later AS until_ms,
    LEAD(from_partition) OVER later AS until_partition,
    LEAD(from_offset) OVER later AS until_offset
  FROM changes
  WINDOW later AS (PARTITION BY person ORDER BY from_epoch, from_ms, from_partition, from_offset)
)
SELECT person, user_properties, from_epoch, MOMENT(from_ms) AS from_time, from_partition, from_offset,
  until_epoch, MOMENT(until_ms) AS until_time, until_partition, until_offset
FROM followed
