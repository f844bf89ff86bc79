-- Do people come back? The people who did the start event on a day (UTC) are that day's cohort; a person may be in the
-- cohorts of several days. They returned on day n if they did the return event n days after it; on day 0, later on the
-- same day. n_day counts that day alone; unbounded, that day or any later one; bracketed, all days from after the number
-- before up to it (0, 3, 7 are the brackets 0, 1-3 and 4-7; the first begins with day 1 if it is not 0). New people are
-- in the cohort of the day they were first seen, by any event; returning ones were first seen on an earlier day.
-- A cell is complete if its last day (the first one of unbounded) was over at the newest event looked at; in one that is
-- not, people can still return. The cohort 'all' adds up the complete cells alone, so the people of its rows differ. Events
-- whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :start_event   text                        *                     the type that puts a person into a cohort; * is every type
-- :return_event  text                        *                     the type by which they return; * is every type
-- :mode          n_day|unbounded|bracketed   n_day                 when somebody has returned
-- :days          numbers                     0, 1, 2, 3, 7, 14, 30  the days n
-- :who           all|new|returning           all                   which people are in a cohort
-- :show          both|cohorts|overall        both                  the cohorts of each day, the cohort 'all', or both
-- :from          time                        beginning             the first moment of the start events
-- :to            time                        end                   the moment after the last start event
-- :until         time                        end                   the moment after the last return event
-- chart: bars return_day percent_returned
WITH return_days AS (
  SELECT person, FLOOR_MS(ms, 86400000) AS day_ms, MAX(ms) AS last_ms
  FROM retention_active
  WHERE :return_event = '*' OR event_type = :return_event
  GROUP BY person, FLOOR_MS(ms, 86400000)
),
brackets AS (
  SELECT n, last_day,
    CASE WHEN :mode = 'bracketed' THEN COALESCE(day_before + 1, CASE WHEN last_day = 0 THEN 0 ELSE 1 END) ELSE last_day END
      AS first_day,
    CASE WHEN :mode = 'unbounded' THEN 10000000 ELSE last_day END AS counted_to
  FROM (
    SELECT d.n, CAST(d.number AS BIGINT) AS last_day, LAG(CAST(d.number AS BIGINT)) OVER (ORDER BY d.n) AS day_before
    FROM (:days) AS d(n, number)
  ) b
),
came_back AS (
  SELECT c.day_ms, b.n, COUNT(DISTINCT c.person) AS returned
  FROM retention_cohorts c
  JOIN return_days r ON c.person = r.person
  CROSS JOIN brackets b
  WHERE r.last_ms > c.start_ms
    AND r.day_ms - c.day_ms BETWEEN b.first_day * 86400000 AND b.counted_to * 86400000
  GROUP BY c.day_ms, b.n
),
sizes AS (
  SELECT day_ms, COUNT(*) AS people FROM retention_cohorts GROUP BY day_ms
),
newest AS (
  SELECT MAX(ms) AS ms FROM retention_active
),
cells AS (
  SELECT s.day_ms, b.n, b.first_day, b.last_day, s.people, COALESCE(k.returned, 0) AS returned,
    s.day_ms + (b.last_day + 1) * 86400000 <= w.ms AS complete
  FROM sizes s
  CROSS JOIN brackets b
  CROSS JOIN newest w
  LEFT JOIN came_back k ON s.day_ms = k.day_ms AND b.n = k.n
),
all_cells AS (
  SELECT DAY_TEXT(MOMENT(day_ms)) AS cohort, n, first_day, last_day, people, returned, complete
  FROM cells
  WHERE :show <> 'overall'
  UNION ALL
  SELECT 'all' AS cohort, n, first_day, last_day,
    SUM(CASE WHEN complete THEN people ELSE 0 END) AS people,
    SUM(CASE WHEN complete THEN returned ELSE 0 END) AS returned,
    TRUE AS complete
  FROM cells
  WHERE :show <> 'cohorts'
  GROUP BY n, first_day, last_day
)
SELECT
  cohort,
  CASE
    WHEN :mode = 'unbounded' THEN TEXT(last_day) || '+'
    WHEN first_day < last_day THEN TEXT(first_day) || '-' || TEXT(last_day)
    ELSE TEXT(last_day)
  END AS return_day,
  people,
  returned,
  PERCENT_OF(returned, people) AS percent_returned,
  complete
FROM all_cells
ORDER BY cohort, n
