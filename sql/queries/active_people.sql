-- How many people are active? For each day, how many were active on it, in the 7 days and in the 28 days that end with it, and
-- how many percent of those of the 28 days came on the day. A day has a row if somebody was active in the 28 days; also one on
-- which nobody was, as far as it is known: up to the newest event of any type, or where its clock runs ahead, its arrival. The
-- 27 days before the range count for the days in it; the day of the first time is taken whole, that of the last time as far as it
-- is in the range. A day is complete if it is known to be over. People are counted once in each number: those of several rows
-- cannot be added up. Told apart by a property, a person is in each segment of which they had an event in those days; an event with
-- a list in it is in the segment of each value. user_properties.x is what the person had when the event came in
-- (sql/README.md). Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :event     events      *          what makes a person active, types as A | B or Add*; * is every type
-- :by        property    none       a column or property by which the events are told apart
-- :filter    conditions  all        what such an event must be, such as platform is not Web and country is set
-- :cohort    cohort      none       which people: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive  texts       none       the types that * leaves out
-- :zone      zone        UTC        the time zone of the days and of times without one
-- :from      time        beginning  the first time
-- :to        time        end        the time after the last
-- chart: lines at_day people_28_days
WITH bounds AS (
  SELECT CELL(LOCAL_MS(EPOCH_MS(:from), :zone), 'day', 'monday') AS from_day,
    CELL(LOCAL_MS(EPOCH_MS(:to) - 1, :zone), 'day', 'monday') AS to_day
),
-- What is read begins 27 days before the first one; in a zone, a day earlier, since its clocks may be ahead of UTC.
chosen AS (
  SELECT resolved_amplitude_id AS person,
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), 'day', 'monday') AS day_number,
    SEGMENTS(:by) AS segments
  FROM events_resolved
  WHERE event_time < :to
    AND event_time >= MOMENT((CELL(LOCAL_MS(EPOCH_MS(:from), :zone), 'day', 'monday') - 27) * 86400000
      - CASE WHEN :zone = 'UTC' THEN 0 ELSE 86400000 END)
    AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND :filter
    AND :cohort
),
active_days AS (
  SELECT DISTINCT person, SEGMENT(:by, segments) AS segment, day_number FROM chosen EACH_SEGMENT(:by, segments)
),
-- Somebody who is active on a day is among the people of the 7 days that end with it or with one of the 6 days behind it, and
-- so until they are active again, when the same is said of that day. So each is counted in one stretch of days, and nobody twice.
stretches AS (
  SELECT segment, day_number,
    LEAST(day_number + 7, COALESCE(next_day, day_number + 7)) AS end_7,
    LEAST(day_number + 28, COALESCE(next_day, day_number + 28)) AS end_28
  FROM (
    SELECT person, segment, day_number, LEAD(day_number) OVER (PARTITION BY person, segment ORDER BY day_number) AS next_day
    FROM active_days
  ) d
),
-- By how much the numbers of a day differ from those of the day before.
changes AS (
  SELECT segment, day_number, SUM(people) AS people, SUM(more_7) AS more_7, SUM(more_28) AS more_28
  FROM (
    SELECT s.segment,
      CASE e.n WHEN 1 THEN s.day_number WHEN 2 THEN s.end_7 ELSE s.end_28 END AS day_number,
      CASE e.n WHEN 1 THEN 1 ELSE 0 END AS people,
      CASE e.n WHEN 1 THEN 1 WHEN 2 THEN -1 ELSE 0 END AS more_7,
      CASE e.n WHEN 1 THEN 1 WHEN 2 THEN 0 ELSE -1 END AS more_28
    FROM stretches s
    CROSS JOIN (VALUES (1), (2), (3)) AS e(n)
  ) c
  GROUP BY segment, day_number
),
so_far AS (
  SELECT segment, day_number, people,
    SUM(more_7) OVER until_day AS people_7_days,
    SUM(more_28) OVER until_day AS people_28_days,
    LEAD(day_number) OVER until_day AS next_day
  FROM changes
  WINDOW until_day AS (PARTITION BY segment ORDER BY day_number)
),
digits AS (
  SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6)) AS d(n)
),
-- Days without a change have the numbers of the one before; as long as there are people, the next change is within 28 days.
days AS (
  SELECT r.segment, r.day_number + l.later AS day_number,
    CASE WHEN l.later = 0 THEN r.people ELSE 0 END AS people, r.people_7_days, r.people_28_days
  FROM so_far r
  CROSS JOIN (SELECT w.n * 7 + d.n AS later FROM digits w CROSS JOIN digits d WHERE w.n < 4) l
  WHERE r.people_28_days > 0 AND r.day_number + l.later < r.next_day
)
SELECT
  CELL_TEXT(d.day_number, 'day', 'monday') AS at_day,
  d.segment,
  d.people,
  d.people_7_days,
  d.people_28_days,
  PERCENT_OF(d.people, d.people_28_days) AS percent_of_28_days,
  (d.day_number + 1) * 86400000 <= LOCAL_MS(k.known_ms, :zone) AS complete
FROM days d
CROSS JOIN bounds b
CROSS JOIN known_up_to k
WHERE d.day_number >= b.from_day AND d.day_number <= b.to_day
  AND (d.people > 0 OR d.day_number <= CELL(LOCAL_MS(k.known_ms, :zone), 'day', 'monday'))
ORDER BY at_day, segment
