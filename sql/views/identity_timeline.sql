-- Who used a device, when, and why are two ids one? A row is a stretch of a device's life in the order of its log, from
-- one change of who is behind it to the next. amplitude_id is whose the events of the stretch are; user_id is null while
-- nobody had logged in. Where merged_away is not null, the stretch began with the device's first login: what the device
-- did anonymously before (under the id merged_away) is that user's too, by the event cause_uuid; where people said that it
-- is not (overrides_in_force tells who and why), the merge is none. A device without an anonymous past merges nothing, and a
-- second user on it is a person of their own. began and ended are times of receiving; event_time is that of the event
-- that changed it, by its client's clock. Where each project has people of its own (identity.scope), a device has a life in
-- each, which begins with a seq 1 there.
SELECT
  i.project_id,
  i.device_key,
  i.device_id,
  i.seq,
  i.user_id,
  i.amplitude_id,
  i.server_time AS began,
  MIN(i.server_time) OVER (
    PARTITION BY i.device_key, i.life ORDER BY i.seq ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING
  ) AS ended,
  i.event_time,
  CASE
    WHEN m.amplitude_id IS NOT NULL AND f.amplitude_id IS NOT NULL THEN 'first user, merged'
    WHEN m.amplitude_id IS NOT NULL THEN 'first user, kept apart'
    WHEN i.user_id IS NULL THEN 'first seen'
    WHEN i.seq = 1 THEN 'first user'
    ELSE 'another user'
  END AS why,
  f.amplitude_id AS merged_away,
  m.cause_uuid,
  m.rule_version,
  i.ingest_epoch, i.kafka_partition, i.kafka_offset
FROM (
  SELECT d.*,
    CASE
      WHEN SUM(CASE WHEN d.seq = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY d.device_key) > 1 THEN d.project_id
      ELSE ''
    END AS life
  FROM identities d
) i
LEFT JOIN merge_ids m ON i.ingest_epoch = m.ingest_epoch AND i.kafka_partition = m.kafka_partition
  AND i.kafka_offset = m.kafka_offset
LEFT JOIN merges_in_force f ON m.ingest_epoch = f.ingest_epoch AND m.kafka_partition = f.kafka_partition
  AND m.kafka_offset = f.kafka_offset AND m.amplitude_id = f.amplitude_id
