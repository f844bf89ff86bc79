-- Who is behind this cell of the retention? The people of the cohorts in a range of days, one row for each cohort that a
-- person is in, and whether they returned: give it the parameters of 'retention', and the first and the last day of the
-- cell (for unbounded, a last day of 1000000). Days are UTC. An event in the millisecond of the start event is no return.
-- first_return_at is null for those who did not return. Events whose clock cannot be believed, and those whose type
-- begins with $, are left out.
--
-- :start_event   text                    *          the type that puts a person into a cohort; * is every type
-- :return_event  text                    *          the type by which they return; * is every type
-- :first_day     integer                 1          the cell's first day, counted from that of the start event
-- :last_day      integer                 1          the cell's last day, at most 1000000
-- :outcome       returned|lost|both      returned   which people
-- :who           all|new|returning       all        which people are in a cohort
-- :from          time                    beginning  the first time of the start events
-- :to            time                    end        the time after the last start event
-- :until         time                    end        the time after the last return event
WITH came_back AS (
  SELECT c.person, c.day_ms, c.start_ms, MIN(a.ms) AS first_ms
  FROM retention_cohorts c
  LEFT JOIN retention_active a ON c.person = a.person
    AND (:return_event = '*' OR a.event_type = :return_event)
    AND a.ms > c.start_ms
    AND a.ms >= c.day_ms + LEAST(CAST(:first_day AS BIGINT), 1000001) * 86400000
    AND a.ms < c.day_ms + (LEAST(CAST(:last_day AS BIGINT), 1000000) + 1) * 86400000
  GROUP BY c.person, c.day_ms, c.start_ms
),
named AS (
  SELECT amplitude_id, MAX(user_id) AS user_id FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id
)
SELECT
  DAY_TEXT(MOMENT(k.day_ms)) AS cohort,
  k.person AS amplitude_id,
  n.user_id,
  MOMENT(k.start_ms) AS started_at,
  MOMENT(k.first_ms) AS first_return_at
FROM came_back k
LEFT JOIN named n ON k.person = n.amplitude_id
WHERE :outcome = 'both' OR (:outcome = 'returned' AND k.first_ms IS NOT NULL) OR (:outcome = 'lost' AND k.first_ms IS NULL)
ORDER BY cohort, amplitude_id
