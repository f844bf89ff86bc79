-- A row is somebody whom people mapped to a user who is mapped on to another one: one join would not find the person.
SELECT m.seq, m.amplitude_id, m.to_amplitude_id, n.to_amplitude_id AS mapped_on_to
FROM overrides_in_force m
JOIN overrides_in_force n ON m.to_amplitude_id = n.amplitude_id
WHERE m.kind = 'map' AND n.kind = 'map'
ORDER BY seq
