-- What did this person do? The newest events of one person, found by a user id, a device id, or any amplitude_id of theirs,
-- also one that was merged away or that people say is another user's. A device that several people used finds each of them.
-- Everything is shown, also $identify and events whose clock cannot be believed (time_suspect says so).
--
-- :who   text     (required)  a user id, a device id or an amplitude_id
-- :most  integer  200         how many events, the newest
-- :from  time     beginning   the first time
-- :to    time     end         the time after the last
WITH named AS (
  SELECT amplitude_id FROM identities
  WHERE user_id = :who OR device_id = :who OR TEXT(amplitude_id) = :who
),
persons AS (
  SELECT DISTINCT COALESCE(r.resolved_amplitude_id, n.amplitude_id) AS person
  FROM named n LEFT JOIN resolved_ids r ON n.amplitude_id = r.amplitude_id
),
placed AS (
  SELECT
    e.event_time, e.event_type, e.resolved_amplitude_id, e.amplitude_id, e.user_id, e.device_id, e.platform, e.session_id,
    e.event_properties, e.user_properties, e.time_suspect, e.uuid,
    ROW_NUMBER() OVER (
      ORDER BY e.event_time DESC, e.ingest_epoch DESC, e.kafka_partition DESC, e.kafka_offset DESC
    ) AS place
  FROM events_resolved e
  WHERE e.event_time >= :from AND e.event_time < :to
    AND e.resolved_amplitude_id IN (SELECT person FROM persons)
)
SELECT
  event_time,
  event_type,
  resolved_amplitude_id,
  amplitude_id,
  user_id,
  device_id,
  platform,
  session_id,
  event_properties,
  user_properties,
  time_suspect,
  uuid,
  place
FROM placed
WHERE place <= :most
ORDER BY place
