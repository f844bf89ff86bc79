-- The events that a question about retention looks at.
--
-- :from   time  the first time
-- :until  time  the time after the last
SELECT resolved_amplitude_id AS person, event_type, EPOCH_MS(event_time) AS ms
FROM events_resolved
WHERE event_time >= :from AND event_time < :until AND NOT time_suspect
  AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
