-- On how many days of a week or a month do people come? For each week or month, and each number of days, the people who
-- were active on exactly that many days of it, and on that many or more; the percentage is of all who were active in it at
-- all. Weeks and months that the range cuts are counted as far as they are in it. One is complete if it is known to be
-- over: by the newest event of any type, or, where it ends with the range, by one behind it. Events whose clock cannot be
-- believed, and those whose type begins with $, are left out.
--
-- :event        events      *          what makes a person active, types as A | B or Add*; * is every type
-- :interval     week|month  week       what the days are counted in
-- :filter       conditions  all        what such an event must be, such as platform is not Web and country is set
-- :cohort       cohort      none       which people: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive     texts       none       the types that * leaves out
-- :zone         zone        UTC        the time zone of the days and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time        beginning  the first time
-- :to           time        end        the time after the last
-- chart: bars days_active percent_at_least
WITH active_days AS (
  SELECT DISTINCT resolved_amplitude_id AS person, CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), 'day', :week_begins) AS day_number
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND :filter
    AND :cohort
),
per_person AS (
  SELECT person, cell, COUNT(*) AS days
  FROM (
    SELECT person, CELL(day_number * 86400000, :interval, :week_begins) AS cell
    FROM active_days
  ) d
  GROUP BY person, cell
),
exactly AS (
  SELECT cell, days, COUNT(*) AS people FROM per_person GROUP BY cell, days
),
digits AS (
  SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d(n)
),
numbers AS (
  SELECT t.n * 10 + u.n AS days FROM digits t CROSS JOIN digits u
),
counted AS (
  SELECT
    e.cell,
    n.days,
    SUM(CASE WHEN e.days = n.days THEN e.people ELSE 0 END) AS people_exactly,
    SUM(CASE WHEN e.days >= n.days THEN e.people ELSE 0 END) AS people_at_least,
    SUM(e.people) AS people
  FROM exactly e
  CROSS JOIN numbers n
  WHERE n.days BETWEEN 1 AND CASE WHEN :interval = 'month' THEN 31 ELSE 7 END
  GROUP BY e.cell, n.days
)
SELECT
  CELL_TEXT(c.cell, :interval, :week_begins) AS began,
  CAST(c.days AS BIGINT) AS days_active,
  c.people_exactly,
  c.people_at_least,
  PERCENT_OF(c.people_at_least, c.people) AS percent_at_least,
  CELL_MS(c.cell + 1, :interval, :week_begins) <= LOCAL_MS(k.known_ms, :zone) AS complete
FROM counted c
CROSS JOIN known_up_to k
ORDER BY began, days_active
