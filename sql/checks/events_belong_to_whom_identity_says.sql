-- A row is a device with events that belong to somebody else than its identity changes say: to nobody known, or to an
-- identity that the device had not at that number of changes. A lost or a wrong row of identities shows here, which the
-- places in Kafka alone cannot show. While the pipeline runs, query as of a mark.
SELECT e.device_key, MIN(e.identity_seq) AS first_seq, MAX(e.identity_seq) AS last_seq, SUM(e.found) AS events
FROM (
  SELECT COALESCE(device_id, CONCAT(CHARACTER(31), 'user:', user_id)) AS device_key, project_id, identity_seq, amplitude_id,
    COUNT(*) AS found
  FROM events
  WHERE amplitude_id IS NOT NULL
  GROUP BY COALESCE(device_id, CONCAT(CHARACTER(31), 'user:', user_id)), project_id, identity_seq, amplitude_id
) e
LEFT JOIN (
  SELECT device_key, seq, amplitude_id, COUNT(*) AS found FROM identities GROUP BY device_key, seq, amplitude_id
) i ON e.device_key = i.device_key AND e.identity_seq = i.seq AND e.amplitude_id = i.amplitude_id
WHERE i.found IS NULL
GROUP BY e.device_key
ORDER BY device_key
