-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE merge_ids (
  `project_id` STRING NOT NULL COMMENT 'The project of the event that caused the merge',
  `amplitude_id` BIGINT NOT NULL COMMENT 'The device\'s own id, merged away',
  `merged_amplitude_id` BIGINT NOT NULL COMMENT 'The user\'s id, the survivor',
  `merge_event_time` TIMESTAMP NOT NULL COMMENT 'event_time of the event that caused the merge',
  `merge_server_time` TIMESTAMP NOT NULL COMMENT 'server_received_time of the event that caused the merge',
  `cause_uuid` STRING NOT NULL COMMENT 'uuid of the event that caused the merge',
  `rule_version` INT NOT NULL COMMENT 'The version of the identity rules that wrote the row',
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
  'write.metadata.metrics.column.ingest_epoch' = 'full',
  'write.metadata.metrics.column.kafka_offset' = 'full',
  'write.metadata.metrics.column.kafka_partition' = 'full',
  'write.metadata.metrics.column.merge_event_time' = 'full',
  'write.metadata.metrics.column.merge_server_time' = 'full',
  'write.metadata.metrics.column.merged_amplitude_id' = 'full',
  'write.metadata.metrics.column.project_id' = 'truncate(16)',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
