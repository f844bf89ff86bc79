-- What is a person worth, week after week? People are put into cohorts by the week (from Monday, UTC) of their first
-- event in the range, and their revenue is added up from then on: the row of week n says what the cohort had paid until
-- the end of the nth week (of 7 days) after each person's first event, in all and per person of the cohort, also those
-- who paid nothing. Weeks that are not known to be over for everybody in the cohort are marked as unfinished: known is
-- what was before the newest event of the range, of any type, and all of the range where events behind it were received;
-- of an event whose clock runs ahead, its arrival counts. What revenue is, the view events_with_amount says; revenue
-- before a person's first event cannot be. Events whose clock cannot be believed, and those whose type begins with $, are
-- left out.
--
-- :weeks  integer  8          how many weeks are followed, at most 52
-- :from   time     beginning  the first time
-- :to     time     end        the time after the last
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
),
-- The first Monday was the 5th of January 1970.
people AS (
  SELECT person, MIN(ms) AS first_ms, FLOOR_MS(MIN(ms) - 345600000, 604800000) + 345600000 AS cohort_ms
  FROM happened GROUP BY person
),
cohorts AS (
  SELECT cohort_ms, COUNT(*) AS people, MAX(first_ms) AS latest_ms FROM people GROUP BY cohort_ms
),
paid AS (
  SELECT p.cohort_ms, DIV(h.ms - p.first_ms, 604800000) AS n, SUM(h.amount) AS amount,
    SUM(CASE WHEN h.amount IS NOT NULL THEN 1 ELSE 0 END) AS payments
  FROM happened h JOIN people p ON h.person = p.person
  WHERE h.amount IS NOT NULL
  GROUP BY p.cohort_ms, DIV(h.ms - p.first_ms, 604800000)
),
grid AS (
  SELECT c.cohort_ms, c.people, w.n,
    CASE WHEN c.latest_ms + (w.n + 1) * 604800000 <= k.known_ms THEN 'whole' ELSE 'unfinished' END AS state
  FROM cohorts c CROSS JOIN week_numbers w CROSS JOIN known_up_to k
)
SELECT
  DAY_TEXT(MOMENT(g.cohort_ms)) AS cohort_week,
  g.people,
  g.n AS weeks_after,
  g.state,
  CAST(SUM(COALESCE(p.amount, 0)) OVER so_far AS DECIMAL(38, 2)) AS revenue_so_far,
  CAST(ROUND(SUM(COALESCE(p.amount, 0)) OVER so_far / g.people, 2) AS DECIMAL(38, 2)) AS revenue_per_person
FROM grid g
LEFT JOIN paid p ON g.cohort_ms = p.cohort_ms AND g.n = p.n
WINDOW so_far AS (PARTITION BY g.cohort_ms ORDER BY g.n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY cohort_week, weeks_after
