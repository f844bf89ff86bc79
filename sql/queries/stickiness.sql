-- On how many days of a week or a month do people come? For each week (UTC, from Monday) or month, and each number of
-- days, the people who were active on exactly that many days of it, and on that many or more; the percentage is of all who
-- were active in it at all. Weeks and months that the range cuts are counted as far as they are in it. Events whose clock
-- cannot be believed, and those whose type begins with $, are left out.
--
-- :event     text        *          the type that makes a person active; * is every type
-- :interval  week|month  week       what the days are counted in
-- :from      time        beginning  the first time
-- :to        time        end        the time after the last
-- chart: bars days_active percent_at_least
WITH active_days AS (
  SELECT DISTINCT resolved_amplitude_id AS person, FLOOR_MS(EPOCH_MS(event_time), 86400000) AS day_ms
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:event = '*' OR event_type = :event)
),
per_person AS (
  SELECT person, began, COUNT(*) AS days
  FROM (
    SELECT person,
      CASE WHEN :interval = 'month' THEN SUBSTRING(DAY_TEXT(MOMENT(day_ms)), 1, 7)
        ELSE DAY_TEXT(MOMENT(FLOOR_MS(day_ms + 259200000, 604800000) - 259200000)) END AS began
    FROM active_days
  ) d
  GROUP BY person, began
),
exactly AS (
  SELECT began, days, COUNT(*) AS people FROM per_person GROUP BY began, days
),
digits AS (
  SELECT n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d(n)
),
numbers AS (
  SELECT t.n * 10 + u.n AS days FROM digits t CROSS JOIN digits u
)
SELECT
  e.began,
  CAST(n.days AS BIGINT) AS days_active,
  SUM(CASE WHEN e.days = n.days THEN e.people ELSE 0 END) AS people_exactly,
  SUM(CASE WHEN e.days >= n.days THEN e.people ELSE 0 END) AS people_at_least,
  PERCENT_OF(SUM(CASE WHEN e.days >= n.days THEN e.people ELSE 0 END), SUM(e.people)) AS percent_at_least
FROM exactly e
CROSS JOIN numbers n
WHERE n.days BETWEEN 1 AND CASE WHEN :interval = 'month' THEN 31 ELSE 7 END
GROUP BY e.began, n.days
ORDER BY began, days_active
