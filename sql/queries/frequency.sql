-- How often did people do it? For each hour, day, week or month, or in all, and each number of times, the people who did it
-- that often in it; the percentage is of all who did it at all then, in the segment. Where nobody did it, there is no row;
-- where somebody did, each number of times has one, also one with nobody. Who did it less often than :buckets begin is
-- in none of them, and counts for the percentage. An event with a list in the property :by is in the segment of each value of
-- it; :where is true of a list with the value in it. user_properties.x is what the person had when the event came in
-- (sql/README.md). Hours, days, weeks and months that the range cuts are counted as far as they are in it. Events whose clock
-- cannot be believed, and those whose type begins with $, are left out.
--
-- :event        events                   *                  the type of the events, types as A | B or Add*; * is every type
-- :interval     hour|day|week|month|all  day                in what the times are counted
-- :buckets      numbers                  1, 2, 3, 4, 5, 10  how often each bucket begins: 5 to 9 times, 10 or more; from 1
-- :by           property                 none               a column or property by which the events are told apart
-- :where        property                 none               a column or property that an event must have ...
-- :is           text                     all                ... this value in
-- :filter       conditions               all                what an event must be, such as platform is not Web and country is set
-- :cohort       cohort                   none               whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive     texts                    none               the types that * leaves out
-- :zone         zone                     UTC                the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time                     beginning          the first time
-- :to           time                     end                the time after the last
-- chart: bars times people
WITH chosen AS (
  SELECT
    resolved_amplitude_id AS person,
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell,
    SEGMENTS(:by) AS segments
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND HAS(:where, :is)
    AND :filter
    AND :cohort
),
told_apart AS (
  SELECT person, cell, SEGMENT(:by, segments) AS segment FROM chosen EACH_SEGMENT(:by, segments)
),
per_person AS (
  SELECT cell, segment, person, COUNT(*) AS times FROM told_apart GROUP BY cell, segment, person
),
how_often AS (
  SELECT cell, segment, times, COUNT(*) AS people FROM per_person GROUP BY cell, segment, times
),
ranges AS (
  SELECT n, least, LEAD(least) OVER (ORDER BY n) - 1 AS most
  FROM (SELECT b.n, CAST(b.number AS BIGINT) AS least FROM (:buckets) AS b(n, number)) g
),
counted AS (
  SELECT h.cell, h.segment, b.n, b.least, b.most,
    SUM(CASE WHEN h.times >= b.least AND h.times <= COALESCE(b.most, h.times) THEN h.people ELSE 0 END) AS people,
    SUM(h.people) AS all_people
  FROM how_often h
  CROSS JOIN ranges b
  GROUP BY h.cell, h.segment, b.n, b.least, b.most
)
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS at_time,
  segment,
  CASE
    WHEN most IS NULL THEN TEXT(least) || '+'
    WHEN most > least THEN TEXT(least) || '-' || TEXT(most)
    ELSE TEXT(least)
  END AS times,
  people,
  PERCENT_OF(people, all_people) AS percent_of_people
FROM counted
ORDER BY at_time, segment, n
