-- When was somebody there who was outside any session? A row is a session of a person on one device in one project, made
-- of the events without a session_id, for clients and servers that give none: they are cut wherever more than 30 minutes
-- pass between two of them, 5 minutes where the later one came from a phone (platform iOS or Android). session_id is the
-- begin in milliseconds, as a client's would be, and the columns are those of the view sessions, which has the clients'
-- own. Events with a session_id (-1, too) are no part of it; nor are events whose clock cannot be believed, those whose
-- type begins with $, and those of nobody. Read a range with WITHIN(sessions_cut, :from, :to): a session over a day long
-- is then cut at its edges.
WITH happened AS (
  SELECT
    resolved_amplitude_id AS person,
    COALESCE(device_id, '') AS device,
    project_id,
    platform,
    event_time,
    EPOCH_MS(event_time) AS ms,
    ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN LOWER(platform) IN ('ios', 'android') THEN 300000 ELSE 1800000 END AS longest_gap_ms
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL AND NOT time_suspect AND event_type NOT LIKE '$%'
    AND session_id IS NULL
),
stepped AS (
  SELECT person, device, project_id, platform, event_time, ms, ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN ms - LAG(ms) OVER log_order > longest_gap_ms THEN 1 ELSE 0 END AS begins
  FROM happened
  WINDOW log_order AS (
    PARTITION BY person, device, project_id
    ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
  )
),
cut AS (
  SELECT person, device, project_id, platform, event_time, ms, ingest_epoch, kafka_partition, kafka_offset,
    SUM(begins) OVER (
      PARTITION BY person, device, project_id
      ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) + 1 AS nth
  FROM stepped
),
placed AS (
  SELECT person, device, project_id, platform, event_time, ms, nth,
    ROW_NUMBER() OVER (
      PARTITION BY person, device, project_id, nth
      ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
    ) AS place
  FROM cut
)
SELECT
  project_id,
  person AS resolved_amplitude_id,
  NULLIF(device, '') AS device_id,
  MIN(ms) AS session_id,
  FALSE AS by_client,
  MIN(event_time) AS started,
  MAX(event_time) AS ended,
  MAX(ms) - MIN(ms) AS length_ms,
  COUNT(*) AS events,
  MAX(CASE WHEN place = 1 THEN platform END) AS platform
FROM placed
GROUP BY project_id, person, device, nth
