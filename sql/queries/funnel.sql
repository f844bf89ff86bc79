-- Of the people who did the first step, how many did each next one, in order and in time, and how long did it take? A
-- person counts once, with the try that got furthest (of several, the first): each try begins with an event of the first
-- step, and each next step comes after the one before. In loose order other events may lie between two steps, in strict
-- order none may. Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :steps   steps         View Item, Add to Cart, Checkout, Purchase  the types of the events, in order, at most 8
-- :window  duration      7 days     how long after the first step the last may come
-- :order   loose|strict  loose      whether other events may lie between
-- :by      property      none       a column or property of the first step's event by which people are told apart
-- :from    time          beginning  the first moment of all steps
-- :to      time          end        the moment after the last
-- chart: bars step_name people
WITH step_words AS (
  SELECT s.n, s.word FROM (:steps) AS s(n, word)
),
happened AS (
  SELECT
    resolved_amplitude_id AS person,
    event_type,
    EPOCH_MS(event_time) AS ms,
    COALESCE(:by, '(none)') AS segment,
    ROW_NUMBER() OVER (
      PARTITION BY resolved_amplitude_id ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
    ) AS place
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
),
-- An event that is two steps stands here twice, the later step first: so it cannot follow itself.
found AS (
  SELECT h.person, h.place, h.ms, h.segment, s.n
  FROM happened h JOIN step_words s ON h.event_type = s.word
),
-- p<k> is the place of the first event of step k that follows, and of those that follow that one for the steps behind;
-- m<k> is when it happened. Places and times rise together, so the first of each belong together.
next8 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 8 THEN place END) OVER later AS p8,
    MIN(CASE WHEN n = 8 THEN ms END) OVER later AS m8
  FROM found
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next7 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 7 THEN place END) OVER later AS p7,
    MIN(CASE WHEN n = 7 THEN ms END) OVER later AS m7,
    MIN(CASE WHEN n = 7 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 7 THEN m8 END) OVER later AS m8
  FROM next8
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next6 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 6 THEN place END) OVER later AS p6,
    MIN(CASE WHEN n = 6 THEN ms END) OVER later AS m6,
    MIN(CASE WHEN n = 6 THEN p7 END) OVER later AS p7,
    MIN(CASE WHEN n = 6 THEN m7 END) OVER later AS m7,
    MIN(CASE WHEN n = 6 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 6 THEN m8 END) OVER later AS m8
  FROM next7
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next5 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 5 THEN place END) OVER later AS p5,
    MIN(CASE WHEN n = 5 THEN ms END) OVER later AS m5,
    MIN(CASE WHEN n = 5 THEN p6 END) OVER later AS p6,
    MIN(CASE WHEN n = 5 THEN m6 END) OVER later AS m6,
    MIN(CASE WHEN n = 5 THEN p7 END) OVER later AS p7,
    MIN(CASE WHEN n = 5 THEN m7 END) OVER later AS m7,
    MIN(CASE WHEN n = 5 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 5 THEN m8 END) OVER later AS m8
  FROM next6
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next4 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 4 THEN place END) OVER later AS p4,
    MIN(CASE WHEN n = 4 THEN ms END) OVER later AS m4,
    MIN(CASE WHEN n = 4 THEN p5 END) OVER later AS p5,
    MIN(CASE WHEN n = 4 THEN m5 END) OVER later AS m5,
    MIN(CASE WHEN n = 4 THEN p6 END) OVER later AS p6,
    MIN(CASE WHEN n = 4 THEN m6 END) OVER later AS m6,
    MIN(CASE WHEN n = 4 THEN p7 END) OVER later AS p7,
    MIN(CASE WHEN n = 4 THEN m7 END) OVER later AS m7,
    MIN(CASE WHEN n = 4 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 4 THEN m8 END) OVER later AS m8
  FROM next5
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next3 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 3 THEN place END) OVER later AS p3,
    MIN(CASE WHEN n = 3 THEN ms END) OVER later AS m3,
    MIN(CASE WHEN n = 3 THEN p4 END) OVER later AS p4,
    MIN(CASE WHEN n = 3 THEN m4 END) OVER later AS m4,
    MIN(CASE WHEN n = 3 THEN p5 END) OVER later AS p5,
    MIN(CASE WHEN n = 3 THEN m5 END) OVER later AS m5,
    MIN(CASE WHEN n = 3 THEN p6 END) OVER later AS p6,
    MIN(CASE WHEN n = 3 THEN m6 END) OVER later AS m6,
    MIN(CASE WHEN n = 3 THEN p7 END) OVER later AS p7,
    MIN(CASE WHEN n = 3 THEN m7 END) OVER later AS m7,
    MIN(CASE WHEN n = 3 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 3 THEN m8 END) OVER later AS m8
  FROM next4
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
next2 AS (
  SELECT person, place, ms, segment, n,
    MIN(CASE WHEN n = 2 THEN place END) OVER later AS p2,
    MIN(CASE WHEN n = 2 THEN ms END) OVER later AS m2,
    MIN(CASE WHEN n = 2 THEN p3 END) OVER later AS p3,
    MIN(CASE WHEN n = 2 THEN m3 END) OVER later AS m3,
    MIN(CASE WHEN n = 2 THEN p4 END) OVER later AS p4,
    MIN(CASE WHEN n = 2 THEN m4 END) OVER later AS m4,
    MIN(CASE WHEN n = 2 THEN p5 END) OVER later AS p5,
    MIN(CASE WHEN n = 2 THEN m5 END) OVER later AS m5,
    MIN(CASE WHEN n = 2 THEN p6 END) OVER later AS p6,
    MIN(CASE WHEN n = 2 THEN m6 END) OVER later AS m6,
    MIN(CASE WHEN n = 2 THEN p7 END) OVER later AS p7,
    MIN(CASE WHEN n = 2 THEN m7 END) OVER later AS m7,
    MIN(CASE WHEN n = 2 THEN p8 END) OVER later AS p8,
    MIN(CASE WHEN n = 2 THEN m8 END) OVER later AS m8
  FROM next3
  WINDOW later AS (PARTITION BY person ORDER BY place, n DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),
-- A step that comes too late, or in strict order not at once, is none, and neither are those behind it.
tries AS (
  SELECT person, place, ms, segment, m2, m3, m4, m5, m6, m7, m8,
    CASE
      WHEN m8 - ms <= :window AND (:order = 'loose' OR p8 = place + 7) THEN 8
      WHEN m7 - ms <= :window AND (:order = 'loose' OR p7 = place + 6) THEN 7
      WHEN m6 - ms <= :window AND (:order = 'loose' OR p6 = place + 5) THEN 6
      WHEN m5 - ms <= :window AND (:order = 'loose' OR p5 = place + 4) THEN 5
      WHEN m4 - ms <= :window AND (:order = 'loose' OR p4 = place + 3) THEN 4
      WHEN m3 - ms <= :window AND (:order = 'loose' OR p3 = place + 2) THEN 3
      WHEN m2 - ms <= :window AND (:order = 'loose' OR p2 = place + 1) THEN 2
      ELSE 1
    END AS steps_done
  FROM next2
  WHERE n = 1
),
best AS (
  SELECT person, ms, segment, m2, m3, m4, m5, m6, m7, m8, steps_done
  FROM (
    SELECT person, ms, segment, m2, m3, m4, m5, m6, m7, m8, steps_done,
      ROW_NUMBER() OVER (PARTITION BY person ORDER BY steps_done DESC, place) AS choice
    FROM tries
  ) t
  WHERE choice = 1
),
reached AS (
  SELECT b.segment, s.n,
    CASE s.n WHEN 1 THEN 0 WHEN 2 THEN b.m2 - b.ms WHEN 3 THEN b.m3 - b.ms WHEN 4 THEN b.m4 - b.ms
      WHEN 5 THEN b.m5 - b.ms WHEN 6 THEN b.m6 - b.ms WHEN 7 THEN b.m7 - b.ms ELSE b.m8 - b.ms END AS after_ms
  FROM best b
  JOIN step_words s ON s.n <= b.steps_done
),
counted AS (
  SELECT segment, n, after_ms,
    ROW_NUMBER() OVER (PARTITION BY segment, n ORDER BY after_ms) AS nth,
    COUNT(*) OVER (PARTITION BY segment, n) AS people
  FROM reached
),
per_step AS (
  SELECT segment, n, MAX(people) AS people,
    MIN(CASE WHEN nth * 2 >= people THEN after_ms END) AS median_ms
  FROM counted GROUP BY segment, n
),
segments AS (
  SELECT segment, MAX(CASE WHEN n = 1 THEN people END) AS began FROM per_step GROUP BY segment
)
SELECT
  g.segment,
  s.n AS step,
  s.word AS step_name,
  COALESCE(p.people, 0) AS people,
  PERCENT_OF(COALESCE(p.people, 0), g.began) AS percent_of_first,
  DIV(p.median_ms, 1000) AS median_seconds_from_first
FROM segments g CROSS JOIN step_words s
LEFT JOIN per_step p ON p.segment = g.segment AND p.n = s.n
ORDER BY segment, step
