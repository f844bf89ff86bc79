-- Who is behind this bar of the funnel? The people who reached a step, or who did the step before and went no further:
-- give it the parameters of 'funnel' and the number of the step. steps_done is how many a person did in the try that is
-- counted, which began at first_at, and which had them all at last_at; with count=times there is a row for each try. Events
-- whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :steps    steps             View Item, Add to Cart, Checkout, Purchase  the events of each step, in order, at most 8
-- :step     integer           2          the step
-- :outcome  reached|dropped   dropped    those who reached it, or those who stopped at the one before
-- :window   duration          7 days     how long after the first step the last may come
-- :order    loose|strict|any  loose      whether other events may come between, or steps in any order
-- :by       property          none       a column or property of the first step's event by which people are told apart
-- :segment  text              all        which of them
-- :filter   conditions        all        what the event of every step must be, such as platform is not Web
-- :cohort   cohort            none       whose funnel: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :who      all|new           all        new: people with their first event of any type in the range
-- :without  events            none       what ends a try if it happens after its first step, such as Refund | Cancel*
-- :same     property          none       a column or property that has one value in all steps of a try
-- :count    people|times      people     each person once, or each event of the first step
-- :later    in_range|window   in_range   whether later steps may come after :to, as far as the window goes
-- :zone     zone              UTC        the time zone of times without one
-- :from     time              beginning  the first time of all steps
-- :to       time              end        the time after the last first step
WITH named AS (
  SELECT amplitude_id, MAX(user_id) AS user_id FROM identities WHERE user_id IS NOT NULL GROUP BY amplitude_id
)
SELECT
  t.person AS amplitude_id,
  n.user_id,
  CAST(t.steps_done AS BIGINT) AS steps_done,
  MOMENT(t.ms) AS first_at,
  MOMENT(CASE t.steps_done WHEN 1 THEN t.m1 WHEN 2 THEN t.m2 WHEN 3 THEN t.m3 WHEN 4 THEN t.m4
    WHEN 5 THEN t.m5 WHEN 6 THEN t.m6 WHEN 7 THEN t.m7 ELSE t.m8 END) AS last_at
FROM funnel_tries t
LEFT JOIN named n ON t.person = n.amplitude_id
WHERE t.segment = :segment
  AND ((:outcome = 'reached' AND t.steps_done >= :step) OR (:outcome = 'dropped' AND t.steps_done = :step - 1))
ORDER BY amplitude_id, first_at, last_at
