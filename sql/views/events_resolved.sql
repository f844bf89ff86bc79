-- Who did what? Every event with the person behind it: the device's anonymous id is replaced by that of the device's
-- first user, where they were merged. Merges have depth one, so one join resolves them all. Count people with
-- COUNT(DISTINCT resolved_amplitude_id); an event of the type $groupidentify has none.
SELECT e.*, COALESCE(m.merged_amplitude_id, e.amplitude_id) AS resolved_amplitude_id
FROM events e
LEFT JOIN merge_ids m ON e.amplitude_id = m.amplitude_id
