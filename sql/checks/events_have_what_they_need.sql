-- A row is an accepted event without a type, a project, or anybody who did it. ($groupidentify is of nobody.)
SELECT ingest_epoch, kafka_partition, kafka_offset, project_id, event_type, device_id, user_id, amplitude_id
FROM events
WHERE project_id IS NULL OR project_id = '' OR event_type IS NULL OR event_type = ''
  OR (device_id IS NULL AND user_id IS NULL)
  OR (amplitude_id IS NULL AND event_type <> '$groupidentify')
  OR (amplitude_id IS NOT NULL AND event_type = '$groupidentify')
ORDER BY ingest_epoch, kafka_partition, kafka_offset
