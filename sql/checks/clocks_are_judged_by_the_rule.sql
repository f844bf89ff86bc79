-- A row is an event whose event_time does not follow from the clocks beside it, or whose time_suspect does not follow from
-- event_time: it is the client's time, moved by how far the client's clock was off when that was 60 seconds or more (as far
-- as a table can hold it). Suspect is what is over 1 day after or over 5 years (1,826 days) before the time of receiving, or
-- not in the years 2000 to 2100.
SELECT ingest_epoch, kafka_partition, kafka_offset, event_time, client_event_time, client_upload_time,
  server_received_time, time_suspect
FROM events
WHERE ABS(EPOCH_MS(event_time)) < 9000000000000000 AND EPOCH_MS(event_time) <> CASE
    WHEN client_event_time IS NULL THEN EPOCH_MS(server_received_time)
    WHEN client_upload_time IS NULL
      OR ABS(EPOCH_MS(server_received_time) - EPOCH_MS(client_upload_time)) < 60000 THEN EPOCH_MS(client_event_time)
    ELSE EPOCH_MS(client_event_time) + EPOCH_MS(server_received_time) - EPOCH_MS(client_upload_time)
  END
  OR time_suspect <> (
    EPOCH_MS(event_time) - EPOCH_MS(server_received_time) > 86400000
    OR EPOCH_MS(server_received_time) - EPOCH_MS(event_time) > 157766400000
    OR EPOCH_MS(event_time) < 946684800000 OR EPOCH_MS(event_time) >= 4133980800000)
ORDER BY ingest_epoch, kafka_partition, kafka_offset
