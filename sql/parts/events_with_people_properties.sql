-- Who did what, and what did they have then? The events of events_resolved, where user_properties is what the person had when the
-- event came in, of the properties that the question speaks of, as people_then has it; null where that is nothing, and of
-- events of nobody. It is read in the place of events_resolved by a question with a parameter that names user_properties.x,
-- and by no other.
--
-- What costs is people_then, and to find the change in force among a person's: each event that the question counts is compared
-- with each change of its person, and with about half of them on Trino.
SELECT
  e.event_id, e.uuid, e.project_id, e.amplitude_id, e.user_id, e.device_id, e.event_type, e.event_time, e.time_suspect,
  e.client_event_time, e.client_upload_time, e.server_received_time, e.server_upload_time, e.session_id, e.insert_id,
  e.event_properties, t.user_properties, e.groups, e.group_properties, e.plan, e.extra, e.user_agent, e.app_version,
  e.platform, e.os_name, e.os_version, e.device_brand, e.device_manufacturer, e.device_model, e.carrier, e.country, e.region,
  e.city, e.dma, e.language, e.productId, e.revenueType, e.currency, e.ip, e.idfa, e.idfv, e.adid, e.android_id,
  e.android_app_set_id, e.partner_id, e.quantity, e.min_id_length, e.price, e.revenue, e.location_lat, e.location_lng,
  e.identity_seq, e.ingest_epoch, e.kafka_partition, e.kafka_offset,
  e.resolved_amplitude_id
FROM (
  SELECT r.*, r.ingest_epoch * CAST(100000000000000 AS BIGINT) + EPOCH_MS(r.server_upload_time) AS came FROM events_resolved r
) e
LEFT JOIN people_then t ON e.resolved_amplitude_id = t.person
  AND t.from_came <= e.came
  AND t.until_came >= e.came
  AND (t.from_came < e.came OR t.from_partition < e.kafka_partition
    OR (t.from_partition = e.kafka_partition AND t.from_offset <= e.kafka_offset))
  AND (t.until_came > e.came OR t.until_partition > e.kafka_partition
    OR (t.until_partition = e.kafka_partition AND t.until_offset > e.kafka_offset))
