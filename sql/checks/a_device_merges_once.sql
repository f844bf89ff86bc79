-- A row is an anonymous id that was merged more than once. A device merges into its first user, and never again.
SELECT amplitude_id, COUNT(*) AS merges, MIN(merged_amplitude_id) AS one_survivor, MAX(merged_amplitude_id) AS other_survivor
FROM merge_ids
GROUP BY amplitude_id
HAVING COUNT(*) > 1
ORDER BY amplitude_id
