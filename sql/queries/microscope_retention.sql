-- Who is behind this cell of the retention? The people of the cohorts in a range, one row for each cohort that a person is
-- in, and whether they returned: give it the parameters of 'retention', and the first and the last day of the cell (for
-- unbounded, a last day of 1000000); of cohorts of weeks or months, its weeks or months. By hours24, day n is the 24 hours
-- that begin n times 24 hours after started_at. An event in the millisecond of the start event is no return. Where the chart
-- has :by, :segment is that of the cell. first_return_at is null for those who did not return. Events whose clock cannot be
-- believed, and those whose type begins with $, are left out.
--
-- :start_event   events                        *          what puts a person into a cohort: A | B, Add*; * is every type
-- :return_event  events                        *          that by which they return; * is every type
-- :first_day     integer                       1          the cell's first day, week or month, counted from that of the start event
-- :last_day      integer                       1          the cell's last day, week or month
-- :outcome       returned|lost|both            returned   which people
-- :interval      day|week|month                day        what each cohort is of, and each n
-- :clock         calendar|hours24              calendar   by the calendar, or 24 hours from the start event
-- :who           all|new|returning|first_time  all        which people are in a cohort
-- :by            property                      none       a column or property of the start event by which people are told apart
-- :segment       text                          all        which of them
-- :filter        conditions                    all        what start and return events must be, such as platform is not Web
-- :cohort        cohort                        none       which people: a name, or cohort(did=Purchase; at_least=2)
-- :inactive      texts                         none       the types that * leaves out
-- :zone          zone                          UTC        the time zone of days, weeks and months, and of times without one
-- :week_begins   monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from          time                          beginning  the first time of the start events
-- :to            time                          end        the time after the last start event
-- :until         time                          end        the time after the last return event
WITH came_back AS (
  SELECT c.person, c.cell, c.start_ms, MIN(a.ms) AS first_ms
  FROM retention_cohorts c
  LEFT JOIN retention_active a ON c.person = a.person
    AND a.is_return = 1
    AND a.ms > c.start_ms
    AND CASE WHEN :clock = 'hours24' THEN FLOOR_DIV(a.ms - c.start_ms, 86400000) ELSE a.cell - c.cell END
      BETWEEN :first_day AND :last_day
  WHERE c.segment = :segment
  GROUP BY c.person, c.cell, c.start_ms
),
named AS (
  SELECT amplitude_id, MAX(user_id) AS user_id FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id
)
SELECT
  CELL_TEXT(k.cell, :interval, :week_begins) AS cohort,
  k.person AS amplitude_id,
  n.user_id,
  MOMENT(k.start_ms) AS started_at,
  MOMENT(k.first_ms) AS first_return_at
FROM came_back k
LEFT JOIN named n ON k.person = n.amplitude_id
WHERE :outcome = 'both' OR (:outcome = 'returned' AND k.first_ms IS NOT NULL) OR (:outcome = 'lost' AND k.first_ms IS NULL)
ORDER BY cohort, amplitude_id
