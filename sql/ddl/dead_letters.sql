-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE dead_letters (
  `reason` STRING NOT NULL COMMENT 'Why it was refused, one word of a closed list',
  `field` STRING COMMENT 'The field that it was refused for, where it was one',
  `message` STRING NOT NULL COMMENT 'Why it was refused, as a sentence',
  `raw` BINARY COMMENT 'The record\'s value, whole; null for a record without a value',
  `kafka_key` BINARY COMMENT 'The record\'s key; null for a record without a key',
  `server_upload_time` TIMESTAMP NOT NULL COMMENT 'The Kafka record\'s timestamp',
  `ingest_epoch` INT NOT NULL COMMENT 'The topic\'s generation: 1 for the first topic, one more for each made anew',
  `kafka_partition` INT NOT NULL COMMENT 'The Kafka partition of the record',
  `kafka_offset` BIGINT NOT NULL COMMENT 'The Kafka offset of the record',
  `config_version` BIGINT COMMENT 'The version of the service configuration by which it was decided; null where there was none',
  `released_from` STRUCT<ingest_epoch: INT NOT NULL COMMENT 'The topic\'s generation', kafka_partition: INT NOT NULL COMMENT 'The Kafka partition', kafka_offset: BIGINT NOT NULL COMMENT 'The Kafka offset'> COMMENT 'Of a record that was let back in: where it was when it was parked'
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
  'write.metadata.metrics.column.field' = 'truncate(16)',
  'write.metadata.metrics.column.ingest_epoch' = 'full',
  'write.metadata.metrics.column.kafka_offset' = 'full',
  'write.metadata.metrics.column.kafka_partition' = 'full',
  'write.metadata.metrics.column.reason' = 'truncate(16)',
  'write.metadata.metrics.column.server_upload_time' = 'full',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
