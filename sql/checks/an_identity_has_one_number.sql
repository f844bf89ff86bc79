-- A row is an identity_key with more than one amplitude_id, which is made of its first 63 bits. (Two identities with one
-- number are a collision, for which the question id_collisions looks.)
SELECT identity_key, COUNT(DISTINCT amplitude_id) AS numbers, MIN(amplitude_id) AS smallest, MAX(amplitude_id) AS largest
FROM identities
GROUP BY identity_key
HAVING COUNT(DISTINCT amplitude_id) > 1 OR MIN(amplitude_id) < 0
ORDER BY identity_key
