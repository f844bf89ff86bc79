-- How busy was it, hour by hour? Counts accepted events and the people behind them by the hour in which the events
-- happened, or by the day, week or month, or in all. An hour in which nothing happened has no row. Events whose clock
-- cannot be believed, and those whose type begins with $, are left out.
--
-- :interval     hour|day|week|month|all   hour       how long each row is
-- :filter       conditions                all        what an event must be, such as platform is not Web and country is set
-- :cohort       cohort                    none       whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone         zone                      UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time                      beginning  the first time
-- :to           time                      end        the time after the last
-- chart: lines at_hour events
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS at_hour,
  COUNT(*) AS events,
  COUNT(DISTINCT person) AS people
FROM (
  SELECT
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell,
    resolved_amplitude_id AS person
  FROM events_resolved
  WHERE NOT time_suspect AND event_type NOT LIKE '$%' AND event_time >= :from AND event_time < :to
    AND :filter
    AND :cohort
) e
GROUP BY cell
ORDER BY at_hour
