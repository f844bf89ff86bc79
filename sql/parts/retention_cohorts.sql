-- Who is in the cohort of a day, a week or a month? Those who did the start event in it, and when they first did in it. New
-- people are in the cohort of their first event of any type, whatever the range; returning ones had it before. People for
-- the first time are in that of their first start event ever, also one before the range. segment is what that first start
-- event of the day, week or month has of the property :by, the first by event_time and within a millisecond by the log; where
-- it is a list, there is a row for each value of it.
--
-- :start_event   events                        what puts a person into a cohort
-- :return_event  events                        that by which they return
-- :interval      day|week|month                what each cohort is of
-- :who           all|new|returning|first_time  which people are in a cohort
-- :by            property                      a column or property of the start event: segment
-- :filter        conditions                    what start and return events must be
-- :cohort        cohort                        which people
-- :zone          zone                          the time zone of days, weeks and months
-- :week_begins   monday|tuesday|wednesday|thursday|friday|saturday|sunday  the first day of a week
-- :from          time                          the first time of the start events
-- :to            time                          the time after the last start event
-- :until         time                          the time after the last return event
--
-- Where everybody is included, an engine sees that nobody's first event is read; where nothing tells people apart, that the
-- earliest time is enough, and that start events need not be put in an order.
WITH starts AS (
  SELECT person, cell, 'all' AS segment, MIN(ms) AS start_ms
  FROM retention_active
  WHERE COUNT_OF(:by) = 0 AND ms < EPOCH_MS(:to) AND is_start = 1
  GROUP BY person, cell
  UNION ALL
  SELECT person, cell, SEGMENT(:by, segments) AS segment, ms AS start_ms
  FROM (
    SELECT person, cell, segments, ms,
      ROW_NUMBER() OVER (PARTITION BY person, cell ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset) AS place
    FROM retention_active
    WHERE COUNT_OF(:by) > 0 AND ms < EPOCH_MS(:to) AND is_start = 1
  ) f EACH_SEGMENT(:by, segments)
  WHERE place = 1
),
firsts AS (
  SELECT person, CELL(LOCAL_MS(first_ms, :zone), :interval, :week_begins) AS first_cell
  FROM (
    SELECT person, first_ms FROM first_events WHERE :who IN ('new', 'returning')
    UNION ALL
    SELECT resolved_amplitude_id AS person, MIN(EPOCH_MS(event_time)) AS first_ms
    FROM events_resolved
    WHERE :who = 'first_time' AND event_time < :to AND NOT time_suspect
      AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
      AND :start_event
      AND :filter
    GROUP BY resolved_amplitude_id
  ) e
)
SELECT s.person, s.cell, s.segment, s.start_ms
FROM starts s
LEFT JOIN firsts f ON s.person = f.person
WHERE :who = 'all' OR (:who = 'returning' AND s.cell > f.first_cell)
  OR (:who IN ('new', 'first_time') AND s.cell <= f.first_cell)
