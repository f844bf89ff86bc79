-- When was somebody there, and for how long? A row is a session of a person on one device in one project: from its first
-- event to its last. Where the client gave the event a session_id (of 0 or more), that is its session, whatever comes
-- between its events. Where it gave none (null), the events of the same person, device and project without one are cut
-- wherever more than 30 minutes pass between two of them, 5 minutes where the later one came from a phone (platform iOS
-- or Android); such a session's session_id is its begin in milliseconds, as a client's would be. Events outside any
-- session (session_id -1) are left out; so are events whose clock cannot be believed, those whose type begins with $, and
-- those of nobody. Several session_ids at once are several sessions. Read a range with WITHIN(sessions, :from, :to): a
-- session over a day long is then cut at its edges.
WITH happened AS (
  SELECT
    resolved_amplitude_id AS person,
    COALESCE(device_id, '') AS device,
    project_id,
    platform,
    session_id AS given_id,
    event_time,
    EPOCH_MS(event_time) AS ms,
    ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN LOWER(platform) IN ('ios', 'android') THEN 300000 ELSE 1800000 END AS longest_gap_ms
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL AND NOT time_suspect AND event_type NOT LIKE '$%'
    AND (session_id IS NULL OR session_id >= 0)
),
stepped AS (
  SELECT person, device, project_id, platform, given_id, event_time, ms, ingest_epoch, kafka_partition, kafka_offset,
    CASE WHEN given_id IS NULL AND ms - LAG(ms) OVER log_order > longest_gap_ms THEN 1 ELSE 0 END AS begins
  FROM happened
  WINDOW log_order AS (
    PARTITION BY person, device, project_id, given_id
    ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
  )
),
cut AS (
  SELECT person, device, project_id, platform, given_id, event_time, ms, ingest_epoch, kafka_partition, kafka_offset,
    SUM(begins) OVER (
      PARTITION BY person, device, project_id, given_id
      ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) + 1 AS nth
  FROM stepped
),
placed AS (
  SELECT person, device, project_id, platform, given_id, event_time, ms, nth,
    ROW_NUMBER() OVER (
      PARTITION BY person, device, project_id, given_id, nth
      ORDER BY event_time, ingest_epoch, kafka_partition, kafka_offset
    ) AS place
  FROM cut
)
SELECT
  project_id,
  person AS resolved_amplitude_id,
  NULLIF(device, '') AS device_id,
  COALESCE(given_id, MIN(ms)) AS session_id,
  given_id IS NOT NULL AS by_client,
  MIN(event_time) AS started,
  MAX(event_time) AS ended,
  MAX(ms) - MIN(ms) AS length_ms,
  COUNT(*) AS events,
  MAX(CASE WHEN place = 1 THEN platform END) AS platform
FROM placed
GROUP BY project_id, person, device, given_id, nth
