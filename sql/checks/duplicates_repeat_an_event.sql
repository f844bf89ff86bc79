-- A row is a duplicate at whose named place there is no accepted event, or one of another device, or of another insert_id.
-- While the pipeline runs, query as of a mark.
SELECT d.ingest_epoch, d.kafka_partition, d.kafka_offset, d.repeats_epoch, d.repeats_partition, d.repeats_offset,
  d.insert_id, e.insert_id AS insert_id_there
FROM duplicates d
LEFT JOIN events e ON d.repeats_epoch = e.ingest_epoch AND d.repeats_partition = e.kafka_partition
  AND d.repeats_offset = e.kafka_offset
WHERE e.uuid IS NULL
  OR COALESCE(d.device_id, '') <> COALESCE(e.device_id, '')
  OR COALESCE(d.insert_id, '') <> COALESCE(e.insert_id, '')
  OR (d.repeats_epoch = d.ingest_epoch AND d.repeats_partition = d.kafka_partition AND d.repeats_offset >= d.kafka_offset)
ORDER BY ingest_epoch, kafka_partition, kafka_offset
