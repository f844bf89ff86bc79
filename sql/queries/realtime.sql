-- What is going on right now? Counts the events received in each of the last minutes, whenever they happened, and the
-- people behind them; a minute in which nothing was received is a row of zeros. The first minute is whole, the last one
-- is not over yet. At most the last 9,998 minutes, not quite a week, are shown. Events whose type begins with $ are left out.
--
-- :window  duration  60 minutes  how far back
-- :event   text      *           the type of the events; * is every type
-- :now     time      now         the time after the last
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
  WHERE server_received_time >= MOMENT(FLOOR_MS(EPOCH_MS(:now) - LEAST(:window, 599880000), 60000)) AND server_received_time < :now
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:event = '*' OR event_type = :event)
)
SELECT
  MINUTE_TEXT(MOMENT(s.minute_ms)) AS at_minute,
  COUNT(r.person) AS events,
  COUNT(DISTINCT r.person) AS people
FROM shown s
LEFT JOIN received r ON s.minute_ms = r.minute_ms
WHERE s.minute_ms < EPOCH_MS(:now)
GROUP BY s.minute_ms
ORDER BY at_minute
