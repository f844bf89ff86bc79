-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE identity_overrides (
  `seq` BIGINT NOT NULL COMMENT '1 for the lake\'s first correction, then one more for each; the order in which they hold',
  `kind` STRING NOT NULL COMMENT 'unlink, block_device, block_user, relink, map or unmap',
  `project_id` STRING COMMENT 'The project, where each has people of its own; else null',
  `device_id` STRING COMMENT 'The device that it is about, where it is one',
  `user_id` STRING COMMENT 'The user that it is about, where it is one',
  `amplitude_id` BIGINT NOT NULL COMMENT 'The person that it is about, before merges',
  `to_user_id` STRING COMMENT 'Of a map: the user who is that person',
  `to_amplitude_id` BIGINT COMMENT 'Of a map: the number of that user',
  `author` STRING NOT NULL COMMENT 'Who says so',
  `reason` STRING NOT NULL COMMENT 'Why, in the author\'s words',
  `made_at` TIMESTAMP NOT NULL COMMENT 'When it was said, by the author\'s clock'
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
  'write.metadata.metrics.column.project_id' = 'truncate(16)',
  'write.metadata.metrics.column.reason' = 'truncate(16)',
  'write.metadata.metrics.column.seq' = 'full',
  'write.metadata.metrics.column.user_id' = 'truncate(16)',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
