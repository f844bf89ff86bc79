-- A row is a device whose identity changes are not numbered 1, 2, 3 and so on: a change was lost, or is there twice.
-- (Where each project has people of its own, a device has a row of numbers in each; one that repeats another project's is
-- no fault there.)
SELECT device_key, MIN(seq) AS smallest, MAX(seq) AS largest, COUNT(*) AS changes, COUNT(DISTINCT seq) AS numbers
FROM identities
GROUP BY device_key
HAVING MIN(seq) <> 1 OR COUNT(DISTINCT seq) <> MAX(seq)
  OR COUNT(*) <> COUNT(DISTINCT CONCAT(project_id, ' ', TEXT(seq)))
ORDER BY device_key
