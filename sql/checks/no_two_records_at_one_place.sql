-- A row is a place in Kafka that was counted more than once. Every record ends in exactly one of the four outcome tables.
SELECT ingest_epoch, kafka_partition, kafka_offset, COUNT(*) AS found, MIN(table_name) AS one_table,
  MAX(table_name) AS other_table
FROM (
  SELECT 'events' AS table_name, ingest_epoch, kafka_partition, kafka_offset FROM events
  UNION ALL SELECT 'duplicates' AS table_name, ingest_epoch, kafka_partition, kafka_offset FROM duplicates
  UNION ALL SELECT 'throttled' AS table_name, ingest_epoch, kafka_partition, kafka_offset FROM throttled
  UNION ALL SELECT 'dead_letters' AS table_name, ingest_epoch, kafka_partition, kafka_offset FROM dead_letters
) o
GROUP BY ingest_epoch, kafka_partition, kafka_offset
HAVING COUNT(*) > 1
ORDER BY ingest_epoch, kafka_partition, kafka_offset
