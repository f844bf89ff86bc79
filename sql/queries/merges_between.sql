-- Which people became one between two marks, and why? A row is a merge that one of the marks has and the other has not:
-- made where it is new, undone where a restore took it back or a correction ended it (corrections_between has those). It
-- names the anonymous id, the user's, and the event that caused it; events is how many of the anonymous id's events (at the
-- mark that has the merge) changed hands by it.
--
-- :before  mark  (required)  the first mark
-- :after   mark  (required)  the second mark
-- projects: all
WITH changed AS (
  SELECT 'made' AS what, n.amplitude_id, n.merged_amplitude_id, n.cause_uuid, n.merge_server_time
  FROM AT(merges_in_force, :after) n
  LEFT JOIN AT(merges_in_force, :before) o
    ON n.amplitude_id = o.amplitude_id AND n.merged_amplitude_id = o.merged_amplitude_id
  WHERE o.cause_uuid IS NULL
  UNION ALL
  SELECT 'undone' AS what, o.amplitude_id, o.merged_amplitude_id, o.cause_uuid, o.merge_server_time
  FROM AT(merges_in_force, :before) o
  LEFT JOIN AT(merges_in_force, :after) n
    ON n.amplitude_id = o.amplitude_id AND n.merged_amplitude_id = o.merged_amplitude_id
  WHERE n.cause_uuid IS NULL
),
anonymous AS (
  SELECT amplitude_id, MAX(device_id) AS device_id
  FROM (
    SELECT amplitude_id, device_id FROM AT(identities, :after) WHERE user_id IS NULL
    UNION ALL SELECT amplitude_id, device_id FROM AT(identities, :before) WHERE user_id IS NULL
  ) d
  GROUP BY amplitude_id
),
known AS (
  SELECT amplitude_id, MAX(user_id) AS user_id
  FROM (
    SELECT amplitude_id, user_id FROM AT(identities, :after) WHERE user_id IS NOT NULL
    UNION ALL SELECT amplitude_id, user_id FROM AT(identities, :before) WHERE user_id IS NOT NULL
  ) u
  GROUP BY amplitude_id
),
counts AS (
  SELECT 'made' AS what, amplitude_id, COUNT(*) AS events FROM AT(events, :after) GROUP BY amplitude_id
  UNION ALL
  SELECT 'undone' AS what, amplitude_id, COUNT(*) AS events FROM AT(events, :before) GROUP BY amplitude_id
)
SELECT c.what, c.amplitude_id, d.device_id, c.merged_amplitude_id, u.user_id, MINUTE_TEXT(c.merge_server_time) AS merged_at,
  c.cause_uuid, COALESCE(k.events, 0) AS events
FROM changed c
LEFT JOIN anonymous d ON c.amplitude_id = d.amplitude_id
LEFT JOIN known u ON c.merged_amplitude_id = u.amplitude_id
LEFT JOIN counts k ON c.what = k.what AND c.amplitude_id = k.amplitude_id
ORDER BY what, merged_at, amplitude_id, merged_amplitude_id
