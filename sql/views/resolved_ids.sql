-- Which ids are somebody else's? A row is an id that is not a person of its own: a device's anonymous id that joined its
-- first user, and whoever people say is another user. Everybody else is who they are, and has no row. One step finds the
-- person: a merge first, and then the map of whom it led to. A merge that a correction has ended is none (merges_in_force).
--
-- What people say of a user and the merges into that user are put side by side rather than joined, so that a question that
-- reads people reads both tables once.
WITH words AS (
  SELECT amplitude_id AS about, kind, to_amplitude_id, CAST(NULL AS BIGINT) AS anonymous_id FROM overrides_in_force
  UNION ALL
  SELECT merged_amplitude_id AS about, 'merge' AS kind, CAST(NULL AS BIGINT) AS to_amplitude_id, amplitude_id AS anonymous_id
  FROM merge_ids
),
heard AS (
  SELECT about, kind, anonymous_id,
    MAX(to_amplitude_id) OVER (PARTITION BY about) AS mapped_to,
    MAX(CASE WHEN kind = 'block_user' THEN 1 ELSE 0 END) OVER (PARTITION BY about) AS blocked
  FROM words
),
found AS (
  SELECT COALESCE(anonymous_id, about) AS amplitude_id,
    CASE WHEN kind = 'merge' AND blocked = 0 THEN COALESCE(mapped_to, about) END AS by_merge,
    CASE WHEN kind = 'map' THEN mapped_to END AS by_map,
    CASE WHEN kind IN ('unlink', 'block_device') THEN 1 ELSE 0 END AS kept_apart
  FROM heard
)
SELECT amplitude_id, resolved_amplitude_id
FROM (
  SELECT amplitude_id,
    COALESCE(CASE WHEN MAX(kept_apart) = 0 THEN MAX(by_merge) END, MAX(by_map)) AS resolved_amplitude_id
  FROM found
  GROUP BY amplitude_id
) r
WHERE resolved_amplitude_id IS NOT NULL
