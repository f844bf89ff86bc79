-- How busy was it, hour by hour? Counts accepted events and the people behind them by the hour in which the events
-- happened (UTC). Events whose clock cannot be believed are left out.
SELECT
  DATE_FORMAT(FLOOR(event_time TO HOUR), 'yyyy-MM-dd HH:mm') AS `hour`,
  COUNT(*) AS events,
  COUNT(DISTINCT resolved_amplitude_id) AS people
FROM events_resolved
WHERE NOT time_suspect
GROUP BY FLOOR(event_time TO HOUR)
ORDER BY `hour`
