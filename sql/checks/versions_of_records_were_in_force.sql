-- A row is a record that was decided by a version of the service configuration which took effect after it was received, and
-- which is no stand-in. Which version a record names only tidemark audit sees.
SELECT d.table_name, d.ingest_epoch, d.kafka_partition, d.kafka_offset, d.config_version
FROM (
  SELECT 'events' AS table_name, ingest_epoch, kafka_partition, kafka_offset, config_version, server_received_time
  FROM events
  WHERE config_version IS NOT NULL AND released_from IS NULL
  UNION ALL
  SELECT 'duplicates' AS table_name, ingest_epoch, kafka_partition, kafka_offset, config_version, server_received_time
  FROM duplicates
  WHERE config_version IS NOT NULL AND released_from IS NULL
  UNION ALL
  SELECT 'throttled' AS table_name, ingest_epoch, kafka_partition, kafka_offset, config_version, server_received_time
  FROM throttled
  WHERE config_version IS NOT NULL AND released_from IS NULL
) d
JOIN (SELECT version, MIN(effective_from) AS effective_from FROM service_config GROUP BY version) v
  ON d.config_version = v.version
LEFT JOIN (SELECT DISTINCT value_json FROM service_config WHERE SUBSTRING(key, 1, 9) = 'stand_in/') s
  ON s.value_json = CONCAT('{"version":', TEXT(d.config_version), '}')
WHERE d.server_received_time < v.effective_from AND s.value_json IS NULL
ORDER BY table_name, ingest_epoch, kafka_partition, kafka_offset
