-- A row is a stretch of a Kafka partition of which no record is in any outcome table, with records before and behind it.
-- While the pipeline runs, query as of a mark: the tables are committed one after the other, and the newest rows of one can
-- be missing for a short time. Whether the end of a partition is missing cannot be seen here; tidemark audit compares with Kafka.
SELECT ingest_epoch, kafka_partition, kafka_offset + 1 AS first_missing, next_offset - 1 AS last_missing
FROM (
  SELECT ingest_epoch, kafka_partition, kafka_offset,
    LEAD(kafka_offset) OVER (PARTITION BY ingest_epoch, kafka_partition ORDER BY kafka_offset) AS next_offset
  FROM (
    SELECT ingest_epoch, kafka_partition, kafka_offset FROM events
    UNION ALL SELECT ingest_epoch, kafka_partition, kafka_offset FROM duplicates
    UNION ALL SELECT ingest_epoch, kafka_partition, kafka_offset FROM throttled
    UNION ALL SELECT ingest_epoch, kafka_partition, kafka_offset FROM dead_letters
  ) o
) f
WHERE next_offset > kafka_offset + 1
ORDER BY ingest_epoch, kafka_partition, first_missing
