-- When was somebody there, and for how long? A row is a session of a person on one device in one project, as the client
-- gave it: all events with the same session_id (of 0 or more), whatever comes between them. Several session_ids at once
-- are several sessions. An event without a session_id, or with -1, is outside any session, and left out; the view
-- sessions_cut makes sessions of those without one. Within a session the client's own clock counts, which is the same for
-- all of its events, however late each was uploaded: length_ms and the first event, of which platform is, are by
-- client_event_time (event_time where the client gave none), so a clock that is set in the middle of a session is in its
-- length. started and ended are event_time, as in all questions: their difference is not always length_ms. Events whose
-- clock cannot be believed, those whose type begins with $, and those of nobody are left out. Read a range with
-- WITHIN(sessions, :from,
-- :to): a session over a day long is then cut at its edges.
WITH happened AS (
  SELECT
    resolved_amplitude_id AS person,
    COALESCE(device_id, '') AS device,
    project_id,
    platform,
    session_id AS given_id,
    event_time,
    EPOCH_MS(COALESCE(client_event_time, event_time)) AS ms,
    ingest_epoch, kafka_partition, kafka_offset
  FROM events_resolved
  WHERE resolved_amplitude_id IS NOT NULL AND NOT time_suspect AND event_type NOT LIKE '$%' AND session_id >= 0
),
placed AS (
  SELECT person, device, project_id, platform, given_id, event_time, ms,
    ROW_NUMBER() OVER (
      PARTITION BY person, device, project_id, given_id ORDER BY ms, ingest_epoch, kafka_partition, kafka_offset
    ) AS place
  FROM happened
)
SELECT
  project_id,
  person AS resolved_amplitude_id,
  NULLIF(device, '') AS device_id,
  given_id AS session_id,
  TRUE AS by_client,
  MIN(event_time) AS started,
  MAX(event_time) AS ended,
  MAX(ms) - MIN(ms) AS length_ms,
  COUNT(*) AS events,
  MAX(CASE WHEN place = 1 THEN platform END) AS platform
FROM placed
GROUP BY project_id, person, device, given_id
