-- How much of something was done, by how many, over time? Counts the events of a type, the people who did it, and what is
-- in a property of numbers, hour by hour, day by day or week by week (UTC, weeks begin on Monday). People are counted
-- once in each row: those of several rows cannot be added up. A text that is no number, and a number of more than 14
-- digits before the point, is left out of the sum and the average, and so is a list; numbers count with six digits behind the
-- point. An event with a list in the property :by is in the segment of each value of it, so segments cannot be added up then;
-- :where is true of a list with the value in it. user_properties.x is what the person had when the event came in
-- (sql/README.md). Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :event     text           *          the type of the events; * is every type
-- :interval  hour|day|week  day        how long each row is
-- :by        property       none       a column or property by which the events are told apart
-- :where     property       none       a column or property that an event must have ...
-- :is        text           all        ... this value in
-- :number    property       none       a property with numbers, for their sum and average
-- :from      time           beginning  the first time
-- :to        time           end        the time after the last
-- chart: lines at_time people
WITH chosen AS (
  SELECT
    resolved_amplitude_id AS person,
    EPOCH_MS(event_time) AS ms,
    SEGMENTS(:by) AS segments,
    TRY_CAST(TRIM(:number) AS DECIMAL(20, 6)) AS number
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:event = '*' OR event_type = :event)
    AND HAS(:where, :is)
),
placed AS (
  SELECT person, SEGMENT(:by, segments) AS segment, number,
    CASE :interval
      WHEN 'hour' THEN FLOOR_MS(ms, 3600000)
      WHEN 'day' THEN FLOOR_MS(ms, 86400000)
      ELSE FLOOR_MS(ms + 259200000, 604800000) - 259200000
    END AS from_ms
  FROM chosen EACH_SEGMENT(:by, segments)
)
SELECT
  CASE WHEN :interval = 'hour' THEN MINUTE_TEXT(MOMENT(from_ms)) ELSE DAY_TEXT(MOMENT(from_ms)) END AS at_time,
  segment,
  COUNT(*) AS events,
  COUNT(DISTINCT person) AS people,
  RATIO(COUNT(*), COUNT(DISTINCT person)) AS events_per_person,
  SUM(number) AS number_sum,
  RATIO(SUM(number), COUNT(number)) AS number_average
FROM placed
GROUP BY from_ms, segment
ORDER BY at_time, segment
