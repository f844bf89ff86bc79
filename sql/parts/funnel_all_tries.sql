-- What did people do of the steps of a funnel? Every try of every person. A try begins with an event of the first
-- step, each next step comes after the one before, and the last within the window. In loose order
-- other events may come between two steps, in strict order none may. Events in one millisecond are in the order of the
-- log. steps_done says how many steps, ms when the try began, m1 to m8 when the steps were reached: those behind steps_done are
-- none of the try. segments is what the first step's event has of the property :by, or a list of it. In any order, the tries are
-- those of funnel_any_order. Events whose clock cannot be believed, and those whose type begins with $, are left out.
--
-- :steps    steps             the events of each step, in order, at most 8
-- :window   duration          how long after the first step the last may come
-- :order    loose|strict|any  whether other events may come between, or steps in any order
-- :by       property          a column or property of the first step's event: segments
-- :filter   conditions        what the event of every step must be
-- :cohort   cohort            whose tries
-- :who      all|new           new: only those of people with their first event of any type in the range
-- :without  events            what ends a try if it happens after its first step; none is nothing
-- :same     property          a column or property with one value in all steps of a try; none is any
-- :later    in_range|window   whether the steps behind the first one may come after the range
-- :from     time              the first time of all steps
-- :to       time              the time after the last first step
--
-- An event that is two steps is in found twice. Where order is loose, an engine sees that events that are no step are not
-- needed, nor is their position; where everybody counts, that nobody's first event is read.
WITH found AS (
  SELECT
    resolved_amplitude_id AS person,
    :same AS held,
    CASE WHEN :without THEN 1 END AS ends,
    CASE WHEN s.n = 1 THEN SEGMENTS(:by) END AS segments,
    EPOCH_MS(event_time) AS ms,
    ingest_epoch,
    kafka_partition,
    kafka_offset,
    DENSE_RANK() OVER (
      PARTITION BY resolved_amplitude_id ORDER BY EPOCH_MS(event_time), ingest_epoch, kafka_partition, kafka_offset
    ) AS place,
    s.n
  FROM events_resolved
  LEFT JOIN (:steps) AS s(n, word) ON STEP_IS(:steps, s.n, s.word) AND :filter
  WHERE event_time >= :from
    AND (event_time < :to
      OR (:later = 'window' AND event_time < MOMENT(LEAST(EPOCH_MS(:to) + :window, 253402214400000))))
    AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:order = 'strict' OR s.n IS NOT NULL OR :without)
    AND :cohort
),
-- m<k> is when the first event of step k was that follows, and of those that follow that one for the steps behind; p<k> is its
-- place. Places and times rise together, so the first of each belong together. Of an event that is two steps the earlier one
-- comes first here, from the last event to the first: so it cannot follow itself. In this direction an engine need not look
-- at what it has seen again. Where there are fewer steps, it sees that those behind them are not read.
-- Steps of one try have the same value of what is held; what ends a try does so whatever it has of it.
next8 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 8 THEN ms END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 8 THEN place END) OVER later END AS p8
  FROM found
  WHERE n IS NOT NULL OR ends = 1
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next7 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 7 THEN ms END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 7 THEN place END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 7 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 7 THEN p8 END) OVER later END AS p8
  FROM next8
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next6 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 6 THEN ms END) OVER later END AS m6,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 6 THEN place END) OVER later END AS p6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 6 THEN m7 END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 6 THEN p7 END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 6 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 6 THEN p8 END) OVER later END AS p8
  FROM next7
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next5 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 5 THEN ms END) OVER later END AS m5,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 5 THEN place END) OVER later END AS p5,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 5 THEN m6 END) OVER later END AS m6,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 5 THEN p6 END) OVER later END AS p6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 5 THEN m7 END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 5 THEN p7 END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 5 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 5 THEN p8 END) OVER later END AS p8
  FROM next6
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next4 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 4 THEN ms END) OVER later END AS m4,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 4 THEN place END) OVER later END AS p4,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 4 THEN m5 END) OVER later END AS m5,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 4 THEN p5 END) OVER later END AS p5,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 4 THEN m6 END) OVER later END AS m6,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 4 THEN p6 END) OVER later END AS p6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 4 THEN m7 END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 4 THEN p7 END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 4 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 4 THEN p8 END) OVER later END AS p8
  FROM next5
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next3 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 3 THEN MIN(CASE WHEN n = 3 THEN ms END) OVER later END AS m3,
    CASE WHEN COUNT_OF(:steps) >= 3 THEN MIN(CASE WHEN n = 3 THEN place END) OVER later END AS p3,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 3 THEN m4 END) OVER later END AS m4,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 3 THEN p4 END) OVER later END AS p4,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 3 THEN m5 END) OVER later END AS m5,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 3 THEN p5 END) OVER later END AS p5,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 3 THEN m6 END) OVER later END AS m6,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 3 THEN p6 END) OVER later END AS p6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 3 THEN m7 END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 3 THEN p7 END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 3 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 3 THEN p8 END) OVER later END AS p8
  FROM next4
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
next2 AS (
  SELECT person, held, ends, segments, ms, ingest_epoch, kafka_partition, kafka_offset, place, n,
    CASE WHEN COUNT_OF(:steps) >= 2 THEN MIN(CASE WHEN n = 2 THEN ms END) OVER later END AS m2,
    CASE WHEN COUNT_OF(:steps) >= 2 THEN MIN(CASE WHEN n = 2 THEN place END) OVER later END AS p2,
    CASE WHEN COUNT_OF(:steps) >= 3 THEN MIN(CASE WHEN n = 2 THEN m3 END) OVER later END AS m3,
    CASE WHEN COUNT_OF(:steps) >= 3 THEN MIN(CASE WHEN n = 2 THEN p3 END) OVER later END AS p3,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 2 THEN m4 END) OVER later END AS m4,
    CASE WHEN COUNT_OF(:steps) >= 4 THEN MIN(CASE WHEN n = 2 THEN p4 END) OVER later END AS p4,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 2 THEN m5 END) OVER later END AS m5,
    CASE WHEN COUNT_OF(:steps) >= 5 THEN MIN(CASE WHEN n = 2 THEN p5 END) OVER later END AS p5,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 2 THEN m6 END) OVER later END AS m6,
    CASE WHEN COUNT_OF(:steps) >= 6 THEN MIN(CASE WHEN n = 2 THEN p6 END) OVER later END AS p6,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 2 THEN m7 END) OVER later END AS m7,
    CASE WHEN COUNT_OF(:steps) >= 7 THEN MIN(CASE WHEN n = 2 THEN p7 END) OVER later END AS p7,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 2 THEN m8 END) OVER later END AS m8,
    CASE WHEN COUNT_OF(:steps) >= 8 THEN MIN(CASE WHEN n = 2 THEN p8 END) OVER later END AS p8,
    CASE WHEN COUNT_OF(:without) > 0 THEN MIN(CASE WHEN ends = 1 THEN place END) OVER (
      PARTITION BY person
      ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) END AS end_place
  FROM next3
  WINDOW later AS (
    PARTITION BY person, held
    ORDER BY ms DESC, ingest_epoch DESC, kafka_partition DESC, kafka_offset DESC, n
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
-- A step that comes too late, after what ends the try, or in strict order not at once, is none, and neither are those behind it.
reached AS (
  SELECT person, held, segments, ms, ingest_epoch, kafka_partition, kafka_offset, m2, m3, m4, m5, m6, m7, m8,
    CASE
      WHEN m8 - ms <= :window AND (:order = 'loose' OR p8 = place + 7) AND (COUNT_OF(:without) = 0 OR p8 <= COALESCE(end_place, p8)) THEN 8
      WHEN m7 - ms <= :window AND (:order = 'loose' OR p7 = place + 6) AND (COUNT_OF(:without) = 0 OR p7 <= COALESCE(end_place, p7)) THEN 7
      WHEN m6 - ms <= :window AND (:order = 'loose' OR p6 = place + 5) AND (COUNT_OF(:without) = 0 OR p6 <= COALESCE(end_place, p6)) THEN 6
      WHEN m5 - ms <= :window AND (:order = 'loose' OR p5 = place + 4) AND (COUNT_OF(:without) = 0 OR p5 <= COALESCE(end_place, p5)) THEN 5
      WHEN m4 - ms <= :window AND (:order = 'loose' OR p4 = place + 3) AND (COUNT_OF(:without) = 0 OR p4 <= COALESCE(end_place, p4)) THEN 4
      WHEN m3 - ms <= :window AND (:order = 'loose' OR p3 = place + 2) AND (COUNT_OF(:without) = 0 OR p3 <= COALESCE(end_place, p3)) THEN 3
      WHEN m2 - ms <= :window AND (:order = 'loose' OR p2 = place + 1) AND (COUNT_OF(:without) = 0 OR p2 <= COALESCE(end_place, p2)) THEN 2
      ELSE 1
    END AS steps_done
  FROM next2
  WHERE n = 1 AND held IS NOT NULL AND (:later = 'in_range' OR ms < EPOCH_MS(:to))
),
-- In order, or in any order. An engine sees which of the two is not needed, and does not read it.
tries AS (
  SELECT person, segments, ms, ingest_epoch, kafka_partition, kafka_offset, ms AS m1, m2, m3, m4, m5, m6, m7, m8, steps_done
  FROM reached
  WHERE :order <> 'any'
  UNION ALL
  SELECT person, segments, ms, ingest_epoch, kafka_partition, kafka_offset, m1, m2, m3, m4, m5, m6, m7, m8, steps_done
  FROM funnel_any_order
  WHERE :order = 'any'
)
SELECT t.person, t.segments, t.ms, t.ingest_epoch, t.kafka_partition, t.kafka_offset,
  t.m1, t.m2, t.m3, t.m4, t.m5, t.m6, t.m7, t.m8, t.steps_done
FROM tries t
LEFT JOIN (SELECT person FROM first_events WHERE :who = 'new' AND first_ms >= EPOCH_MS(:from)) f ON t.person = f.person
WHERE :who = 'all' OR f.person IS NOT NULL
