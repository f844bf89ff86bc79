-- How busy was it, hour by hour? Counts accepted events and the people behind them by the hour in which the events
-- happened (UTC). An hour in which nothing happened has no row. Events whose clock cannot be believed, and those whose
-- type begins with $, are left out.
--
-- :from  time  beginning  the first time
-- :to    time  end        the time after the last
-- chart: lines at_hour events
SELECT
  MINUTE_TEXT(MOMENT(hour_ms)) AS at_hour,
  COUNT(*) AS events,
  COUNT(DISTINCT person) AS people
FROM (
  SELECT FLOOR_MS(EPOCH_MS(event_time), 3600000) AS hour_ms, resolved_amplitude_id AS person
  FROM events_resolved
  WHERE NOT time_suspect AND event_type NOT LIKE '$%' AND event_time >= :from AND event_time < :to
) e
GROUP BY hour_ms
ORDER BY at_hour
