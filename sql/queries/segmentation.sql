-- How much of something was done, by how many, over time? Counts the events of a type, the people who did it, and what is
-- in a property of numbers, hour by hour, day by day, week by week or month by month, or in all. People are counted
-- once in each row: those of several rows cannot be added up. Where nothing was done, there is no row. A text that is no
-- number, and a number of more than 14 digits before the point, is left out of the sum and the average, and so is a list;
-- numbers count with six digits behind the point. An event with a list in the property :by is in the segment of each value
-- of it, so segments cannot be added up then; :where is true of a list with the value in it. user_properties.x is what the
-- person had when the event came in (sql/README.md). Events whose clock cannot be believed, and those whose type begins
-- with $, are left out.
--
-- :event        events                   *          the type of the events, types as A | B or Add*; * is every type
-- :interval     hour|day|week|month|all  day        how long each row is
-- :by           property                 none       a column or property by which the events are told apart
-- :where        property                 none       a column or property that an event must have ...
-- :is           text                     all        ... this value in
-- :filter       conditions               all        what an event must be, such as platform is not Web and country is set
-- :cohort       cohort                   none       whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive     texts                    none       the types that * leaves out
-- :number       property                 none       a property with numbers, for their sum and average
-- :zone         zone                     UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time                     beginning  the first time
-- :to           time                     end        the time after the last
-- chart: lines at_time people
WITH chosen AS (
  SELECT
    resolved_amplitude_id AS person,
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell,
    SEGMENTS(:by) AS segments,
    TRY_CAST(TRIM(:number) AS DECIMAL(20, 6)) AS number
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND HAS(:where, :is)
    AND :filter
    AND :cohort
),
told_apart AS (
  SELECT person, cell, SEGMENT(:by, segments) AS segment, number FROM chosen EACH_SEGMENT(:by, segments)
)
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS at_time,
  segment,
  COUNT(*) AS events,
  COUNT(DISTINCT person) AS people,
  RATIO(COUNT(*), COUNT(DISTINCT person)) AS events_per_person,
  SUM(number) AS number_sum,
  RATIO(SUM(number), COUNT(number)) AS number_average
FROM told_apart
GROUP BY cell, segment
ORDER BY at_time, segment
