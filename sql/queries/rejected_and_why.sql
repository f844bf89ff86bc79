-- What was refused, and why? Each record is kept whole in dead_letters.raw, with a message of its own for a person.
SELECT reason, COUNT(*) AS records
FROM dead_letters
GROUP BY reason
ORDER BY records DESC, reason
