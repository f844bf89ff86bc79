-- Why is this number not what it was? Asks at two marks how many events there were and how many people were behind them, day
-- by day (UTC), and says what lies between the two answers: the rows of a day add up from the first answer to the second.
-- Of the events: added came in after the first mark (late, for the day was counted already); removed is what the first
-- mark has and the second has not (a restore took it back); moved_here and moved_away is what both have, on another day (a
-- rebuild with other rules did that). Of the people of the day, three things in this order: merged is how many fewer there
-- are because ids that the first answer counted apart are one person by the merges of the second (negative where a restore
-- took merges back); corrected is how many more (fewer, where negative) by what people said of identities since; by_events
-- is how many more (fewer, where negative) because of the events that were added or removed. Days on which nothing changed
-- are left out. Events whose clock cannot be believed, and events of nobody, are left out. The merges themselves, one by
-- one, are the question merges_between, and the corrections corrections_between.
--
-- :before  mark     (required)  the mark of the first answer
-- :after   mark     (required)  the mark of the second answer
-- :type    text     all         one type of events; all: every type that does not begin with $
-- :from    time     beginning   the first moment
-- :to      time     end         the moment after the last
WITH old_events AS (
  SELECT ingest_epoch, kafka_partition, kafka_offset, DAY_TEXT(event_time) AS at_day,
    amplitude_id AS id, resolved_amplitude_id AS person
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
  SELECT o.at_day AS old_day, n.at_day AS new_day, o.id, o.person AS old_person, n.person AS new_person
  FROM old_events o
  FULL OUTER JOIN new_events n ON o.ingest_epoch = n.ingest_epoch AND o.kafka_partition = n.kafka_partition
    AND o.kafka_offset = n.kafka_offset
),
-- An event that moved stands here twice, once for each of its days.
by_day AS (
  SELECT old_day AS at_day, id, old_person, CASE WHEN new_day = old_day THEN new_person END AS new_person,
    CASE WHEN new_day IS NULL THEN 1 ELSE 0 END AS removed,
    CASE WHEN new_day <> old_day THEN 1 ELSE 0 END AS moved_away,
    0 AS added, 0 AS moved_here
  FROM paired WHERE old_day IS NOT NULL
  UNION ALL
  SELECT new_day AS at_day, CAST(NULL AS BIGINT) AS id, CAST(NULL AS BIGINT) AS old_person, new_person,
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
-- Who an id is by the merges of the second answer and the corrections of the first.
merged_since AS (
  SELECT m.amplitude_id,
    MAX(CASE WHEN d.seq IS NULL AND u.seq IS NULL THEN m.merged_amplitude_id END) AS merged_amplitude_id
  FROM AT(merge_ids, :after) m
  LEFT JOIN AT(overrides_in_force, :before) d ON m.amplitude_id = d.amplitude_id AND d.kind IN ('unlink', 'block_device')
  LEFT JOIN AT(overrides_in_force, :before) u ON m.merged_amplitude_id = u.amplitude_id AND u.kind = 'block_user'
  GROUP BY m.amplitude_id
),
-- The people of the first answer: as its corrections and the second's merges make them, and as the second's make them.
known_again AS (
  SELECT i.at_day,
    COUNT(DISTINCT COALESCE(p.to_amplitude_id, m.merged_amplitude_id, i.id)) AS people_merged,
    COUNT(DISTINCT COALESCE(r.resolved_amplitude_id, i.id)) AS people_corrected
  FROM (SELECT DISTINCT at_day, id FROM by_day WHERE old_person IS NOT NULL) i
  LEFT JOIN merged_since m ON i.id = m.amplitude_id
  LEFT JOIN AT(overrides_in_force, :before) p
    ON COALESCE(m.merged_amplitude_id, i.id) = p.amplitude_id AND p.kind = 'map'
  LEFT JOIN AT(resolved_ids, :after) r ON i.id = r.amplitude_id
  GROUP BY i.at_day
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
  e.people_before - COALESCE(k.people_merged, 0) AS merged,
  COALESCE(k.people_corrected, 0) - COALESCE(k.people_merged, 0) AS corrected,
  e.people_after - COALESCE(k.people_corrected, 0) AS by_events,
  e.people_after
FROM events_by_day e
LEFT JOIN known_again k ON e.at_day = k.at_day
WHERE e.added + e.removed + e.moved_here + e.moved_away > 0 OR e.people_before <> COALESCE(k.people_merged, 0)
  OR COALESCE(k.people_corrected, 0) <> COALESCE(k.people_merged, 0) OR e.people_after <> e.people_before
ORDER BY at_day
