-- What did each person have, and from which event to which? A row is a change of the properties of people that the question
-- speaks of: user_properties is a JSON object of those alone, in force from the event that came in at from_came, from_partition
-- and from_offset until that of the next change; until_came is the largest number where there is none. came is the topic's
-- generation and the Kafka timestamp (ms) in one number, by which most pairs are told apart. It is folded as people_properties
-- folds, over all events of a person's, in the order in which they came in.
--
-- It reads user_properties of all events, whatever the range of the question: what was said before still holds. An event is
-- looked into where a name, $clearAll or an escape is in its text. An event that says the same again costs a comparison. Of a
-- person's n changes, a list as long as they are is copied n times on Trino and Spark: 3 s of CPU for 10,000 changes.
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
    CAST(TAB_PART(c.change, 1) AS BIGINT) * CAST(100000000000000 AS BIGINT) + CAST(TAB_PART(c.change, 2) AS BIGINT) AS from_came,
    CAST(TAB_PART(c.change, 3) AS INT) AS from_partition,
    CAST(TAB_PART(c.change, 4) AS BIGINT) AS from_offset,
    TAB_PART(c.change, 6) AS user_properties
  FROM folded f
  CROSS JOIN EACH(f.states) AS c(change)
)
SELECT person, user_properties, from_came, from_partition, from_offset,
  COALESCE(LEAD(from_came) OVER later, 9223372036854775807) AS until_came,
  LEAD(from_partition) OVER later AS until_partition,
  LEAD(from_offset) OVER later AS until_offset
FROM changes
WINDOW later AS (PARTITION BY person ORDER BY from_came, from_partition, from_offset)
