-- What is a person worth, week after week? People are put into cohorts by the week or month of their first event in the
-- range, and their revenue is added up from then on: the row of week n says what the cohort had paid until the end of the
-- nth week after each person's first event, in all, per person of the cohort, also those who paid nothing, and per person
-- who has paid until then. The weeks after are 7 days of 24 hours each, also where cohorts are months. Weeks that are not
-- known to be over for everybody in the cohort are marked as unfinished: known is what was before the newest event of the
-- range, of any type, and all of the range where events behind it were received; of an event whose clock runs ahead, its
-- arrival counts. What revenue is, the view events_with_amount says; revenue before a person's first event cannot be. A
-- refund and an amount of 0 are payments, too, and who has one is a paying person. Events whose clock cannot be believed,
-- and those whose type begins with $, are left out.
--
-- :weeks        integer     8          how many weeks are followed, at most 52
-- :interval     week|month  week       the cohorts: by the week or by the month of the first event
-- :who          all|new     all        all people, or those alone whose first event ever is in the range
-- :filter       conditions  all        what an event must be to count, such as platform is not Web and country is set
-- :cohort       cohort      none       whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone         zone        UTC        the time zone of the cohorts' weeks and months, and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a cohort's week
-- :from         time        beginning  the first time
-- :to           time        end        the time after the last
WITH digits AS (
  SELECT d.n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7)) AS d(n)
),
week_numbers AS (
  SELECT CAST(a.n * 8 + b.n AS BIGINT) AS n FROM digits a CROSS JOIN digits b WHERE a.n * 8 + b.n <= :weeks AND a.n * 8 + b.n <= 52
),
happened AS (
  SELECT resolved_amplitude_id AS person, EPOCH_MS(event_time) AS ms, amount
  FROM events_with_amount
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :filter
    AND :cohort
),
began AS (
  SELECT person, MIN(ms) AS first_ms FROM happened GROUP BY person
),
-- Where everybody is included, an engine sees that nobody's first event ever is read.
people AS (
  SELECT b.person, b.first_ms, CELL(LOCAL_MS(b.first_ms, :zone), :interval, :week_begins) AS cell
  FROM began b
  LEFT JOIN (SELECT person, first_ms FROM first_events WHERE :who <> 'all') f ON b.person = f.person
  WHERE :who = 'all' OR f.first_ms >= EPOCH_MS(:from)
),
cohorts AS (
  SELECT cell, COUNT(*) AS people, MAX(first_ms) AS latest_ms FROM people GROUP BY cell
),
-- In the first of their weeks with a payment, people begin to be paying ones.
paid_per_person AS (
  SELECT p.cell, h.person, DIV(h.ms - p.first_ms, 604800000) AS n, SUM(h.amount) AS amount,
    ROW_NUMBER() OVER (PARTITION BY h.person ORDER BY DIV(h.ms - p.first_ms, 604800000)) AS nth
  FROM happened h JOIN people p ON h.person = p.person
  WHERE h.amount IS NOT NULL
  GROUP BY p.cell, h.person, DIV(h.ms - p.first_ms, 604800000)
),
paid AS (
  SELECT cell, n, SUM(amount) AS amount, SUM(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS began_to_pay
  FROM paid_per_person
  GROUP BY cell, n
),
grid AS (
  SELECT c.cell, c.people, w.n,
    CASE WHEN c.latest_ms + (w.n + 1) * 604800000 <= k.known_ms THEN 'whole' ELSE 'unfinished' END AS state
  FROM cohorts c CROSS JOIN week_numbers w CROSS JOIN known_up_to k
),
summed AS (
  SELECT g.cell, g.people, g.n, g.state,
    SUM(COALESCE(p.amount, 0)) OVER so_far AS amount,
    SUM(COALESCE(p.began_to_pay, 0)) OVER so_far AS paying
  FROM grid g
  LEFT JOIN paid p ON g.cell = p.cell AND g.n = p.n
  WINDOW so_far AS (PARTITION BY g.cell ORDER BY g.n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS cohort_week,
  people,
  n AS weeks_after,
  state,
  CAST(amount AS DECIMAL(38, 2)) AS revenue_so_far,
  CAST(ROUND(amount / people, 2) AS DECIMAL(38, 2)) AS revenue_per_person,
  paying AS paying_people_so_far,
  CAST(ROUND(amount / NULLIF(paying, 0), 2) AS DECIMAL(38, 2)) AS revenue_per_paying_person
FROM summed
ORDER BY cohort_week, weeks_after
