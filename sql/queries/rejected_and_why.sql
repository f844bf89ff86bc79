-- What was refused, and why? Each record is kept whole in dead_letters.raw; one message of each reason is shown.
SELECT reason, COUNT(*) AS records, MIN(message) AS for_example
FROM dead_letters
GROUP BY reason
ORDER BY records DESC, reason
