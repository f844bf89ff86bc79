-- Of the people who did the first step, how many did each next one, in order and in time, and how long did it take? A
-- person counts once, with the try that got furthest (of several, the first): each try begins with an event of the first
-- step, and each next step comes after the one before. In loose order other events may come between two steps, in strict
-- order none may; any order is below. Where the property :by is a list, the person counts in the segment of each value of it.
-- Order is by event_time to the millisecond, also within one second, and within one millisecond by the log.
--
-- A step is a type, several types as A | B, or a pattern such as Add*, with conditions in brackets where there are some:
-- Purchase [event_properties.price > 10]. An event that is of several steps may be any of them, but only one in each try.
-- With count=times every event of the first step is a try that counts, also where two of them go on with the same event;
-- people is then the number of tries. A try ends at an event of :without behind its first step: that event can be a step,
-- what comes behind it cannot. With :same all steps of a try have the same value of that property; an event that has none, or
-- a list, is no step. With later=window, tries that begin in the range are looked at to the end of their window, so those
-- that begin at its end are as whole as the others. With who=new, the first event of a person, of any type, is in the range.
--
-- In any order, every event of one of the steps begins a window as long as :window. Step k is done in it if each of the steps 1 to
-- k has an event in it, whichever came first, those of the same ms included; an event that is of several steps counts for each
-- of them, so a step that is listed twice is done by one event. The window is a try if the event that begins it is of one of
-- the steps done: who does later steps without the first is no part of the funnel. The segment is that of the first event of
-- step 1 in the window, times count from the beginning of the window until all steps up to one were done, and with count=times
-- each such window counts. An event of :without ends a try at a later ms than that of its beginning: what comes at a later one
-- still is no step. With later=window, the beginning is before :to, and the others may come after it.
--
-- The median of an even number of people is the lower one of the two in the middle. Events whose clock cannot be
-- believed, and those whose type begins with $, are left out.
--
-- :steps    steps             View Item, Add to Cart, Checkout, Purchase  the events of each step, in order, at most 8
-- :window   duration          7 days     how long after the first step the last may come
-- :order    loose|strict|any  loose      whether other events may come between, or steps in any order
-- :by       property          none       a column or property of the first step's event by which people are told apart
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
-- chart: bars step_name people
WITH reached AS (
  SELECT t.segment, s.n, s.word,
    CASE WHEN s.n <= t.steps_done THEN
      CASE s.n WHEN 1 THEN t.m1 - t.ms WHEN 2 THEN t.m2 - t.ms WHEN 3 THEN t.m3 - t.ms WHEN 4 THEN t.m4 - t.ms
        WHEN 5 THEN t.m5 - t.ms WHEN 6 THEN t.m6 - t.ms WHEN 7 THEN t.m7 - t.ms ELSE t.m8 - t.ms END
    END AS after_ms
  FROM funnel_tries t
  CROSS JOIN (:steps) AS s(n, word)
),
counted AS (
  SELECT segment, n, word, after_ms,
    ROW_NUMBER() OVER (
      PARTITION BY segment, n ORDER BY CASE WHEN after_ms IS NULL THEN 1 ELSE 0 END, after_ms
    ) AS nth,
    COUNT(after_ms) OVER (PARTITION BY segment, n) AS people
  FROM reached
)
SELECT
  segment,
  n AS step,
  word AS step_name,
  MAX(people) AS people,
  PERCENT_OF(MAX(people), COUNT(*)) AS percent_of_first,
  DIV(MIN(CASE WHEN nth * 2 >= people THEN after_ms END), 1000) AS median_seconds_from_first
FROM counted
GROUP BY segment, n, word
ORDER BY segment, step
