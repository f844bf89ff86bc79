-- Who did one thing, and not another? The people who did it at least so many times, all within a length of time, and who
-- did not do the other at all in the whole range. reached_at is when the last of so many was done for the first time.
-- Of a list, :where has any of its values; user_properties.x is what the person had when the event came in (sql/README.md).
-- Query as of a mark to have the cohort as it was known then; write the answer to a file (--format csv) to keep it, or
-- use the printed text in CREATE TABLE ... AS. A type that is named counts, also one that begins with $; of * none of those
-- does. Events whose clock cannot be believed are left out.
--
-- :did       events      Purchase   what was done: A | B, Add*, Purchase [event_properties.price > 10]; * is every type
-- :at_least  integer     1          how many times, from 1
-- :window    duration    3650 days  within which length of time that many
-- :where     property    none       a column or property that what was done must have ...
-- :is        text        all        ... this value in
-- :filter    conditions  all        what else it must be, such as platform is not Web
-- :not_did   events      none       what was not done, in the same words
-- :inactive  texts       none       the types that * leaves out
-- :zone      zone        UTC        the time zone of times without one
-- :from      time        beginning  the first time
-- :to        time        end        the time after the last
WITH happened AS (
  SELECT
    resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms,
    CASE WHEN NAMED(:did) AND HAS(:where, :is) AND :filter THEN 1 ELSE 0 END AS counts,
    CASE WHEN NAMED(:not_did) THEN 1 ELSE 0 END AS excludes,
    ingest_epoch, kafka_partition, kafka_offset
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND (NAMED(:did) OR NAMED(:not_did))
),
done AS (
  SELECT person, ms,
    ROW_NUMBER() OVER (PARTITION BY person ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset) AS place
  FROM happened
  WHERE counts = 1
),
reached AS (
  SELECT l.person, MIN(l.ms) AS ms
  FROM done f
  JOIN done l ON f.person = l.person AND l.place = f.place + :at_least - 1
  WHERE l.ms - f.ms <= :window AND :at_least >= 1
  GROUP BY l.person
),
times_done AS (
  SELECT person, COUNT(*) AS times, MIN(ms) AS first_ms, MAX(ms) AS last_ms FROM done GROUP BY person
),
others AS (
  SELECT DISTINCT person FROM happened WHERE COUNT_OF(:not_did) > 0 AND excludes = 1
)
SELECT
  r.person AS amplitude_id,
  t.times,
  MOMENT(t.first_ms) AS first_at,
  MOMENT(r.ms) AS reached_at,
  MOMENT(t.last_ms) AS last_at
FROM reached r
JOIN times_done t ON r.person = t.person
LEFT JOIN others o ON r.person = o.person
WHERE o.person IS NULL
ORDER BY amplitude_id
