-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE identities (
  `project_id` STRING NOT NULL COMMENT 'The project of the event that changed the identity',
  `device_key` STRING NOT NULL COMMENT 'The device\'s id, or a name made from the user\'s id where there is no device',
  `seq` BIGINT NOT NULL COMMENT '1 for the device\'s first row, then one more at each change',
  `device_id` STRING COMMENT 'The device\'s id; null where the event had none',
  `user_id` STRING COMMENT 'The user from here on; null while the device is anonymous',
  `identity_key` STRING NOT NULL COMMENT 'The person from here on: a UUID of version 5, as text',
  `amplitude_id` BIGINT NOT NULL COMMENT 'The person from here on: the top 63 bits of identity_key',
  `event_time` TIMESTAMP NOT NULL COMMENT 'event_time of the event that changed the identity',
  `server_time` TIMESTAMP NOT NULL COMMENT 'server_received_time of the event that changed the identity',
  `ingest_epoch` INT NOT NULL COMMENT 'The topic\'s generation: 1 for the first topic, one more for each made anew',
  `kafka_partition` INT NOT NULL COMMENT 'The Kafka partition of the record',
  `kafka_offset` BIGINT NOT NULL COMMENT 'The Kafka offset of the record'
)
USING iceberg
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
  'write.metadata.metrics.column.amplitude_id' = 'full',
  'write.metadata.metrics.column.device_id' = 'truncate(16)',
  'write.metadata.metrics.column.device_key' = 'truncate(16)',
  'write.metadata.metrics.column.event_time' = 'full',
  'write.metadata.metrics.column.ingest_epoch' = 'full',
  'write.metadata.metrics.column.kafka_offset' = 'full',
  'write.metadata.metrics.column.kafka_partition' = 'full',
  'write.metadata.metrics.column.project_id' = 'truncate(16)',
  'write.metadata.metrics.column.seq' = 'full',
  'write.metadata.metrics.column.server_time' = 'full',
  'write.metadata.metrics.column.user_id' = 'truncate(16)',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
