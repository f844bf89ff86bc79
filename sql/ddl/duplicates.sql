-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE duplicates (
  `project_id` STRING NOT NULL COMMENT 'The project; \'default\' where the event names none',
  `user_id` STRING COMMENT 'The user\'s id, as sent',
  `device_id` STRING COMMENT 'The device\'s id, as sent',
  `event_type` STRING NOT NULL COMMENT 'What happened, as sent',
  `event_id` BIGINT COMMENT 'The client\'s number of the event, as sent',
  `insert_id` STRING COMMENT 'The client\'s name of the event, as sent',
  `event_time` TIMESTAMP NOT NULL COMMENT 'When it happened, by the client\'s clock as corrected on arrival',
  `server_received_time` TIMESTAMP NOT NULL COMMENT 'When it was received',
  `server_upload_time` TIMESTAMP NOT NULL COMMENT 'The Kafka record\'s timestamp',
  `repeats_epoch` INT NOT NULL COMMENT 'The topic\'s generation of the event that this one repeats',
  `repeats_partition` INT NOT NULL COMMENT 'The Kafka partition of the event that this one repeats',
  `repeats_offset` BIGINT NOT NULL COMMENT 'The Kafka offset of the event that this one repeats',
  `raw` STRING NOT NULL COMMENT 'The record\'s JSON, whole',
  `ingest_epoch` INT NOT NULL COMMENT 'The topic\'s generation: 1 for the first topic, one more for each made anew',
  `kafka_partition` INT NOT NULL COMMENT 'The Kafka partition of the record',
  `kafka_offset` BIGINT NOT NULL COMMENT 'The Kafka offset of the record'
)
USING iceberg
PARTITIONED BY (days(server_upload_time))
TBLPROPERTIES (
  'commit.retry.max-wait-ms' = '5000',
  'commit.retry.min-wait-ms' = '50',
  'commit.retry.num-retries' = '20',
  'commit.status-check.num-retries' = '10',
  'flink.max-continuous-empty-commits' = '1',
  'format-version' = '2',
  'gc.enabled' = 'false',
  'write.distribution-mode' = 'none',
  'write.format.default' = 'parquet',
  'write.metadata.delete-after-commit.enabled' = 'true',
  'write.metadata.metrics.column.device_id' = 'truncate(16)',
  'write.metadata.metrics.column.event_id' = 'full',
  'write.metadata.metrics.column.event_time' = 'full',
  'write.metadata.metrics.column.event_type' = 'truncate(16)',
  'write.metadata.metrics.column.ingest_epoch' = 'full',
  'write.metadata.metrics.column.kafka_offset' = 'full',
  'write.metadata.metrics.column.kafka_partition' = 'full',
  'write.metadata.metrics.column.project_id' = 'truncate(16)',
  'write.metadata.metrics.column.server_received_time' = 'full',
  'write.metadata.metrics.column.server_upload_time' = 'full',
  'write.metadata.metrics.column.user_id' = 'truncate(16)',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
