-- Which tries of funnel_all_tries count in a funnel? Of each person the one that got furthest, and of several the first; or
-- all of them. Where the property :by is a list, there is a row for each value of it.
--
-- :steps    steps             the events of each step, in order, at most 8
-- :window   duration          how long after the first step the last may come
-- :order    loose|strict|any  whether other events may come between, or steps in any order
-- :by       property          a column or property of the first step's event: segment
-- :filter   conditions        what the event of every step must be
-- :cohort   cohort            whose tries
-- :who      all|new           new: only those of people with their first event of any type in the range
-- :without  events            what ends a try if it happens after its first step; none is nothing
-- :same     property          a column or property with one value in all steps of a try; none is any
-- :later    in_range|window   whether the steps behind the first one may come after the range
-- :count    people|times      the one try of each person, or all of them
-- :from     time              the first time of all steps
-- :to       time              the time after the last first step
SELECT person, SEGMENT(:by, segments) AS segment, ms, m1, m2, m3, m4, m5, m6, m7, m8, steps_done
FROM (
  SELECT person, segments, ms, m1, m2, m3, m4, m5, m6, m7, m8, steps_done,
    ROW_NUMBER() OVER (
      PARTITION BY person ORDER BY steps_done DESC, ms, ingest_epoch, kafka_partition, kafka_offset
    ) AS choice
  FROM funnel_all_tries
) t EACH_SEGMENT(:by, segments)
WHERE :count = 'times' OR choice = 1
