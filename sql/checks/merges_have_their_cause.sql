-- A row is a merge without the accepted event that caused it, or without the change of identity that it records. While
-- the pipeline runs, query as of a mark.
SELECT m.amplitude_id, m.merged_amplitude_id, m.cause_uuid,
  e.uuid IS NOT NULL AS event_is_there,
  i.amplitude_id IS NOT NULL AS change_is_there
FROM merge_ids m
LEFT JOIN events e ON m.ingest_epoch = e.ingest_epoch AND m.kafka_partition = e.kafka_partition
  AND m.kafka_offset = e.kafka_offset AND m.cause_uuid = e.uuid
LEFT JOIN identities i ON m.ingest_epoch = i.ingest_epoch AND m.kafka_partition = i.kafka_partition
  AND m.kafka_offset = i.kafka_offset AND m.merged_amplitude_id = i.amplitude_id
WHERE e.uuid IS NULL OR i.amplitude_id IS NULL
ORDER BY amplitude_id, merged_amplitude_id
