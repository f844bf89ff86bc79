-- Who did what? Every event with the person behind it: the device's anonymous id is replaced by that of the device's
-- first user, where they were merged, and whoever people say is another user by that one. One join resolves them all.
-- Count people with COUNT(DISTINCT resolved_amplitude_id); an event of the type $groupidentify has none.
SELECT e.*, COALESCE(r.resolved_amplitude_id, e.amplitude_id) AS resolved_amplitude_id
FROM events e
LEFT JOIN resolved_ids r ON e.amplitude_id = r.amplitude_id
