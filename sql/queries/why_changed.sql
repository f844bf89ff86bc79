-- Why is this number not what it was? Counts at two marks how many events there were and how many people were behind them, day
-- by day (UTC), and says what the difference between the two answers is: the rows of a day add up from the first answer to the second. Of
-- the events: added came in after the first mark (late, for the day was counted already); removed is what the first mark has
-- and the second has not (a restore took it back); moved_here and moved_away is what both have, on another day (a rebuild
-- with other rules did that); an event that a range, or a doubt about its clock, leaves out at one of the marks alone counts
-- as added or removed. Of the people of the day, three things in this order: merged is how many fewer there are because ids
-- that the first answer counted apart are one person by the merges of the second (negative where a restore took merges
-- back); corrected is how many more (fewer, where negative) by what people said of identities since; by_events is how many
-- more (fewer, where negative) because of the events that were added, removed or moved. Days on which nothing changed are
-- left out. Events whose clock cannot be believed, and events of nobody, are left out. The merges themselves, one by one,
-- are the question merges_between, and the corrections corrections_between.
--
-- :before  mark     (required)  the mark of the first answer
-- :after   mark     (required)  the mark of the second answer
-- :type    text     all         one type of events; all: every type that does not begin with $
-- :from    time     beginning   the first time
-- :to      time     end         the time after the last
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
-- An event that moved is here twice, once for each of its days: in the first answer, and in the second.
by_day AS (
  SELECT
    CASE WHEN a.answer = 1 THEN p.old_day ELSE p.new_day END AS at_day,
    CASE WHEN a.answer = 1 THEN p.id END AS id,
    CASE WHEN a.answer = 1 THEN p.old_person END AS old_person,
    CASE WHEN a.answer = 2 OR p.new_day = p.old_day THEN p.new_person END AS new_person,
    CASE WHEN a.answer = 1 AND p.new_day IS NULL THEN 1 ELSE 0 END AS removed,
    CASE WHEN a.answer = 1 AND p.new_day <> p.old_day THEN 1 ELSE 0 END AS moved_away,
    CASE WHEN a.answer = 2 AND p.old_day IS NULL THEN 1 ELSE 0 END AS added,
    CASE WHEN a.answer = 2 AND p.new_day <> p.old_day THEN 1 ELSE 0 END AS moved_here
  FROM paired p
  CROSS JOIN (VALUES (1), (2)) AS a(answer)
  WHERE (a.answer = 1 AND p.old_day IS NOT NULL)
    OR (a.answer = 2 AND p.new_day IS NOT NULL AND (p.old_day IS NULL OR p.old_day <> p.new_day))
),
ids_by_day AS (
  SELECT at_day, id, old_person, new_person, SUM(1 - added - moved_here) AS events_before, SUM(added) AS added,
    SUM(removed) AS removed, SUM(moved_here) AS moved_here, SUM(moved_away) AS moved_away,
    SUM(1 - removed - moved_away) AS events_after
  FROM by_day
  GROUP BY at_day, id, old_person, new_person
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
-- The people of the first answer are beside it as its corrections and the second's merges make them, and as the second's
-- make them.
changes AS (
  SELECT i.at_day, SUM(i.events_before) AS events_before, SUM(i.added) AS added, SUM(i.removed) AS removed,
    SUM(i.moved_here) AS moved_here, SUM(i.moved_away) AS moved_away, SUM(i.events_after) AS events_after,
    COUNT(DISTINCT i.old_person) AS people_before,
    COUNT(DISTINCT COALESCE(p.to_amplitude_id, m.merged_amplitude_id, i.id)) AS people_merged,
    COUNT(DISTINCT COALESCE(r.resolved_amplitude_id, i.id)) AS people_corrected,
    COUNT(DISTINCT i.new_person) AS people_after
  FROM ids_by_day i
  LEFT JOIN merged_since m ON i.id = m.amplitude_id
  LEFT JOIN AT(overrides_in_force, :before) p
    ON COALESCE(m.merged_amplitude_id, i.id) = p.amplitude_id AND p.kind = 'map'
  LEFT JOIN AT(resolved_ids, :after) r ON i.id = r.amplitude_id
  GROUP BY i.at_day
)
SELECT
  at_day,
  events_before,
  added,
  removed,
  moved_here,
  moved_away,
  events_after,
  people_before,
  people_before - people_merged AS merged,
  people_corrected - people_merged AS corrected,
  people_after - people_corrected AS by_events,
  people_after
FROM changes
WHERE added + removed + moved_here + moved_away > 0 OR people_before <> people_merged
  OR people_corrected <> people_merged OR people_after <> people_before
ORDER BY at_day
