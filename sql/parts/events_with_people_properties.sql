-- Who did what, and what did they have then? The events of events_resolved, where user_properties is what the person had when the
-- event came in, of the properties that the question speaks of, as people_then has it; null where that is nothing, and of
-- events of nobody. It is read in the place of events_resolved by a question with a parameter that names user_properties.x,
-- and by no other.
--
-- What costs is people_then, and a look at each change of a person's for each of their events that the question counts: a
-- person with 5,000 such events and 1,000 changes takes a fraction of a second.
SELECT
  e.event_id, e.uuid, e.project_id, e.amplitude_id, e.user_id, e.device_id, e.event_type, e.event_time, e.time_suspect,
  e.client_event_time, e.client_upload_time, e.server_received_time, e.server_upload_time, e.session_id, e.insert_id,
  e.event_properties, t.user_properties, e.groups, e.group_properties, e.plan, e.extra, e.user_agent, e.app_version,
  e.platform, e.os_name, e.os_version, e.device_brand, e.device_manufacturer, e.device_model, e.carrier, e.country, e.region,
  e.city, e.dma, e.language, e.productId, e.revenueType, e.currency, e.ip, e.idfa, e.idfv, e.adid, e.android_id,
  e.android_app_set_id, e.partner_id, e.quantity, e.min_id_length, e.price, e.revenue, e.location_lat, e.location_lng,
  e.identity_seq, e.ingest_epoch, e.kafka_partition, e.kafka_offset,
  e.resolved_amplitude_id
FROM events_resolved e
LEFT JOIN people_then t ON e.resolved_amplitude_id = t.person
  AND (e.ingest_epoch > t.from_epoch OR (e.ingest_epoch = t.from_epoch
    AND (e.server_upload_time > t.from_time OR (e.server_upload_time = t.from_time
    AND (e.kafka_partition > t.from_partition OR (e.kafka_partition = t.from_partition
    AND e.kafka_offset >= t.from_offset))))))
  AND (t.until_epoch IS NULL OR e.ingest_epoch < t.until_epoch OR (e.ingest_epoch = t.until_epoch
    AND (e.server_upload_time < t.until_time OR (e.server_upload_time = t.until_time
    AND (e.kafka_partition < t.until_partition OR (e.kafka_partition = t.until_partition
    AND e.kafka_offset < t.until_offset))))))
