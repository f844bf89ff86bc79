-- Do two identities share a number? amplitude_id is the first 63 bits of identity_key; with 100 million ids, a collision is
-- expected in one lake of 2,000. Each would count two people as one. A row is a number with more than one identity.
SELECT amplitude_id, COUNT(DISTINCT identity_key) AS identities, MIN(identity_key) AS one_identity,
  MAX(identity_key) AS other_identity, MIN(user_id) AS one_user_id, MAX(user_id) AS other_user_id
FROM identities
GROUP BY amplitude_id
HAVING COUNT(DISTINCT identity_key) > 1
ORDER BY amplitude_id
