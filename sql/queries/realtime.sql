-- What is going on right now? Counts the events received in each of the last minutes, whenever they happened, and the
-- people behind them: of that minute, of the 5 and of the 30 minutes that end with it. A minute in which nothing was
-- received has a row, too. The first minute is whole, the last one is not over yet. At most the last 9,998 minutes, not
-- quite a week, are shown. Events whose type begins with $ are left out.
--
-- :window    duration    60 minutes  how far back
-- :event     events      *           the type of the events, types as A | B or Add*; * is every type
-- :filter    conditions  all         what an event must be, such as platform is not Web and country is set
-- :cohort    cohort      none        whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive  texts       none        the types that * leaves out
-- :zone      zone        UTC         the time zone of the minutes and of times without one
-- :now       time        now         the time after the last
-- chart: lines at_minute events
WITH digits AS (
  SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d(n)
),
shown AS (
  SELECT FLOOR_MS(EPOCH_MS(:now) - LEAST(:window, 599880000), 60000) + nth * 60000 AS minute_ms
  FROM (
    SELECT CAST(d1.n + 10 * d2.n + 100 * d3.n + 1000 * d4.n AS BIGINT) AS nth
    FROM digits d1 CROSS JOIN digits d2 CROSS JOIN digits d3 CROSS JOIN digits d4
  ) c
),
received AS (
  SELECT resolved_amplitude_id AS person, FLOOR_MS(EPOCH_MS(server_received_time), 60000) AS minute_ms
  FROM events_resolved
  WHERE server_received_time >= MOMENT(FLOOR_MS(EPOCH_MS(:now) - LEAST(:window, 599880000), 60000) - 1740000) AND server_received_time < :now
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND :filter
    AND :cohort
),
-- A person counts from a minute with an event of theirs on, for 5 or 30 minutes or until the next minute with one.
per_person AS (
  SELECT person, minute_ms, COUNT(*) AS events, LEAD(minute_ms) OVER (PARTITION BY person ORDER BY minute_ms) AS next_ms
  FROM received GROUP BY person, minute_ms
),
changes AS (
  SELECT
    CASE c.n WHEN 1 THEN minute_ms WHEN 2 THEN LEAST(minute_ms + 300000, COALESCE(next_ms, minute_ms + 300000))
      ELSE LEAST(minute_ms + 1800000, COALESCE(next_ms, minute_ms + 1800000)) END AS minute_ms,
    CASE c.n WHEN 1 THEN events ELSE 0 END AS events,
    CASE c.n WHEN 1 THEN 1 ELSE 0 END AS people,
    CASE c.n WHEN 1 THEN 1 WHEN 2 THEN -1 ELSE 0 END AS change_5,
    CASE c.n WHEN 1 THEN 1 WHEN 3 THEN -1 ELSE 0 END AS change_30
  FROM per_person CROSS JOIN (VALUES (1), (2), (3)) AS c(n)
  UNION ALL
  SELECT minute_ms, 0 AS events, 0 AS people, 0 AS change_5, 0 AS change_30 FROM shown WHERE minute_ms < EPOCH_MS(:now)
),
summed AS (
  SELECT minute_ms, SUM(events) AS events, SUM(people) AS people, SUM(change_5) AS change_5, SUM(change_30) AS change_30
  FROM changes
  GROUP BY minute_ms
),
rolling AS (
  SELECT minute_ms, events, people,
    SUM(change_5) OVER (ORDER BY minute_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS people_5_minutes,
    SUM(change_30) OVER (ORDER BY minute_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS people_30_minutes
  FROM summed
)
SELECT
  MINUTE_TEXT(MOMENT(LOCAL_MS(minute_ms, :zone))) AS at_minute,
  events,
  people,
  people_5_minutes,
  people_30_minutes
FROM rolling
WHERE minute_ms >= FLOOR_MS(EPOCH_MS(:now) - LEAST(:window, 599880000), 60000) AND minute_ms < EPOCH_MS(:now)
ORDER BY minute_ms
