-- Since when is somebody there? A row is a person, after merges and corrections, and the earliest of their events, of any
-- type: also one that came in late, behind newer ones. Nobody is new twice. Events whose clock cannot be believed, and
-- those whose type begins with $, are left out. It reads all events before a time, whatever the range; the
-- view first_seen, from the identity tables alone, costs less and says less.
--
-- :to  time  the time after the last
SELECT resolved_amplitude_id AS person, MIN(EPOCH_MS(event_time)) AS first_ms
FROM events_resolved
WHERE event_time < :to AND NOT time_suspect
  AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
GROUP BY resolved_amplitude_id
