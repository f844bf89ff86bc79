-- Up to which time is everything received in the tables? A row for each outcome table and project (none for
-- dead_letters, whose records belong to no project). What it promises: every record that Kafka stamped before
-- complete_up_to is in one of the four outcome tables, whatever partition it went to. It is made of the tables alone: of
-- each partition of the newest topic, the time of the last record before the first offset that is missing, and of those
-- the earliest. So it never says too much, but it can say too little: a partition to which nothing is sent holds it
-- back, though nothing is missing (held_back_by names the partition; newest says how far this table and project are). A
-- partition that never had a record is not known here. While the pipeline runs, the tables are committed one after the
-- other, and the time is that of the slowest. Kafka has to stamp the records when they arrive (LogAppendTime) for it to
-- hold exactly; with stamps of the senders it holds up to how far their clocks differ.
WITH received AS (
  SELECT 'events' AS table_name, project_id, ingest_epoch, kafka_partition, kafka_offset, server_upload_time FROM events
  UNION ALL
  SELECT 'duplicates' AS table_name, project_id, ingest_epoch, kafka_partition, kafka_offset, server_upload_time
  FROM duplicates
  UNION ALL
  SELECT 'throttled' AS table_name, project_id, ingest_epoch, kafka_partition, kafka_offset, server_upload_time
  FROM throttled
  UNION ALL
  SELECT 'dead_letters' AS table_name, TEXT(NULL) AS project_id,
    ingest_epoch, kafka_partition, kafka_offset, server_upload_time
  FROM dead_letters
),
followed AS (
  SELECT r.*,
    LEAD(kafka_offset) OVER (PARTITION BY ingest_epoch, kafka_partition ORDER BY kafka_offset) AS next_offset
  FROM received r
),
first_gaps AS (
  SELECT ingest_epoch, kafka_partition, MIN(kafka_offset) AS last_offset
  FROM followed
  WHERE next_offset IS NULL OR next_offset > kafka_offset + 1
  GROUP BY ingest_epoch, kafka_partition
),
partitions AS (
  SELECT r.kafka_partition, MAX(r.server_upload_time) AS reached
  FROM received r
  JOIN first_gaps g ON r.ingest_epoch = g.ingest_epoch AND r.kafka_partition = g.kafka_partition
  WHERE r.kafka_offset <= g.last_offset
    AND r.ingest_epoch IN (SELECT MAX(ingest_epoch) FROM first_gaps)
  GROUP BY r.kafka_partition
),
slowest AS (
  SELECT kafka_partition, reached,
    ROW_NUMBER() OVER (ORDER BY reached, kafka_partition) AS nth
  FROM partitions
)
SELECT
  t.table_name,
  t.project_id,
  t.newest,
  t.records,
  s.reached AS complete_up_to,
  s.kafka_partition AS held_back_by
FROM (
  SELECT table_name, project_id, MAX(server_upload_time) AS newest, COUNT(*) AS records
  FROM received GROUP BY table_name, project_id
) t
CROSS JOIN slowest s
WHERE s.nth = 1
