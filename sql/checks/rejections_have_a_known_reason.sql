-- A row is a refused record with a reason that is not on the list.
SELECT reason, COUNT(*) AS records
FROM dead_letters
WHERE reason NOT IN ('invalid_json', 'not_an_object', 'missing_event_type', 'missing_identity', 'invalid_field',
  'invalid_user_id', 'invalid_device_id', 'id_too_short', 'id_too_long', 'id_not_a_string', 'too_large',
  'filtered', 'schema')
GROUP BY reason
ORDER BY reason
