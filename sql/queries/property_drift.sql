-- Which properties changed their shape? Compares the events of before and after a time, type by type: properties that
-- appeared or vanished, and those whose values are of a JSON type (text, number, boolean, list, object) that they never had
-- before, or no longer have. A null is of no type. Of an event, at most 64 properties are looked at. Events whose clock
-- cannot be believed are left out; the operations of $identify are not looked into.
--
-- :split   time                              now - 7 days      the time between before and after
-- :column  event_properties|user_properties  event_properties  whose names are looked at
-- :from    time                              beginning         the first time of before
-- :to      time                              end               the time after the last of after
WITH documents AS (
  SELECT event_type, CASE WHEN event_time < :split THEN 1 ELSE 0 END AS is_before,
    CASE :column WHEN 'event_properties' THEN event_properties ELSE user_properties END AS doc
  FROM events
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
),
listed AS (
  SELECT event_type, is_before, JSON_MEMBERS(doc) AS members
  FROM documents
  WHERE doc IS NOT NULL AND doc <> '{}'
),
named AS (
  SELECT l.event_type, l.is_before, SUBSTR(m.typed, 1, POSITION(':' IN m.typed) - 1) AS json_type,
    SUBSTR(m.typed, POSITION(':' IN m.typed) + 1) AS property
  FROM listed l
  CROSS JOIN EACH(l.members) AS m(typed)
),
counted AS (
  SELECT event_type, property, json_type, SUM(is_before) AS events_before, SUM(1 - is_before) AS events_after
  FROM named
  WHERE json_type <> 'null'
  GROUP BY event_type, property, json_type
),
compared AS (
  SELECT event_type, property, json_type, events_before, events_after,
    SUM(events_before) OVER (PARTITION BY event_type, property) AS property_before,
    SUM(events_after) OVER (PARTITION BY event_type, property) AS property_after
  FROM counted
)
SELECT
  event_type,
  property,
  json_type,
  CASE
    WHEN property_before = 0 THEN 'appeared'
    WHEN property_after = 0 THEN 'vanished'
    WHEN events_before = 0 THEN 'new type'
    ELSE 'no longer of this type'
  END AS change_seen,
  events_before,
  events_after
FROM compared
WHERE events_before = 0 OR events_after = 0
ORDER BY event_type, property, json_type
