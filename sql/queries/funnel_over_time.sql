-- How does a funnel change over time? For each hour, day, week or month, of the people who did the first step in it, how many
-- did each next one, in order and in time: what 'funnel' says, row by row of when a try began. A person counts once in each
-- row, with the try that got furthest of those that began then, so people of several rows cannot be added up. The last rows
-- can still grow while the window of their tries is not over. Where nobody did the first step, there is no row. In any
-- order, a try begins with an event of any step. All else is as in 'funnel'. Events whose clock cannot be believed, and those
-- whose type begins with $, are left out.
--
-- :steps        steps                    View Item, Add to Cart, Checkout, Purchase  the events of each step, in order, at most 8
-- :interval     hour|day|week|month|all  day        how long each row is
-- :window       duration                 7 days     how long after the first step the last may come
-- :order        loose|strict|any         loose      whether other events may come between, or steps in any order
-- :by           property                 none       a column or property of the first step's event by which people are told apart
-- :filter       conditions               all        what the event of every step must be, such as platform is not Web
-- :cohort       cohort                   none       whose funnel: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :who          all|new                  all        new: people with their first event of any type in the range
-- :without      events                   none       what ends a try if it happens after its first step, such as Refund | Cancel*
-- :same         property                 none       a column or property that has one value in all steps of a try
-- :count        people|times             people     each person once, or each event of the first step
-- :later        in_range|window          in_range   whether later steps may come after :to, as far as the window goes
-- :zone         zone                     UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday     the first day of a week
-- :from         time                     beginning  the first time of all steps
-- :to           time                     end        the time after the last first step
-- chart: lines at_time people
WITH begun AS (
  SELECT person, segments, steps_done, ms, ingest_epoch, kafka_partition, kafka_offset,
    CELL(LOCAL_MS(ms, :zone), :interval, :week_begins) AS cell
  FROM funnel_all_tries
),
chosen AS (
  SELECT segments, steps_done, cell,
    ROW_NUMBER() OVER (
      PARTITION BY person, cell ORDER BY steps_done DESC, ms, ingest_epoch, kafka_partition, kafka_offset
    ) AS choice
  FROM begun
),
told_apart AS (
  SELECT cell, SEGMENT(:by, segments) AS segment, steps_done
  FROM chosen EACH_SEGMENT(:by, segments)
  WHERE :count = 'times' OR choice = 1
)
SELECT
  CELL_TEXT(t.cell, :interval, :week_begins) AS at_time,
  t.segment,
  s.n AS step,
  s.word AS step_name,
  SUM(CASE WHEN s.n <= t.steps_done THEN 1 ELSE 0 END) AS people,
  PERCENT_OF(SUM(CASE WHEN s.n <= t.steps_done THEN 1 ELSE 0 END), COUNT(*)) AS percent_of_first
FROM told_apart t
CROSS JOIN (:steps) AS s(n, word)
GROUP BY t.cell, t.segment, s.n, s.word
ORDER BY at_time, segment, step
