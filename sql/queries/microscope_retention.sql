-- Who is behind this cell of the retention? The people of the cohorts in a range of days, one row for each cohort that a
-- person is in, and whether they returned: give it the parameters of 'retention', and the first and the last day of the
-- cell (for unbounded, a last day of 1000000). Days are UTC. first_return_at is null for those who did not return. Events
-- whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :start_event   text                    *          the type that puts a person into a cohort; * is every type
-- :return_event  text                    *          the type by which they return; * is every type
-- :first_day     integer                 1          the cell's first day, counted from that of the start event
-- :last_day      integer                 1          the cell's last day, at most 1000000
-- :outcome       returned|lost|both      returned   which people
-- :who           all|new|returning       all        which people are in a cohort
-- :from          time                    beginning  the first moment of the start events
-- :to            time                    end        the moment after the last start event
-- :until         time                    end        the moment after the last return event
WITH active AS (
  SELECT resolved_amplitude_id AS person, event_type, EPOCH_MS(event_time) AS ms
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :until AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
),
starts AS (
  SELECT person, FLOOR_MS(ms, 86400000) AS day_ms, MIN(ms) AS start_ms
  FROM active
  WHERE ms < EPOCH_MS(:to) AND (:start_event = '*' OR event_type = :start_event)
  GROUP BY person, FLOOR_MS(ms, 86400000)
),
cohorts AS (
  SELECT s.person, s.day_ms, s.start_ms
  FROM starts s
  JOIN first_seen f ON s.person = f.resolved_amplitude_id
  WHERE :who = 'all' OR (:who = 'new' AND s.day_ms <= EPOCH_MS(f.first_seen_time)) OR (:who = 'returning' AND s.day_ms > EPOCH_MS(f.first_seen_time))
),
came_back AS (
  SELECT c.person, c.day_ms, MIN(a.ms) AS first_ms
  FROM cohorts c
  JOIN active a ON c.person = a.person
  WHERE (:return_event = '*' OR a.event_type = :return_event)
    AND a.ms > c.start_ms
    AND a.ms >= c.day_ms + LEAST(CAST(:first_day AS BIGINT), 1000001) * 86400000
    AND a.ms < c.day_ms + (LEAST(CAST(:last_day AS BIGINT), 1000000) + 1) * 86400000
  GROUP BY c.person, c.day_ms
),
named AS (
  SELECT amplitude_id, MAX(user_id) AS user_id FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id
)
SELECT
  DAY_TEXT(MOMENT(c.day_ms)) AS cohort,
  c.person AS amplitude_id,
  n.user_id,
  MOMENT(c.start_ms) AS started_at,
  MOMENT(k.first_ms) AS first_return_at
FROM cohorts c
LEFT JOIN came_back k ON c.person = k.person AND c.day_ms = k.day_ms
LEFT JOIN named n ON c.person = n.amplitude_id
WHERE :outcome = 'both' OR (:outcome = 'returned' AND k.first_ms IS NOT NULL) OR (:outcome = 'lost' AND k.first_ms IS NULL)
ORDER BY cohort, amplitude_id
