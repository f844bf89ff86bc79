-- Of the people who looked at an item, how many put one into the cart, went to the checkout and bought, in this order?
-- A person counts at a step if it comes at or after the person's first time at the step before.
WITH e AS (
  SELECT resolved_amplitude_id AS person, event_type, event_time FROM events_resolved WHERE NOT time_suspect
),
viewed AS (
  SELECT person, MIN(event_time) AS at_time FROM e WHERE event_type = 'View Item' GROUP BY person
),
added AS (
  SELECT e.person, MIN(e.event_time) AS at_time
  FROM e JOIN viewed v ON e.person = v.person
  WHERE e.event_type = 'Add to Cart' AND e.event_time >= v.at_time
  GROUP BY e.person
),
checked_out AS (
  SELECT e.person, MIN(e.event_time) AS at_time
  FROM e JOIN added a ON e.person = a.person
  WHERE e.event_type = 'Checkout' AND e.event_time >= a.at_time
  GROUP BY e.person
),
bought AS (
  SELECT e.person, MIN(e.event_time) AS at_time
  FROM e JOIN checked_out c ON e.person = c.person
  WHERE e.event_type = 'Purchase' AND e.event_time >= c.at_time
  GROUP BY e.person
),
steps AS (
  SELECT 1 AS step, 'View Item' AS event_type, COUNT(*) AS people FROM viewed
  UNION ALL SELECT 2, 'Add to Cart', COUNT(*) FROM added
  UNION ALL SELECT 3, 'Checkout', COUNT(*) FROM checked_out
  UNION ALL SELECT 4, 'Purchase', COUNT(*) FROM bought
)
SELECT
  s.step,
  s.event_type,
  s.people,
  CAST(ROUND(100.0 * s.people / NULLIF(f.viewers, 0), 1) AS DECIMAL(5, 1)) AS percent_of_first
-- Not a join of steps with itself on step = 1: Flink 2.1 pushes that condition below COUNT(*), which then counts 0.
FROM steps s CROSS JOIN (SELECT COUNT(*) AS viewers FROM viewed) f
ORDER BY s.step
