-- Who did what? Every event with the person behind it: the device's anonymous id is replaced by that of the device's
-- first user, where they were merged, and whoever people say is another user by that one. One join resolves them all.
-- Count people with COUNT(DISTINCT resolved_amplitude_id); an event of the type $groupidentify has none.
-- Its columns are those of the first release, which every table has; read config_version and released_from from events.
SELECT
  e.event_id, e.uuid, e.project_id, e.amplitude_id, e.user_id, e.device_id, e.event_type, e.event_time, e.time_suspect,
  e.client_event_time, e.client_upload_time, e.server_received_time, e.server_upload_time, e.session_id, e.insert_id,
  e.event_properties, e.user_properties, e.groups, e.group_properties, e.plan, e.extra, e.user_agent, e.app_version,
  e.platform, e.os_name, e.os_version, e.device_brand, e.device_manufacturer, e.device_model, e.carrier, e.country, e.region,
  e.city, e.dma, e.language, e.productId, e.revenueType, e.currency, e.ip, e.idfa, e.idfv, e.adid, e.android_id,
  e.android_app_set_id, e.partner_id, e.quantity, e.min_id_length, e.price, e.revenue, e.location_lat, e.location_lng,
  e.identity_seq, e.ingest_epoch, e.kafka_partition, e.kafka_offset,
  COALESCE(r.resolved_amplitude_id, e.amplitude_id) AS resolved_amplitude_id
FROM events e
LEFT JOIN resolved_ids r ON e.amplitude_id = r.amplitude_id
