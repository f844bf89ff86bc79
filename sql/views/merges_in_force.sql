-- Which merges count? All that the log tells of, but for those that a correction has ended: of a device that is unlinked or
-- blocked, and into a user who is blocked.
SELECT m.project_id, m.amplitude_id, m.merged_amplitude_id, m.merge_event_time, m.merge_server_time, m.cause_uuid,
  m.rule_version, m.ingest_epoch, m.kafka_partition, m.kafka_offset
FROM merge_ids m
LEFT JOIN overrides_in_force d ON m.amplitude_id = d.amplitude_id AND d.kind IN ('unlink', 'block_device')
LEFT JOIN overrides_in_force u ON m.merged_amplitude_id = u.amplitude_id AND u.kind = 'block_user'
WHERE d.seq IS NULL AND u.seq IS NULL
