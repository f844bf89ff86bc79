-- Do we grow, or leak? For each day or week (UTC, weeks begin on Monday), how many people were active and new (their
-- first event of any type was then, whatever the range: nobody is new twice), current (active in the one before as well)
-- or resurrected (neither), and how many are dormant: active in the one before, and not in this one. A day or week with
-- none of them has no row. The day or week of the first time is taken whole. Nobody is dormant after what is known: after
-- the newest event, of whatever type, or where its clock runs ahead, after its arrival. Events whose clock cannot be
-- believed, and those whose type begins with $, are left out.
--
-- :event     text      *          the type that makes a person active; * is every type
-- :interval  day|week  day        how long each row is
-- :from      time      beginning  the first time
-- :to        time      end        the time after the last
-- chart: lines at_time active
WITH bounds AS (
  SELECT CAST(CASE WHEN :interval = 'day' THEN 86400000 ELSE 604800000 END AS BIGINT) AS length,
    CASE WHEN :interval = 'day' THEN FLOOR_MS(EPOCH_MS(:from), 86400000)
      ELSE FLOOR_MS(EPOCH_MS(:from) + 259200000, 604800000) - 259200000 END AS from_ms
),
active AS (
  SELECT DISTINCT resolved_amplitude_id AS person,
    CASE WHEN :interval = 'day' THEN FLOOR_MS(EPOCH_MS(event_time), 86400000)
      ELSE FLOOR_MS(EPOCH_MS(event_time) + 259200000, 604800000) - 259200000 END AS ms
  FROM events_resolved
  WHERE event_time < :to
    AND event_time >= CASE WHEN :interval = 'day' THEN MOMENT(FLOOR_MS(EPOCH_MS(:from), 86400000) - 86400000)
      ELSE MOMENT(FLOOR_MS(EPOCH_MS(:from) + 259200000, 604800000) - 864000000) END
    AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:event = '*' OR event_type = :event)
),
beside AS (
  SELECT person, ms,
    LAG(ms) OVER (PARTITION BY person ORDER BY ms) AS ms_before,
    LEAD(ms) OVER (PARTITION BY person ORDER BY ms) AS ms_after
  FROM active
),
states AS (
  SELECT a.ms, CASE WHEN a.ms_before = a.ms - b.length THEN 'current' WHEN a.ms <= f.first_ms THEN 'new' ELSE 'resurrected' END AS state
  FROM beside a
  JOIN first_events f ON a.person = f.person
  CROSS JOIN bounds b
  UNION ALL
  SELECT a.ms + b.length AS ms, 'dormant' AS state
  FROM beside a
  CROSS JOIN bounds b
  CROSS JOIN known_up_to k
  WHERE (a.ms_after IS NULL OR a.ms_after > a.ms + b.length)
    AND a.ms + b.length <= k.known_ms AND a.ms + b.length < EPOCH_MS(:to)
)
SELECT
  DAY_TEXT(MOMENT(s.ms)) AS at_time,
  SUM(CASE WHEN state = 'dormant' THEN 0 ELSE 1 END) AS active,
  SUM(CASE WHEN state = 'new' THEN 1 ELSE 0 END) AS new_people,
  SUM(CASE WHEN state = 'current' THEN 1 ELSE 0 END) AS current_people,
  SUM(CASE WHEN state = 'resurrected' THEN 1 ELSE 0 END) AS resurrected_people,
  SUM(CASE WHEN state = 'dormant' THEN 1 ELSE 0 END) AS dormant_people
FROM states s
CROSS JOIN bounds b
WHERE s.ms >= b.from_ms
GROUP BY s.ms
ORDER BY at_time
