-- What do people do next, or before? After every event of a kind, the next events of the same person, in order and in time,
-- and how often each way was gone, by how many people; '(end)' is where nothing came in time. In the direction before, the
-- ways are those that lead to such an event, and '(begin)' is where nothing was before it in time. Events that are
-- themselves of the kind begin a way of their own as well. Collapsed, of events of one type in a row only the first counts,
-- at its time. Within the same session, the events of a way have the session_id of the first one, on its device and in its
-- project; events outside any session are then left out. With :ends, the ways are those between two kinds of events: only those
-- on which one of that kind comes in time and within :depth, and each is cut at the first such event behind the one that it
-- begins with; in the direction before, at the first before the one that it leads to. Events whose clock cannot be believed, and
-- those whose type begins with $, are left out.
--
-- :after      events         View Item   the kind of the events that the ways begin with, or lead to: types as A | B or Add*
-- :direction  after|before   after       whether the ways begin with these events, or end with them
-- :depth      1|2|3|4|5      3           how many events each way has besides
-- :ends       events         none        the kind of the events at the other end of the ways; none is whatever comes
-- :window     duration       30 minutes  how long after the first event all others may come, or before it
-- :without    texts          none        the types that are left out of the ways
-- :repeats    keep|collapse  keep        whether events of one type in a row all count, or the first of them
-- :session    any|same       any         whether a way goes on in other sessions of the client
-- :filter     conditions     all         what all events must be, such as platform is not Web and country is set
-- :cohort     cohort         none        whose events: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive   texts          none        the types that * leaves out
-- :zone       zone           UTC         the time zone of times without one
-- :rows       integer        100         how many ways are shown, those that were gone most often first
-- :from       time           beginning   the first time of all events
-- :to         time           end         the time after the last
-- chart: bars way times
WITH chosen AS (
  SELECT resolved_amplitude_id AS person, event_type, EPOCH_MS(event_time) AS ms,
    ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN :after THEN 1 ELSE 0 END AS begins,
    CASE WHEN :ends THEN 1 ELSE 0 END AS ends,
    CASE WHEN :session = 'same' THEN project_id END AS project,
    CASE WHEN :session = 'same' THEN device_id END AS device,
    CASE WHEN :session = 'same' THEN session_id END AS client_session
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND (:session = 'any' OR session_id >= 0)
    AND ('none' IN (:without) OR event_type NOT IN (:without))
    AND :filter
    AND :cohort
),
-- Backwards, time goes the other way. So the rows below are the same in both directions.
happened AS (
  SELECT person, project, device, client_session, event_type, begins, ends,
    CASE :direction WHEN 'after' THEN ms ELSE -ms END AS ms,
    CASE :direction WHEN 'after' THEN ingest_epoch ELSE -ingest_epoch END AS ingest_epoch,
    CASE :direction WHEN 'after' THEN kafka_partition ELSE -kafka_partition END AS kafka_partition,
    CASE :direction WHEN 'after' THEN kafka_offset ELSE -kafka_offset END AS kafka_offset
  FROM chosen
),
-- The type of the event before in time. Where all events count, an engine sees that it is not read.
repeated AS (
  SELECT person, project, device, client_session, event_type, begins, ends, ms, ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN :repeats = 'collapse' AND :direction = 'after' THEN LAG(event_type) OVER log_order
      WHEN :repeats = 'collapse' THEN LEAD(event_type) OVER log_order END AS type_before
  FROM happened
  WINDOW log_order AS (
    PARTITION BY person, project, device, client_session ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset
  )
),
ways AS (
  SELECT person, event_type, begins, ms,
    LEAD(event_type, 1) OVER log_order AS type1, LEAD(ms, 1) OVER log_order AS ms1,
    LEAD(event_type, 2) OVER log_order AS type2, LEAD(ms, 2) OVER log_order AS ms2,
    LEAD(event_type, 3) OVER log_order AS type3, LEAD(ms, 3) OVER log_order AS ms3,
    LEAD(event_type, 4) OVER log_order AS type4, LEAD(ms, 4) OVER log_order AS ms4,
    LEAD(event_type, 5) OVER log_order AS type5, LEAD(ms, 5) OVER log_order AS ms5,
    CASE WHEN COUNT_OF(:ends) > 0 THEN LEAD(ends, 1) OVER log_order END AS ends1,
    CASE WHEN COUNT_OF(:ends) > 0 THEN LEAD(ends, 2) OVER log_order END AS ends2,
    CASE WHEN COUNT_OF(:ends) > 0 THEN LEAD(ends, 3) OVER log_order END AS ends3,
    CASE WHEN COUNT_OF(:ends) > 0 THEN LEAD(ends, 4) OVER log_order END AS ends4,
    CASE WHEN COUNT_OF(:ends) > 0 THEN LEAD(ends, 5) OVER log_order END AS ends5
  FROM repeated
  WHERE :repeats = 'keep' OR type_before IS NULL OR type_before <> event_type
  WINDOW log_order AS (
    PARTITION BY person, project, device, client_session ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset
  )
),
-- steps is how many events a way may have besides; of those that must come to a kind, how many it has until it does.
timely AS (
  SELECT person, event_type,
    CASE WHEN ms1 - ms <= :window THEN type1 ELSE no_more END AS next_1,
    CASE WHEN :depth < '2' OR steps < 2 OR ms1 IS NULL OR ms1 - ms > :window THEN ''
      WHEN ms2 - ms <= :window THEN type2 ELSE no_more END AS next_2,
    CASE WHEN :depth < '3' OR steps < 3 OR ms2 IS NULL OR ms2 - ms > :window THEN ''
      WHEN ms3 - ms <= :window THEN type3 ELSE no_more END AS next_3,
    CASE WHEN :depth < '4' OR steps < 4 OR ms3 IS NULL OR ms3 - ms > :window THEN ''
      WHEN ms4 - ms <= :window THEN type4 ELSE no_more END AS next_4,
    CASE WHEN :depth < '5' OR steps < 5 OR ms4 IS NULL OR ms4 - ms > :window THEN ''
      WHEN ms5 - ms <= :window THEN type5 ELSE no_more END AS next_5
  FROM (
    SELECT person, event_type, begins, ms, type1, ms1, type2, ms2, type3, ms3, type4, ms4, type5, ms5,
      CASE :direction WHEN 'after' THEN '(end)' ELSE '(begin)' END AS no_more,
      CASE
        WHEN COUNT_OF(:ends) = 0 THEN 5
        WHEN ends1 = 1 AND ms1 - ms <= :window THEN 1
        WHEN :depth >= '2' AND ends2 = 1 AND ms2 - ms <= :window THEN 2
        WHEN :depth >= '3' AND ends3 = 1 AND ms3 - ms <= :window THEN 3
        WHEN :depth >= '4' AND ends4 = 1 AND ms4 - ms <= :window THEN 4
        WHEN :depth >= '5' AND ends5 = 1 AND ms5 - ms <= :window THEN 5
      END AS steps
    FROM ways
  ) w
  WHERE begins = 1 AND steps IS NOT NULL
)
SELECT
  CASE :direction
    WHEN 'after' THEN event_type || ' > ' || next_1
      || CASE WHEN next_2 = '' THEN '' ELSE ' > ' || next_2 END
      || CASE WHEN next_3 = '' THEN '' ELSE ' > ' || next_3 END
      || CASE WHEN next_4 = '' THEN '' ELSE ' > ' || next_4 END
      || CASE WHEN next_5 = '' THEN '' ELSE ' > ' || next_5 END
    ELSE CASE WHEN next_5 = '' THEN '' ELSE next_5 || ' > ' END
      || CASE WHEN next_4 = '' THEN '' ELSE next_4 || ' > ' END
      || CASE WHEN next_3 = '' THEN '' ELSE next_3 || ' > ' END
      || CASE WHEN next_2 = '' THEN '' ELSE next_2 || ' > ' END
      || next_1 || ' > ' || event_type END AS way,
  COUNT(*) AS times,
  COUNT(DISTINCT person) AS people
FROM timely
GROUP BY event_type, next_1, next_2, next_3, next_4, next_5
ORDER BY times DESC, way
LIMIT :rows
