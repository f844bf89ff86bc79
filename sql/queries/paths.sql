-- What do people do next? After every event of a type, the next events of the same person, in order and in time, and how
-- often each way was gone, by how many people; '(end)' is where nothing came in time. Events that are themselves of
-- the type begin a way of their own as well. Events whose clock cannot be believed, and those whose type begins with $,
-- are left out.
--
-- :after   text       View Item   the type that the ways begin with
-- :depth   1|2|3|4|5  3           how many events each way has
-- :window  duration   30 minutes  how long after the first event all others may come
-- :rows    integer    100         how many ways are shown, those that were gone most often first
-- :from    time       beginning   the first time of all events
-- :to      time       end         the time after the last
-- chart: bars way times
WITH happened AS (
  SELECT resolved_amplitude_id AS person, event_type, EPOCH_MS(event_time) AS ms,
    ingest_epoch, kafka_partition, kafka_offset
  FROM events_resolved
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect
    AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
),
ways AS (
  SELECT person, event_type, ms,
    LEAD(event_type, 1) OVER log_order AS type1, LEAD(ms, 1) OVER log_order AS ms1,
    LEAD(event_type, 2) OVER log_order AS type2, LEAD(ms, 2) OVER log_order AS ms2,
    LEAD(event_type, 3) OVER log_order AS type3, LEAD(ms, 3) OVER log_order AS ms3,
    LEAD(event_type, 4) OVER log_order AS type4, LEAD(ms, 4) OVER log_order AS ms4,
    LEAD(event_type, 5) OVER log_order AS type5, LEAD(ms, 5) OVER log_order AS ms5
  FROM happened
  WINDOW log_order AS (PARTITION BY person ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset)
),
timely AS (
  SELECT person,
    CASE WHEN ms1 - ms <= :window THEN type1 ELSE '(end)' END AS next_1,
    CASE WHEN :depth < '2' OR ms1 IS NULL OR ms1 - ms > :window THEN ''
      WHEN ms2 - ms <= :window THEN type2 ELSE '(end)' END AS next_2,
    CASE WHEN :depth < '3' OR ms2 IS NULL OR ms2 - ms > :window THEN ''
      WHEN ms3 - ms <= :window THEN type3 ELSE '(end)' END AS next_3,
    CASE WHEN :depth < '4' OR ms3 IS NULL OR ms3 - ms > :window THEN ''
      WHEN ms4 - ms <= :window THEN type4 ELSE '(end)' END AS next_4,
    CASE WHEN :depth < '5' OR ms4 IS NULL OR ms4 - ms > :window THEN ''
      WHEN ms5 - ms <= :window THEN type5 ELSE '(end)' END AS next_5
  FROM ways
  WHERE event_type = :after
)
SELECT
  :after || ' > ' || next_1
    || CASE WHEN next_2 = '' THEN '' ELSE ' > ' || next_2 END
    || CASE WHEN next_3 = '' THEN '' ELSE ' > ' || next_3 END
    || CASE WHEN next_4 = '' THEN '' ELSE ' > ' || next_4 END
    || CASE WHEN next_5 = '' THEN '' ELSE ' > ' || next_5 END AS way,
  COUNT(*) AS times,
  COUNT(DISTINCT person) AS people
FROM timely
GROUP BY next_1, next_2, next_3, next_4, next_5
ORDER BY times DESC, way
LIMIT :rows
