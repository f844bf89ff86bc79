-- How are the lengths of sessions distributed? Counts the sessions that began in the range by how long they were; see the
-- question sessions for what a session is. Every class of lengths has a row, also one without sessions.
--
-- :without_id  outside|cut  outside    whether events without a session_id are outside any session, or cut at pauses
-- :cohort      cohort       none       whose sessions: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone        zone         UTC        the time zone of times without one
-- :from        time         beginning  the first time of a session's begin
-- :to          time         end        the time after the last
-- chart: bars seconds sessions
WITH classes AS (
  SELECT c.n, c.seconds FROM (VALUES
    (1, 'none'),
    (2, 'under 10 s'),
    (3, '10 s to 1 min'),
    (4, '1 to 3 min'),
    (5, '3 to 10 min'),
    (6, '10 to 30 min'),
    (7, '30 min to 1 h'),
    (8, '1 h and more')
  ) AS c(n, seconds)
),
in_range AS (
  SELECT resolved_amplitude_id AS person,
    CASE WHEN length_ms < 1 THEN 1 WHEN length_ms < 10000 THEN 2 WHEN length_ms < 60000 THEN 3
      WHEN length_ms < 180000 THEN 4 WHEN length_ms < 600000 THEN 5 WHEN length_ms < 1800000 THEN 6
      WHEN length_ms < 3600000 THEN 7 ELSE 8 END AS n
  FROM (
    SELECT started, resolved_amplitude_id, length_ms FROM WITHIN(sessions, :from, :to)
    UNION ALL
    SELECT started, resolved_amplitude_id, length_ms FROM WITHIN(sessions_cut, :from, :to)
    WHERE :without_id = 'cut'
  ) s
  WHERE started >= :from AND started < :to
    AND :cohort
),
counted AS (
  SELECT n, COUNT(*) AS sessions, COUNT(DISTINCT person) AS people FROM in_range GROUP BY n
)
SELECT c.n, c.seconds, COALESCE(k.sessions, 0) AS sessions, COALESCE(k.people, 0) AS people
FROM classes c LEFT JOIN counted k ON c.n = k.n
ORDER BY n
