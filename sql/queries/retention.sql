-- Do people come back? The people who did the start event on a day (UTC) are that day's cohort; a person may be in the
-- cohorts of several days. They returned on day n if they did the return event n days after it; on day 0, later on the
-- same day, by an event that is not in the same millisecond. n_day counts that day alone; unbounded, that day or any
-- later one; bracketed, all days from after the number before up to it (0, 3, 7 are the brackets 0, 1-3 and 4-7; the
-- first begins with day 1 if it is not 0). New people are in the cohort of the day of their first event of any type,
-- whatever the range; returning ones had it on an earlier day. A cell is complete if its last day (the first one of
-- unbounded) is known to be over: by the newest event of any type before :until, or, where the day ends there, by one
-- behind it; of an event whose clock runs ahead, its arrival counts. In a cell that is not complete, people can still
-- return. The cohort 'all' adds up the complete cells alone, so the people of its rows differ. Events whose clock cannot
-- be believed, and those whose type begins with $, are left out.
--
-- :start_event   text                        *                     the type that puts a person into a cohort; * is every type
-- :return_event  text                        *                     the type by which they return; * is every type
-- :mode          n_day|unbounded|bracketed   n_day                 when somebody has returned
-- :days          numbers                     0, 1, 2, 3, 7, 14, 30  the days n
-- :who           all|new|returning           all                   which people are in a cohort
-- :show          both|cohorts|overall        both                  the cohorts of each day, the cohort 'all', or both
-- :from          time                        beginning             the first time of the start events
-- :to            time                        end                   the time after the last start event
-- :until         time                        end                   the time after the last return event
-- chart: bars return_day percent_returned
WITH days AS (
  SELECT person, FLOOR_MS(ms, 86400000) AS day_ms,
    MAX(CASE WHEN :return_event = '*' OR event_type = :return_event THEN ms END) AS last_ms
  FROM retention_active
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
-- Whoever is in a cohort has been there on its day: that day is in every bracket, whether they returned or not.
came_back AS (
  SELECT c.person, c.day_ms, b.n, b.first_day, b.last_day,
    MAX(CASE WHEN d.last_ms > c.start_ms AND d.day_ms - c.day_ms BETWEEN b.first_day * 86400000 AND b.counted_to * 86400000
      THEN 1 ELSE 0 END) AS returned
  FROM retention_cohorts c
  JOIN days d ON c.person = d.person
  CROSS JOIN brackets b
  WHERE d.day_ms = c.day_ms
    OR d.day_ms - c.day_ms BETWEEN b.first_day * 86400000 AND b.counted_to * 86400000
  GROUP BY c.person, c.day_ms, b.n, b.first_day, b.last_day
),
known AS (
  SELECT MAX(ms) AS known_ms
  FROM (
    SELECT LEAST(EPOCH_MS(event_time), EPOCH_MS(server_received_time)) AS ms
    FROM events
    WHERE event_time >= :from AND event_time < :until AND NOT time_suspect
    UNION ALL
    SELECT EPOCH_MS(:until) AS ms
    FROM (
      SELECT 1 AS behind FROM events WHERE event_time >= :until AND server_received_time >= :until AND NOT time_suspect LIMIT 1
    ) b
  ) e
),
cells AS (
  SELECT c.day_ms, c.n, c.first_day, c.last_day, c.people, c.returned,
    c.day_ms + (c.last_day + 1) * 86400000 <= k.known_ms AS complete
  FROM (
    SELECT day_ms, n, first_day, last_day, COUNT(*) AS people, SUM(returned) AS returned
    FROM came_back
    GROUP BY day_ms, n, first_day, last_day
  ) c
  CROSS JOIN known k
),
-- Each cell is here for its own cohort and, where it is complete, for the cohort 'all'.
shown AS (
  SELECT CASE WHEN s.of_all THEN 'all' ELSE DAY_TEXT(MOMENT(c.day_ms)) END AS cohort, c.n, c.first_day, c.last_day,
    CASE WHEN c.complete OR NOT s.of_all THEN c.people ELSE 0 END AS people,
    CASE WHEN c.complete OR NOT s.of_all THEN c.returned ELSE 0 END AS returned,
    CASE WHEN c.complete OR s.of_all THEN 1 ELSE 0 END AS complete
  FROM cells c
  CROSS JOIN (VALUES (FALSE), (TRUE)) AS s(of_all)
  WHERE (s.of_all AND :show <> 'cohorts') OR (NOT s.of_all AND :show <> 'overall')
),
all_cells AS (
  SELECT cohort, n, first_day, last_day, SUM(people) AS people, SUM(returned) AS returned, MIN(complete) = 1 AS complete
  FROM shown
  GROUP BY cohort, n, first_day, last_day
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
