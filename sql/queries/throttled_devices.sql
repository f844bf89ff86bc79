-- Which devices sent too much? The devices with the most records that were not let in, with when, what, and over which
-- limit. The records are kept whole in throttled.raw. The range is of the times of receiving.
--
-- :top   integer  50         how many devices
-- :from  time     beginning  the first time of receiving
-- :to    time     end        the time after the last
SELECT place, project_id, device_id, user_id, records, over_per_second, over_per_day, first_received, last_received,
  event_types, one_event_type
FROM (
  SELECT
    ROW_NUMBER() OVER (ORDER BY records DESC, device_key, project_id) AS place,
    project_id, device_id, user_id, records, over_per_second, over_per_day, first_received, last_received,
    event_types, one_event_type
  FROM (
    SELECT
      project_id,
      COALESCE(device_id, CONCAT(CHARACTER(31), 'user:', user_id)) AS device_key,
      MAX(device_id) AS device_id,
      MAX(user_id) AS user_id,
      COUNT(*) AS records,
      SUM(CASE WHEN throttle_limit = 'per_second_window' THEN 1 ELSE 0 END) AS over_per_second,
      SUM(CASE WHEN throttle_limit = 'per_day' THEN 1 ELSE 0 END) AS over_per_day,
      MINUTE_TEXT(MIN(server_received_time)) AS first_received,
      MINUTE_TEXT(MAX(server_received_time)) AS last_received,
      COUNT(DISTINCT event_type) AS event_types,
      MIN(event_type) AS one_event_type
    FROM throttled
    WHERE server_received_time >= :from AND server_received_time < :to
    GROUP BY project_id, COALESCE(device_id, CONCAT(CHARACTER(31), 'user:', user_id))
  ) d
) p
WHERE place <= :top
ORDER BY place
