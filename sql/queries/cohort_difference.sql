-- Who came into a cohort, and who left it, between two marks? The cohort is that of the question 'cohort', run as of each
-- mark. Somebody came or left because something was done late or its event was taken away again (the numbers of times
-- differ, or not_did_before and not_did_after do), or because of a merge or a correction: merged_into is the person that
-- the id has been a part of since, whose times now count its own as well. A type that is named counts, also one that
-- begins with $; of * none of those does. Events whose clock cannot be believed are left out.
--
-- :before    mark        (required)  the mark of the first cohort
-- :after     mark        (required)  the mark of the second
-- :did       events      Purchase    what was done: A | B, Add*, Purchase [event_properties.price > 10]; * is every type
-- :at_least  integer     1           how many times, from 1
-- :window    duration    3650 days   within which length of time that many
-- :where     property    none        a column or property that what was done must have ...
-- :is        text        all         ... this value in
-- :filter    conditions  all         what else it must be, such as platform is not Web
-- :not_did   events      none        what was not done, in the same words
-- :inactive  texts       none        the types that * leaves out
-- :zone      zone        UTC         the time zone of times without one
-- :from      time        beginning   the first time
-- :to        time        end         the time after the last
WITH happened AS (
  SELECT
    'before' AS side, resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms,
    CASE WHEN NAMED(:did) AND HAS(:where, :is) AND :filter THEN 1 ELSE 0 END AS counts,
    CASE WHEN NAMED(:not_did) THEN 1 ELSE 0 END AS excludes,
    ingest_epoch, kafka_partition, kafka_offset
  FROM AT(events_resolved, :before)
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND (NAMED(:did) OR NAMED(:not_did))
  UNION ALL
  SELECT
    'after' AS side, resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms,
    CASE WHEN NAMED(:did) AND HAS(:where, :is) AND :filter THEN 1 ELSE 0 END AS counts,
    CASE WHEN NAMED(:not_did) THEN 1 ELSE 0 END AS excludes,
    ingest_epoch, kafka_partition, kafka_offset
  FROM AT(events_resolved, :after)
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND (NAMED(:did) OR NAMED(:not_did))
),
done AS (
  SELECT side, person, ms,
    ROW_NUMBER() OVER (PARTITION BY side, person ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset) AS place
  FROM happened
  WHERE counts = 1
),
reached AS (
  SELECT l.side, l.person, MIN(l.ms) AS ms
  FROM done f
  JOIN done l ON f.side = l.side AND f.person = l.person AND l.place = f.place + :at_least - 1
  WHERE l.ms - f.ms <= :window AND :at_least >= 1
  GROUP BY l.side, l.person
),
counted AS (
  SELECT person,
    SUM(CASE WHEN side = 'before' AND counts = 1 THEN 1 ELSE 0 END) AS times_before,
    SUM(CASE WHEN side = 'after' AND counts = 1 THEN 1 ELSE 0 END) AS times_after,
    SUM(CASE WHEN side = 'before' AND COUNT_OF(:not_did) > 0 AND excludes = 1 THEN 1 ELSE 0 END) AS not_did_before,
    SUM(CASE WHEN side = 'after' AND COUNT_OF(:not_did) > 0 AND excludes = 1 THEN 1 ELSE 0 END) AS not_did_after
  FROM happened
  GROUP BY person
),
-- A person reaches it at most once on each side.
sides AS (
  SELECT c.person, c.times_before, c.times_after, c.not_did_before, c.not_did_after,
    SUM(CASE WHEN r.side = 'before' AND c.not_did_before = 0 THEN 1 ELSE 0 END) AS was_in,
    SUM(CASE WHEN r.side = 'after' AND c.not_did_after = 0 THEN 1 ELSE 0 END) AS is_in
  FROM counted c
  JOIN reached r ON c.person = r.person
  GROUP BY c.person, c.times_before, c.times_after, c.not_did_before, c.not_did_after
)
SELECT
  s.person AS amplitude_id,
  CASE WHEN s.is_in = 1 THEN 'came' ELSE 'left' END AS what,
  s.times_before,
  s.times_after,
  s.not_did_before,
  s.not_did_after,
  m.resolved_amplitude_id AS merged_into
FROM sides s
LEFT JOIN AT(resolved_ids, :after) m ON s.person = m.amplitude_id
WHERE s.was_in <> s.is_in
ORDER BY amplitude_id
