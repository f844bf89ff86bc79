-- The events that a question about retention looks at: whether each is a start event or a return event, the number of the
-- day, week or month that it is in, and in segments what it has of the property :by, or a list of it.
--
-- :start_event   events          what puts a person into a cohort
-- :return_event  events          that by which they return
-- :interval      day|week|month  what each cohort is of
-- :by            property        a column or property of the events: segments
-- :filter        conditions      what start and return events must be
-- :cohort        cohort          which people
-- :zone          zone            the time zone of days, weeks and months
-- :week_begins   monday|tuesday|wednesday|thursday|friday|saturday|sunday  the first day of a week
-- :from          time            the first time
-- :until         time            the time after the last
SELECT resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms,
  CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell,
  CASE WHEN :start_event THEN 1 ELSE 0 END AS is_start,
  CASE WHEN :return_event THEN 1 ELSE 0 END AS is_return,
  SEGMENTS(:by) AS segments,
  ingest_epoch, kafka_partition, kafka_offset
FROM events_resolved
WHERE event_time >= :from AND event_time < :until AND NOT time_suspect
  AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
  AND (:start_event OR :return_event)
  AND :filter
  AND :cohort
