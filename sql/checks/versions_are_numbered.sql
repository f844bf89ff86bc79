-- A row is shown where the versions of the service configuration are not numbered 1, 2, 3 and so on: one was lost.
SELECT MIN(version) AS smallest, MAX(version) AS largest, COUNT(DISTINCT version) AS versions
FROM service_config
HAVING COUNT(*) > 0 AND (MIN(version) <> 1 OR MAX(version) <> COUNT(DISTINCT version))
