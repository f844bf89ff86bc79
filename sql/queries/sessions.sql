-- How many sessions were there, how long, and by how many people? Counts the sessions that began in the range, by the day
-- on which they began, or by the hour, week or month, or in all. A session is the client's, by the session_id that it
-- gave; events without one are outside any session, as are those with -1. Cut, those without one are sessions, too: a row
-- of events without a pause of over 30 minutes, 5 on phones, for clients that give no session_id. The length of a session
-- is from its first event to its last, so one of a single event has none; see the views sessions and sessions_cut. :by
-- tells sessions apart by the platform of their first event. Of an even number of lengths, the median is the lower one of
-- the two in the middle. Where no session began, there is no row. Events whose clock cannot be believed, and those whose
-- type begins with $, are left out.
--
-- :by           none|platform             none       whether sessions are told apart by platform
-- :without_id   outside|cut               outside    whether events without a session_id are outside any session, or cut at pauses
-- :interval     hour|day|week|month|all   day        how long each row is
-- :cohort       cohort                    none       whose sessions: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone         zone                      UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time                      beginning  the first time of a session's begin
-- :to           time                      end        the time after the last
-- chart: lines day_begun sessions
WITH in_range AS (
  SELECT
    CELL(LOCAL_MS(EPOCH_MS(started), :zone), :interval, :week_begins) AS cell,
    CASE :by WHEN 'platform' THEN COALESCE(platform, '(none)') ELSE 'all' END AS segment,
    resolved_amplitude_id AS person,
    length_ms,
    events
  FROM (
    SELECT started, platform, resolved_amplitude_id, length_ms, events FROM WITHIN(sessions, :from, :to)
    UNION ALL
    SELECT started, platform, resolved_amplitude_id, length_ms, events FROM WITHIN(sessions_cut, :from, :to)
    WHERE :without_id = 'cut'
  ) s
  WHERE started >= :from AND started < :to
    AND :cohort
),
placed AS (
  SELECT cell, segment, person, length_ms, events,
    ROW_NUMBER() OVER (PARTITION BY cell, segment ORDER BY length_ms) AS nth,
    COUNT(*) OVER (PARTITION BY cell, segment) AS found
  FROM in_range
)
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS day_begun,
  segment,
  COUNT(*) AS sessions,
  COUNT(DISTINCT person) AS people,
  RATIO(COUNT(*), COUNT(DISTINCT person)) AS sessions_per_person,
  SUM(events) AS events,
  DIV(DIV(SUM(length_ms), COUNT(*)), 1000) AS average_seconds,
  DIV(MIN(CASE WHEN nth * 2 >= found THEN length_ms END), 1000) AS median_seconds,
  DIV(MIN(CASE WHEN nth * 10 >= found * 9 THEN length_ms END), 1000) AS seconds_of_nine_in_ten,
  DIV(MAX(length_ms), 1000) AS longest_seconds,
  SUM(CASE WHEN events = 1 THEN 1 ELSE 0 END) AS of_one_event
FROM placed
GROUP BY cell, segment
ORDER BY day_begun, segment
