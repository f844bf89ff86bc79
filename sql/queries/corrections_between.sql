-- What did people say of identities between two marks, and why? A row is a correction that the second mark has and the first
-- has not. What it changed in the numbers is in why_changed, by day.
--
-- :before  mark  (required)  the first mark
-- :after   mark  (required)  the second mark
SELECT n.seq, n.kind, n.project_id, n.device_id, n.user_id, n.amplitude_id, n.to_user_id, n.to_amplitude_id, n.author,
  n.reason, MINUTE_TEXT(n.made_at) AS made
FROM AT(identity_overrides, :after) n
LEFT JOIN AT(identity_overrides, :before) o ON n.seq = o.seq
WHERE o.seq IS NULL
ORDER BY seq
