-- Who is behind this point of the chart? The people of one row of 'segmentation': give it the same parameters, the row's
-- segment, and its first time and the one after its last as the range. An event with a list in the property :by is in the
-- segment of each value of it. Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :event     events      *          the type of the events, types as A | B or Add*; * is every type
-- :by        property    none       the column or property by which the events are told apart
-- :segment   text        all        which of them
-- :where     property    none       a column or property that an event must have ...
-- :is        text        all        ... this value in
-- :filter    conditions  all        what an event must be, such as platform is not Web and country is set
-- :cohort    cohort      none       whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive  texts       none       the types that * leaves out
-- :zone      zone        UTC        the time zone of times without one
-- :from      time        beginning  the first time
-- :to        time        end        the time after the last
WITH chosen AS (
  SELECT resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms, SEGMENTS(:by) AS segments
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND HAS(:where, :is)
    AND :filter
    AND :cohort
),
people AS (
  SELECT person, COUNT(*) AS events, MIN(ms) AS first_ms, MAX(ms) AS last_ms
  FROM chosen EACH_SEGMENT(:by, segments)
  WHERE SEGMENT(:by, segments) = :segment
  GROUP BY person
),
named AS (
  SELECT amplitude_id, MAX(user_id) AS user_id FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id
)
SELECT
  p.person AS amplitude_id,
  n.user_id,
  p.events,
  MOMENT(p.first_ms) AS first_at,
  MOMENT(p.last_ms) AS last_at
FROM people p
LEFT JOIN named n ON p.person = n.amplitude_id
ORDER BY amplitude_id
