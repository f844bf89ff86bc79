-- Made by the job when it first runs; here to be read, in Spark's words.
CREATE TABLE service_config (
  `version` BIGINT NOT NULL COMMENT 'The version of the whole configuration that this change is of, from 1',
  `key` STRING NOT NULL COMMENT 'What is configured, such as limits/shop',
  `value_json` STRING COMMENT 'Its value from this version on, as JSON; null where it is removed',
  `effective_from` TIMESTAMP NOT NULL COMMENT 'From when on it counts for records that name no version',
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
  'write.metadata.metrics.column.reason' = 'truncate(16)',
  'write.metadata.metrics.default' = 'none',
  'write.metadata.previous-versions-max' = '100',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.compression-level' = '1',
  'write.target-file-size-bytes' = '134217728'
);
