-- Which ids are somebody else's? A row is an id that is not a person of its own: a device's anonymous id that joined its
-- first user, and whoever people say is another user. Everybody else is who they are, and has no row. One step finds the
-- person: a merge first, and then the map of whom it led to.
SELECT amplitude_id, COALESCE(MAX(by_merge), MAX(by_map)) AS resolved_amplitude_id
FROM (
  SELECT m.amplitude_id, COALESCE(p.to_amplitude_id, m.merged_amplitude_id) AS by_merge, CAST(NULL AS BIGINT) AS by_map
  FROM merges_in_force m
  LEFT JOIN overrides_in_force p ON m.merged_amplitude_id = p.amplitude_id AND p.kind = 'map'
  UNION ALL
  SELECT amplitude_id, CAST(NULL AS BIGINT) AS by_merge, to_amplitude_id AS by_map
  FROM overrides_in_force
  WHERE kind = 'map'
) r
GROUP BY amplitude_id
