-- What did people do of the steps of a funnel, in any order? Every event of one of the steps begins a window, as long as :window.
-- Step k is done in it if each of the steps 1 to k has an event in it, in whatever order, that of the same ms included. An event
-- that is of several steps counts for each of them. steps_done is the largest such k. The window is a try if the event that
-- begins it is of one of the steps done, so who does later steps without the first is no part of the funnel. ms is when the
-- window begins, m1 to m8 when the steps were reached: the latest of the first times of the steps up to each; those behind
-- steps_done are none of the try. segments is what the first event of step 1 in the window has of the property :by, or a
-- list of it. An event of :without at a later ms than that of the beginning ends the try: it can be a step, what comes at a later
-- ms cannot. Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :steps    steps            the events of each step, at most 8
-- :window   duration         how long after the beginning the last step may come
-- :by       property         a column or property of the first event of step 1: segments
-- :filter   conditions       what the event of every step must be
-- :cohort   cohort           whose tries
-- :without  events           what ends a try if it happens after its beginning; none is nothing
-- :same     property         a column or property with one value in all steps of a try; none is any
-- :later    in_range|window  whether the events behind the beginning may come after the range
-- :from     time             the first time of all steps
-- :to       time             the time after the last beginning
--
-- step<k> is when an event was that is of step k.
WITH found AS (
  SELECT person, held, ends, source, ms, ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN fits = 1 THEN step1 END AS step1,
    CASE WHEN fits = 1 THEN step2 END AS step2,
    CASE WHEN fits = 1 THEN step3 END AS step3,
    CASE WHEN fits = 1 THEN step4 END AS step4,
    CASE WHEN fits = 1 THEN step5 END AS step5,
    CASE WHEN fits = 1 THEN step6 END AS step6,
    CASE WHEN fits = 1 THEN step7 END AS step7,
    CASE WHEN fits = 1 THEN step8 END AS step8
  FROM (
    SELECT
      resolved_amplitude_id AS person,
      :same AS held,
      CASE WHEN :without THEN 1 END AS ends,
      CASE WHEN STEP_IS(:steps, 1) THEN COALESCE(TEXT('=' || SOURCE(:by)), '-') END AS source,
      EPOCH_MS(event_time) AS ms,
      ingest_epoch,
      kafka_partition,
      kafka_offset,
      CASE WHEN COUNT_OF(:without) = 0 OR :filter THEN 1 END AS fits,
      CASE WHEN STEP_IS(:steps, 1) THEN EPOCH_MS(event_time) END AS step1,
      CASE WHEN STEP_IS(:steps, 2) THEN EPOCH_MS(event_time) END AS step2,
      CASE WHEN STEP_IS(:steps, 3) THEN EPOCH_MS(event_time) END AS step3,
      CASE WHEN STEP_IS(:steps, 4) THEN EPOCH_MS(event_time) END AS step4,
      CASE WHEN STEP_IS(:steps, 5) THEN EPOCH_MS(event_time) END AS step5,
      CASE WHEN STEP_IS(:steps, 6) THEN EPOCH_MS(event_time) END AS step6,
      CASE WHEN STEP_IS(:steps, 7) THEN EPOCH_MS(event_time) END AS step7,
      CASE WHEN STEP_IS(:steps, 8) THEN EPOCH_MS(event_time) END AS step8
    FROM events_resolved
    WHERE event_time >= :from
      AND (event_time < :to
        OR (:later = 'window' AND event_time < MOMENT(LEAST(EPOCH_MS(:to) + :window, 253402214400000))))
      AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
      AND (:without OR (:filter AND (
        STEP_IS(:steps, 1) OR STEP_IS(:steps, 2) OR STEP_IS(:steps, 3) OR STEP_IS(:steps, 4)
        OR STEP_IS(:steps, 5) OR STEP_IS(:steps, 6) OR STEP_IS(:steps, 7) OR STEP_IS(:steps, 8))))
      AND :cohort
  ) e
),
-- next<k> is when step k was first done from then on. From the last event to the first, an engine need not look at what it has
-- seen again. Where there are fewer steps, it sees that those behind them are not read.
followed AS (
  SELECT person, held, source, ms, ingest_epoch, kafka_partition, kafka_offset, step1,
    CASE WHEN step1 = ms THEN 1 WHEN step2 = ms THEN 2 WHEN step3 = ms THEN 3 WHEN step4 = ms THEN 4
      WHEN step5 = ms THEN 5 WHEN step6 = ms THEN 6 WHEN step7 = ms THEN 7 WHEN step8 = ms THEN 8 END AS begins,
    MIN(step1) OVER onwards AS next1,
    CASE WHEN COUNT_OF(:steps) >= 2 THEN MIN(step2) OVER onwards END AS next2,
    CASE WHEN COUNT_OF(:steps) >= 3 THEN MIN(step3) OVER onwards END AS next3,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(step4) OVER onwards END AS next4,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(step5) OVER onwards END AS next5,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(step6) OVER onwards END AS next6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(step7) OVER onwards END AS next7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(step8) OVER onwards END AS next8,
    CASE WHEN COUNT_OF(:without) > 0 THEN MIN(CASE WHEN ends = 1 THEN ms END) OVER (
      PARTITION BY person ORDER BY ms DESC RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) END AS end_ms
  FROM found
  WINDOW onwards AS (
    PARTITION BY person, held ORDER BY ms DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
-- The source of the segments is that of the first event of step 1: with a sign before it, so that none is a text, too.
told AS (
  SELECT person, held, ms, ingest_epoch, kafka_partition, kafka_offset, begins,
    next1, next2, next3, next4, next5, next6, next7, next8,
    CASE WHEN end_ms - ms < :window THEN end_ms ELSE ms + :window END AS last_ms,
    FIRST_VALUE(source) OVER (
      PARTITION BY person, held, next1
      ORDER BY CASE WHEN step1 = next1 THEN 0 ELSE 1 END, ingest_epoch, kafka_partition, kafka_offset
    ) AS source
  FROM followed
),
done AS (
  SELECT person, source, ms, ingest_epoch, kafka_partition, kafka_offset, begins,
    next1, next2, next3, next4, next5, next6, next7, next8,
    CASE
      WHEN next1 IS NULL OR next1 > last_ms THEN 0
      WHEN next2 IS NULL OR next2 > last_ms THEN 1
      WHEN next3 IS NULL OR next3 > last_ms THEN 2
      WHEN next4 IS NULL OR next4 > last_ms THEN 3
      WHEN next5 IS NULL OR next5 > last_ms THEN 4
      WHEN next6 IS NULL OR next6 > last_ms THEN 5
      WHEN next7 IS NULL OR next7 > last_ms THEN 6
      WHEN next8 IS NULL OR next8 > last_ms THEN 7
      ELSE 8
    END AS steps_done
  FROM told
  WHERE held IS NOT NULL AND (:later = 'in_range' OR ms < EPOCH_MS(:to))
)
SELECT person, SEGMENTS(:by, CASE WHEN source <> '-' THEN SUBSTRING(source, 2) END) AS segments,
  ms, ingest_epoch, kafka_partition, kafka_offset,
  next1 AS m1,
  GREATEST(next1, next2) AS m2,
  GREATEST(next1, next2, next3) AS m3,
  GREATEST(next1, next2, next3, next4) AS m4,
  GREATEST(next1, next2, next3, next4, next5) AS m5,
  GREATEST(next1, next2, next3, next4, next5, next6) AS m6,
  GREATEST(next1, next2, next3, next4, next5, next6, next7) AS m7,
  GREATEST(next1, next2, next3, next4, next5, next6, next7, next8) AS m8,
  steps_done
FROM done
WHERE begins <= steps_done
