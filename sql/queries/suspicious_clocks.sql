-- Whose clocks cannot be believed? Counts, by platform and app version, the events whose time is over a day after or over 5
-- years before they were received, and how far the clients' clocks were off when they sent. Such events are kept, and left
-- out of the other questions. The range is of the times of receiving, for their own times are the matter.
--
-- :from  time  beginning  the first time of receiving
-- :to    time  end        the time after the last
SELECT
  COALESCE(platform, '(none)') AS platform,
  COALESCE(app_version, '(none)') AS app_version,
  COUNT(*) AS events,
  SUM(CASE WHEN time_suspect THEN 1 ELSE 0 END) AS suspect,
  PERCENT_OF(SUM(CASE WHEN time_suspect THEN 1 ELSE 0 END), COUNT(*)) AS percent_suspect,
  COUNT(DISTINCT CASE WHEN time_suspect THEN device_id END) AS devices_with_suspect,
  SUM(CASE WHEN time_suspect AND event_time > server_received_time THEN 1 ELSE 0 END) AS in_the_future,
  SUM(CASE WHEN time_suspect AND event_time < server_received_time THEN 1 ELSE 0 END) AS long_ago,
  SUM(CASE WHEN ABS(EPOCH_MS(server_received_time) - EPOCH_MS(client_upload_time)) >= 60000 THEN 1 ELSE 0 END)
    AS corrected,
  DIV(MAX(EPOCH_MS(server_received_time) - EPOCH_MS(client_upload_time)), 1000) AS most_seconds_behind,
  DIV(MAX(EPOCH_MS(client_upload_time) - EPOCH_MS(server_received_time)), 1000) AS most_seconds_ahead
FROM events
WHERE server_received_time >= :from AND server_received_time < :to
GROUP BY COALESCE(platform, '(none)'), COALESCE(app_version, '(none)')
ORDER BY suspect DESC, platform, app_version
