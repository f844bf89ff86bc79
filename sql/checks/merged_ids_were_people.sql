-- A row is a merged-away id that no device ever had anonymously, or a survivor that is no user's.
SELECT m.amplitude_id, m.merged_amplitude_id
FROM merge_ids m
LEFT JOIN (SELECT amplitude_id, COUNT(*) AS found FROM identities WHERE user_id IS NULL GROUP BY amplitude_id) d
  ON m.amplitude_id = d.amplitude_id
LEFT JOIN (SELECT amplitude_id, COUNT(*) AS found FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id) u
  ON m.merged_amplitude_id = u.amplitude_id
WHERE d.found IS NULL OR u.found IS NULL
ORDER BY amplitude_id, merged_amplitude_id
