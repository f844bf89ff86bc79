-- What became of what was sent, day by day? Counts the records by the day on which Kafka had them (UTC) and by outcome, and
-- of the refused ones by reason. Every record is in exactly one row's count. The range is of the times of Kafka's stamps.
--
-- :from  time  beginning  the first time of arrival
-- :to    time  end        the time after the last
-- chart: lines at_day records
WITH outcomes AS (
  SELECT DAY_TEXT(server_upload_time) AS at_day, 'accepted' AS outcome, '' AS reason, COUNT(*) AS records,
    COUNT(DISTINCT device_id) AS devices
  FROM events WHERE server_upload_time >= :from AND server_upload_time < :to GROUP BY DAY_TEXT(server_upload_time)
  UNION ALL
  SELECT DAY_TEXT(server_upload_time) AS at_day, 'duplicate' AS outcome, '' AS reason, COUNT(*) AS records,
    COUNT(DISTINCT device_id) AS devices
  FROM duplicates WHERE server_upload_time >= :from AND server_upload_time < :to GROUP BY DAY_TEXT(server_upload_time)
  UNION ALL
  SELECT DAY_TEXT(server_upload_time) AS at_day, 'throttled' AS outcome, throttle_limit AS reason, COUNT(*) AS records,
    COUNT(DISTINCT device_id) AS devices
  FROM throttled WHERE server_upload_time >= :from AND server_upload_time < :to
  GROUP BY DAY_TEXT(server_upload_time), throttle_limit
  UNION ALL
  SELECT DAY_TEXT(server_upload_time) AS at_day, 'rejected' AS outcome,
    reason, COUNT(*) AS records,
    CAST(NULL AS BIGINT) AS devices
  FROM dead_letters WHERE server_upload_time >= :from AND server_upload_time < :to
  GROUP BY DAY_TEXT(server_upload_time), reason
)
SELECT at_day, outcome, NULLIF(reason, '') AS reason, records, devices,
  PERCENT_OF(records, SUM(records) OVER (PARTITION BY at_day)) AS percent_of_day
FROM outcomes
ORDER BY at_day, outcome, reason
