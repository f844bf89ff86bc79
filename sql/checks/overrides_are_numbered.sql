-- A row is shown where the corrections of identities are not numbered 1, 2, 3 and so on: one was lost, or is there twice.
SELECT MIN(seq) AS smallest, MAX(seq) AS largest, COUNT(*) AS corrections, COUNT(DISTINCT seq) AS numbers
FROM identity_overrides
HAVING COUNT(*) > 0 AND (MIN(seq) <> 1 OR MAX(seq) <> COUNT(*) OR COUNT(DISTINCT seq) <> COUNT(*))
