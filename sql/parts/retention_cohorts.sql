-- Who is in the cohort of a day? Those who did the start event on it (UTC), and when they first did on that day. New
-- people are in the cohort of the day of their first event of any type, whatever the range; returning ones had it on an
-- earlier day.
--
-- :start_event  text               the type that puts a person into a cohort; * is every type
-- :who          all|new|returning  which people are in a cohort
-- :from         time               the first time of the start events
-- :to           time               the time after the last start event
-- :until        time               the time after the last return event
--
-- Where everybody is included, an engine sees that nobody's first event is read.
WITH starts AS (
  SELECT person, FLOOR_MS(ms, 86400000) AS day_ms, MIN(ms) AS start_ms
  FROM retention_active
  WHERE ms < EPOCH_MS(:to) AND (:start_event = '*' OR event_type = :start_event)
  GROUP BY person, FLOOR_MS(ms, 86400000)
)
SELECT s.person, s.day_ms, s.start_ms
FROM starts s
LEFT JOIN (SELECT person, first_ms FROM first_events WHERE :who <> 'all') f ON s.person = f.person
WHERE :who = 'all' OR (:who = 'new' AND s.day_ms <= f.first_ms) OR (:who = 'returning' AND s.day_ms > f.first_ms)
