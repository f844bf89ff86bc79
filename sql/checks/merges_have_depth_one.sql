-- A row is an id that others were merged into and that was merged away itself, or a merge of an id into itself: one join
-- would not find the person.
SELECT m.amplitude_id, m.merged_amplitude_id, s.merged_amplitude_id AS merged_on_into
FROM merge_ids m
JOIN merge_ids s ON m.merged_amplitude_id = s.amplitude_id
ORDER BY amplitude_id, merged_amplitude_id, merged_on_into
