-- Who are the people, and since when are they here? A row is a person after merges and corrections. user_id is the one that
-- they logged in with, null for those who never did; of somebody who people say is another user it is that one's (were two
-- ever behind one number, the last in the alphabet is here; id_collisions looks for that). events counts all accepted
-- events of theirs, devices the devices that they came from, merged_ids the other ids that are theirs: anonymous ones that
-- joined them, and those that people mapped to them. first_seen and last_seen are of events whose clock can be believed;
-- null where there is none. What is known of them otherwise is in people_properties.
SELECT
  p.resolved_amplitude_id,
  p.user_id,
  p.first_seen,
  p.last_seen,
  p.first_received,
  p.last_received,
  p.events,
  p.devices,
  COALESCE(m.merged_ids, 0) AS merged_ids
FROM (
  SELECT
    resolved_amplitude_id,
    MAX(CASE WHEN amplitude_id = resolved_amplitude_id THEN user_id END) AS user_id,
    MIN(CASE WHEN NOT time_suspect THEN event_time END) AS first_seen,
    MAX(CASE WHEN NOT time_suspect THEN event_time END) AS last_seen,
    MIN(server_received_time) AS first_received,
    MAX(server_received_time) AS last_received,
    COUNT(*) AS events,
    COUNT(DISTINCT device_id) AS devices
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL
  GROUP BY resolved_amplitude_id
) p
LEFT JOIN (
  SELECT resolved_amplitude_id, COUNT(*) AS merged_ids FROM resolved_ids GROUP BY resolved_amplitude_id
) m ON p.resolved_amplitude_id = m.resolved_amplitude_id
