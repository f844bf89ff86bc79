-- Up to when is it known what happened in a range? One row: the newest event of the range and of the week before, of any
-- type; the end of the range, where events behind it were received after it. Of an event whose clock runs ahead, the time
-- of its arrival counts. Events whose clock cannot be believed are left out.
--
-- :from  time  the first time
-- :to    time  the time after the last
SELECT MAX(ms) AS known_ms
FROM (
  SELECT LEAST(EPOCH_MS(event_time), EPOCH_MS(server_received_time)) AS ms
  FROM events
  WHERE event_time >= MOMENT(EPOCH_MS(:from) - 604800000) AND event_time < :to AND NOT time_suspect
  UNION ALL
  SELECT EPOCH_MS(:to) AS ms
  FROM (SELECT 1 AS behind FROM events WHERE event_time >= :to AND server_received_time >= :to AND NOT time_suspect LIMIT 1) b
) k
