-- How many people are there, and how many would be counted twice without identity? A device that was used before its
-- user logged in has an id of its own, which merges into the user's.
SELECT
  COUNT(DISTINCT amplitude_id) AS ids_before_merging,
  COUNT(DISTINCT resolved_amplitude_id) AS people,
  COUNT(DISTINCT user_id) AS known_users,
  COUNT(DISTINCT device_id) AS devices
FROM events_resolved
