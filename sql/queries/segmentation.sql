-- How much of something was done, by how many, over time? Counts the events of a type, the people who did it, and what is
-- in a property of numbers, hour by hour, day by day, week by week or month by month, or in all. People are counted
-- once in each row: those of several rows cannot be added up. Where nothing was done, there is no row. A text that is no
-- number, and a number of more than 14 digits before the point, is left out of the sum, the average, the median and the
-- percentile, and so is a list; numbers count with six digits behind the point. The median of an even count is the lower one
-- of the two in the middle; the percentile is the smallest number with at least as many percent at or below it. An event
-- with a list in the property :by is in the segment of each value of it, so segments cannot be added up then; :where is
-- true of a list with the value in it. user_properties.x is what the person had when the event came in (sql/README.md).
-- percent_active is how many of all who were active in the hour, day, week or month are in the row: of those of :cohort who
-- did anything but :inactive, or what is counted here. :where and :filter say what is counted and not who is active, so
-- the rows of two filters compare. An hour, day, week or month is complete if it is known to be over: by the newest event
-- of any type, or, where it ends with the range, by one behind it; of an event whose clock runs ahead, its arrival counts.
-- One that the range cuts is counted as far as it is in it, and is not complete where its end is cut; all is complete where
-- the range is over. Events whose clock cannot be believed, and those whose type begins with $, are left out.
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
-- :percentile   percent                  none       such as 90: their median and this percentile too, for a second read; 100 is the largest
-- :active       skip|tell                skip       tell: percent_active; it reads all events of the range
-- :complete     skip|tell                skip       tell: complete
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
),
counted AS (
  SELECT cell, segment, COUNT(*) AS events, COUNT(DISTINCT person) AS people, SUM(number) AS number_sum, COUNT(number) AS numbers
  FROM told_apart
  GROUP BY cell, segment
),
-- Each number once, with how often it is there: so of millions of events no more rows are sorted than there are different
-- numbers. It reads the events again. Where no percentile is wanted, an engine sees that it need not.
numbers AS (
  SELECT cell, segment, number, COUNT(*) AS times
  FROM told_apart
  WHERE number IS NOT NULL
  GROUP BY cell, segment, number
),
ranks AS (
  SELECT cell, segment,
    MIN(CASE WHEN up_to * 2 >= found THEN number END) AS number_median,
    MIN(CASE WHEN up_to * 100 >= found * :percentile THEN number END) AS number_percentile
  FROM (
    SELECT cell, segment, number,
      SUM(times) OVER (PARTITION BY cell, segment ORDER BY number) AS up_to,
      SUM(times) OVER (PARTITION BY cell, segment) AS found
    FROM numbers
  ) n
  WHERE COUNT_OF(:number) > 0 AND COUNT_OF(:percentile) > 0
  GROUP BY cell, segment
),
active AS (
  SELECT cell, COUNT(DISTINCT person) AS people
  FROM (
    SELECT resolved_amplitude_id AS person, CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell
    FROM READING(events_resolved, :event)
    WHERE :active = 'tell' AND event_time >= :from AND event_time < :to AND NOT time_suspect
      AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
      AND ('none' IN (:inactive) OR event_type NOT IN (:inactive) OR :event)
      AND :cohort
  ) a
  GROUP BY cell
),
known AS (
  SELECT known_ms FROM known_up_to WHERE :complete = 'tell'
)
SELECT
  CELL_TEXT(c.cell, :interval, :week_begins) AS at_time,
  c.segment,
  c.events,
  c.people,
  RATIO(c.events, c.people) AS events_per_person,
  c.number_sum,
  RATIO(c.number_sum, c.numbers) AS number_average,
  r.number_median,
  r.number_percentile,
  PERCENT_OF(c.people, a.people) AS percent_active,
  CASE WHEN :interval = 'all' THEN EPOCH_MS(:to) <= k.known_ms
    ELSE CELL_MS(c.cell + 1, :interval, :week_begins) <= LOCAL_MS(k.known_ms, :zone) END AS complete
FROM counted c
LEFT JOIN ranks r ON c.cell = r.cell AND c.segment = r.segment
LEFT JOIN active a ON c.cell = a.cell
LEFT JOIN known k ON TRUE
ORDER BY at_time, segment
