-- Why is this number not what it was? Asks at two marks how many events there were and how many people were behind them, day
-- by day (UTC), and says what lies between the two answers: the rows of a day add up from the first answer to the second.
-- Of the events: added came in after the first mark (late, for the day was counted already); removed is what the first
-- mark has and the second has not (a restore took it back); moved_here and moved_away is what both have, on another day (a
-- rebuild with other rules did that). Of the people of the day: merged is how many fewer there are because ids that the
-- first answer counted apart are one person by the second; by_events is how many more (fewer, where negative) there are
-- because of the events that were added or removed, and because of merges that the second mark no longer knows. Days on
-- which nothing changed are left out. Events whose clock cannot be believed, and events of nobody, are left out. The merges
-- themselves, one by one, are the question merges_between.
--
-- :before  mark     (required)  the mark of the first answer
-- :after   mark     (required)  the mark of the second answer
-- :type    text     all         one type of events; all: every type that does not begin with $
-- :from    time     beginning   the first moment
-- :to      time     end         the moment after the last
WITH old_events AS (
  SELECT ingest_epoch, kafka_partition, kafka_offset, DAY_TEXT(event_time) AS at_day,
    resolved_amplitude_id AS person
  FROM AT(events_resolved, :before)
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL
    AND ((:type = 'all' AND event_type NOT LIKE '$%') OR event_type = :type)
),
new_events AS (
  SELECT ingest_epoch, kafka_partition, kafka_offset, DAY_TEXT(event_time) AS at_day,
    resolved_amplitude_id AS person
  FROM AT(events_resolved, :after)
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL
    AND ((:type = 'all' AND event_type NOT LIKE '$%') OR event_type = :type)
),
paired AS (
  SELECT o.at_day AS old_day, n.at_day AS new_day, o.person AS old_person, n.person AS new_person
  FROM old_events o
  FULL OUTER JOIN new_events n ON o.ingest_epoch = n.ingest_epoch AND o.kafka_partition = n.kafka_partition
    AND o.kafka_offset = n.kafka_offset
),
-- An event that moved stands here twice, once for each of its days.
by_day AS (
  SELECT old_day AS at_day, old_person, CASE WHEN new_day = old_day THEN new_person END AS new_person,
    CASE WHEN new_day IS NULL THEN 1 ELSE 0 END AS removed,
    CASE WHEN new_day <> old_day THEN 1 ELSE 0 END AS moved_away,
    0 AS added, 0 AS moved_here
  FROM paired WHERE old_day IS NOT NULL
  UNION ALL
  SELECT new_day AS at_day, CAST(NULL AS BIGINT) AS old_person, new_person,
    0 AS removed, 0 AS moved_away,
    CASE WHEN old_day IS NULL THEN 1 ELSE 0 END AS added,
    CASE WHEN old_day <> new_day THEN 1 ELSE 0 END AS moved_here
  FROM paired WHERE new_day IS NOT NULL AND (old_day IS NULL OR old_day <> new_day)
),
events_by_day AS (
  SELECT at_day, SUM(1 - added - moved_here) AS events_before, SUM(added) AS added, SUM(removed) AS removed,
    SUM(moved_here) AS moved_here, SUM(moved_away) AS moved_away, SUM(1 - removed - moved_away) AS events_after,
    COUNT(DISTINCT old_person) AS people_before, COUNT(DISTINCT new_person) AS people_after
  FROM by_day GROUP BY at_day
),
-- The people of the first answer as the second knows them.
known_again AS (
  SELECT at_day, COUNT(DISTINCT person) AS people
  FROM (
    SELECT b.at_day, COALESCE(m.merged_amplitude_id, b.old_person) AS person
    FROM (SELECT DISTINCT at_day, old_person FROM by_day WHERE old_person IS NOT NULL) b
    LEFT JOIN AT(merge_ids, :after) m ON b.old_person = m.amplitude_id
  ) k
  GROUP BY at_day
)
SELECT
  e.at_day,
  e.events_before,
  e.added,
  e.removed,
  e.moved_here,
  e.moved_away,
  e.events_after,
  e.people_before,
  e.people_before - COALESCE(k.people, 0) AS merged,
  e.people_after - COALESCE(k.people, 0) AS by_events,
  e.people_after
FROM events_by_day e
LEFT JOIN known_again k ON e.at_day = k.at_day
WHERE e.added + e.removed + e.moved_here + e.moved_away > 0 OR e.people_before <> COALESCE(k.people, 0)
  OR e.people_after <> e.people_before
ORDER BY at_day
