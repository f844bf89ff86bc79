-- Do people come back? The people who did the start event on a day, or in a week or a month, are its cohort; a person may be
-- in several cohorts. They returned on day n if they did the return event n days (weeks, months) after it; on day 0, later
-- on the same day, by an event that is not in the same millisecond. n_day counts that day alone; unbounded, that day or any
-- later one; bracketed, all days from after the number before up to it (0, 3, 7 are the brackets 0, 1-3 and 4-7; the first
-- begins with day 1 if it is not 0). By hours24, day n is the 24 hours that begin n times 24 hours after a person's first
-- start event of the cohort, whatever cohorts are of. New people are in the cohort of their first event of any type,
-- whatever the range; returning ones had it before; people for the first time are in that of their first start event ever.
-- A cell is complete if its last day (the first one of unbounded) is known to be over, for all people of the cohort: by the
-- newest event of any type before :until, or, where the day ends there, by one behind it; of an event whose clock runs
-- ahead, its arrival counts. In a cell that is not complete, people can still return. The cohort 'all' adds up the complete
-- cells of a segment alone, so the people of its rows differ. By a property, people are in the segment of what their first
-- start event of the cohort has of it, wherever they return, and where that is a list, in that of each value; of
-- user_properties.x, what they had then (sql/README.md). Events whose clock cannot be believed, and those whose type begins
-- with $, are left out.
--
-- :start_event   events                        *                      what puts a person into a cohort: A | B, Add*; * is every type
-- :return_event  events                        *                      that by which they return; * is every type
-- :mode          n_day|unbounded|bracketed     n_day                  when somebody has returned
-- :days          numbers                       0, 1, 2, 3, 7, 14, 30  the days n; the weeks or months of such cohorts
-- :interval      day|week|month                day                    what each cohort is of, and each n
-- :clock         calendar|hours24              calendar               by the calendar, or 24 hours from the start event
-- :who           all|new|returning|first_time  all                    which people are in a cohort
-- :show          both|cohorts|overall          both                   each cohort, the cohort 'all', or both
-- :by            property                      none                   a column or property of the start event, to tell people apart
-- :filter        conditions                    all                    what start and return events must be, such as platform is not Web
-- :cohort        cohort                        none                   which people: a name, or cohort(did=Purchase; at_least=2)
-- :inactive      texts                         none                   the types that * leaves out
-- :zone          zone                          UTC                    the time zone of days, weeks and months, and of times without one
-- :week_begins   monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from          time                          beginning              the first time of the start events
-- :to            time                          end                    the time after the last start event
-- :until         time                          end                    the time after the last return event
-- chart: bars return_day percent_returned
WITH days AS (
  -- Of a person's day, week or month the last return event is enough; by hours, each of them is looked at.
  SELECT person, cell, MAX(CASE WHEN is_return = 1 THEN ms END) AS last_ms
  FROM retention_active
  GROUP BY person, cell, CASE WHEN :clock = 'hours24' THEN ms END
),
brackets AS (
  SELECT n, last_day,
    CASE WHEN :mode = 'bracketed' THEN COALESCE(day_before + 1, CASE WHEN last_day = 0 THEN 0 ELSE 1 END) ELSE last_day END
      AS first_day,
    CASE WHEN :mode = 'unbounded' THEN 10000000 ELSE last_day END AS counted_to
  FROM (
    SELECT d.n, CAST(d.number AS BIGINT) AS last_day, LAG(CAST(d.number AS BIGINT)) OVER (ORDER BY d.n) AS day_before
    FROM (:days) AS d(n, number)
  ) b
),
-- Those in a cohort were active in its day, week or month: that is in every bracket, whether they returned or not.
came_back AS (
  SELECT v.person, v.cell, v.segment, v.start_ms, b.n, b.first_day, b.last_day,
    MAX(CASE WHEN v.last_ms > v.start_ms AND v.day_number BETWEEN b.first_day AND b.counted_to THEN 1 ELSE 0 END) AS returned
  FROM (
    SELECT c.person, c.cell, c.segment, c.start_ms, d.last_ms, d.cell = c.cell AS in_cell,
      CASE WHEN :clock = 'hours24' THEN FLOOR_DIV(d.last_ms - c.start_ms, 86400000) ELSE d.cell - c.cell END AS day_number
    FROM retention_cohorts c
    JOIN days d ON c.person = d.person
  ) v
  CROSS JOIN brackets b
  WHERE v.in_cell OR v.day_number BETWEEN b.first_day AND b.counted_to
  GROUP BY v.person, v.cell, v.segment, v.start_ms, b.n, b.first_day, b.last_day
),
known AS (
  SELECT MAX(ms) AS known_ms
  FROM (
    SELECT LEAST(EPOCH_MS(event_time), EPOCH_MS(server_received_time)) AS ms
    FROM events
    WHERE event_time >= :from AND event_time < :until AND NOT time_suspect
    UNION ALL
    SELECT EPOCH_MS(:until) AS ms
    FROM (
      SELECT 1 AS behind FROM events WHERE event_time >= :until AND server_received_time >= :until AND NOT time_suspect LIMIT 1
    ) b
  ) e
),
cells AS (
  SELECT c.cell, c.segment, c.n, c.first_day, c.last_day, c.people, c.returned,
    CELL_MS(c.cell + 1 + CASE WHEN :clock = 'hours24' THEN 0 ELSE c.last_day END, :interval, :week_begins)
        <= LOCAL_MS(k.known_ms, :zone)
      AND (:clock = 'calendar' OR c.last_start_ms + (c.last_day + 1) * 86400000 <= k.known_ms) AS complete
  FROM (
    SELECT cell, segment, n, first_day, last_day, COUNT(*) AS people, SUM(returned) AS returned, MAX(start_ms) AS last_start_ms
    FROM came_back
    GROUP BY cell, segment, n, first_day, last_day
  ) c
  CROSS JOIN known k
),
-- Each cell is here for its own cohort and, where it is complete, for the cohort 'all'.
shown AS (
  SELECT CASE WHEN s.of_all THEN 'all' ELSE CELL_TEXT(c.cell, :interval, :week_begins) END AS cohort, c.segment,
    c.n, c.first_day, c.last_day,
    CASE WHEN c.complete OR NOT s.of_all THEN c.people ELSE 0 END AS people,
    CASE WHEN c.complete OR NOT s.of_all THEN c.returned ELSE 0 END AS returned,
    CASE WHEN c.complete OR s.of_all THEN 1 ELSE 0 END AS complete
  FROM cells c
  CROSS JOIN (VALUES (FALSE), (TRUE)) AS s(of_all)
  WHERE (s.of_all AND :show <> 'cohorts') OR (NOT s.of_all AND :show <> 'overall')
),
all_cells AS (
  SELECT cohort, segment, n, first_day, last_day, SUM(people) AS people, SUM(returned) AS returned, MIN(complete) = 1 AS complete
  FROM shown
  GROUP BY cohort, segment, n, first_day, last_day
)
SELECT
  cohort,
  segment,
  CASE
    WHEN :mode = 'unbounded' THEN TEXT(last_day) || '+'
    WHEN first_day < last_day THEN TEXT(first_day) || '-' || TEXT(last_day)
    ELSE TEXT(last_day)
  END AS return_day,
  people,
  returned,
  PERCENT_OF(returned, people) AS percent_returned,
  complete
FROM all_cells
ORDER BY cohort, segment, n
