-- A row is a version of the service configuration by which records were decided, and which is not in service_config.
SELECT d.table_name, d.config_version, COUNT(*) AS records
FROM (
  SELECT 'events' AS table_name, config_version FROM events WHERE config_version IS NOT NULL
  UNION ALL SELECT 'duplicates' AS table_name, config_version FROM duplicates WHERE config_version IS NOT NULL
  UNION ALL SELECT 'throttled' AS table_name, config_version FROM throttled WHERE config_version IS NOT NULL
  UNION ALL SELECT 'dead_letters' AS table_name, config_version FROM dead_letters WHERE config_version IS NOT NULL
) d
LEFT JOIN (SELECT DISTINCT version FROM service_config) v ON d.config_version = v.version
WHERE v.version IS NULL
GROUP BY d.table_name, d.config_version
ORDER BY table_name, config_version
