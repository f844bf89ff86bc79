-- What was earned with each event? A row is a row of events_resolved with its amount, null where it is no payment. The
-- amount is price times quantity (1 where none is given) where there is a price, also beside revenue, and else revenue.
-- Where an event has neither as a field, its event_properties count in the same way: $price times $quantity, else
-- $revenue, which is what the SDKs' revenue() sends and what archives hold; its productId, revenueType and currency are
-- then $productId, $revenueType and $currency. Fields and properties are never mixed, and names without $ are the
-- customer's own. In event_properties, a text that is a number counts as one ("9.99"); what is no number is not there. A
-- refund is a negative amount. Amounts have six digits behind the point, and one of 10^15 or more is none. Whatever reads
-- money reads this view, and leaves out the events whose type begins with $, as all questions about what people do; here
-- they have their amounts.
WITH sent AS (
  SELECT e.*,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$price') END AS sent_price,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$quantity') END AS sent_quantity,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$revenue') END AS sent_revenue,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$productId') END AS sent_product,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$revenueType') END AS sent_type,
    CASE WHEN looked_into = 1 THEN JSON_TEXT(event_properties, '$currency') END AS sent_currency
  FROM (
    -- An escape may encode the $.
    SELECT r.*,
      CASE WHEN price IS NULL AND revenue IS NULL
        AND (POSITION('"$' IN event_properties) > 0 OR POSITION(CHARACTER(92) IN event_properties) > 0) THEN 1 END AS looked_into
    FROM events_resolved r
  ) e
),
counted AS (
  SELECT s.*,
    CASE WHEN looked_into = 1 THEN NUMBER(sent_price) ELSE price END AS unit_price,
    CASE WHEN looked_into = 1 THEN NUMBER(sent_quantity) ELSE CAST(quantity AS DOUBLE) END AS units,
    CASE WHEN looked_into = 1 THEN NUMBER(sent_revenue) ELSE revenue END AS total
  FROM sent s
),
earned AS (
  SELECT c.*,
    CASE WHEN unit_price IS NOT NULL THEN unit_price * COALESCE(units, 1) ELSE total END AS earned,
    COALESCE(looked_into = 1 AND (unit_price IS NOT NULL OR total IS NOT NULL), 1 = 0) AS from_properties
  FROM counted c
)
SELECT
  event_id, uuid, project_id, amplitude_id, user_id, device_id, event_type, event_time, time_suspect,
  client_event_time, client_upload_time, server_received_time, server_upload_time, session_id, insert_id,
  event_properties, user_properties, groups, group_properties, plan, extra, user_agent, app_version, platform, os_name,
  os_version, device_brand, device_manufacturer, device_model, carrier, country, region, city, dma, language,
  CASE WHEN from_properties THEN sent_product ELSE productId END AS productId,
  CASE WHEN from_properties THEN sent_type ELSE revenueType END AS revenueType,
  CASE WHEN from_properties THEN sent_currency ELSE currency END AS currency,
  ip, idfa, idfv, adid, android_id, android_app_set_id, partner_id, quantity, min_id_length, price, revenue,
  location_lat, location_lng, identity_seq, ingest_epoch, kafka_partition, kafka_offset,
  resolved_amplitude_id,
  AMOUNT(earned) AS amount
FROM earned
