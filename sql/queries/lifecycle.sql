-- Do we grow, or leak? For each day, week or month, how many people were active and new (their first event of any type was
-- then, whatever the range: nobody is new twice), current (active in the one before as well) or resurrected (neither), and
-- how many are dormant: active in the one before, and not in this one. One with none of them has no row. That of the first
-- time is taken whole. It is complete if it is known to be over; one that is not can still change. Nobody is dormant after
-- what is known: after the newest event, of whatever type, or where its clock runs ahead, after its arrival. Events whose
-- clock cannot be believed, and those whose type begins with $, are left out.
--
-- :event        events          *          what makes a person active, types as A | B or Add*; * is every type
-- :interval     day|week|month  day        how long each row is
-- :filter       conditions      all        what such an event must be, such as platform is not Web and country is set
-- :cohort       cohort          none       which people: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :inactive     texts           none       the types that * leaves out
-- :zone         zone            UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time            beginning  the first time
-- :to           time            end        the time after the last
-- chart: lines at_time active
WITH bounds AS (
  SELECT CELL(LOCAL_MS(EPOCH_MS(:from), :zone), :interval, :week_begins) AS from_cell,
    CELL(LOCAL_MS(EPOCH_MS(:to) - 1, :zone), :interval, :week_begins) AS to_cell
),
-- What is read begins with the row before the first; in a zone, a day earlier, since its clocks may be ahead of UTC.
active AS (
  SELECT DISTINCT resolved_amplitude_id AS person,
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell
  FROM events_resolved
  WHERE event_time < :to
    AND event_time >= MOMENT(CELL_MS(CELL(LOCAL_MS(EPOCH_MS(:from), :zone), :interval, :week_begins) - 1, :interval, :week_begins)
      - CASE WHEN :zone = 'UTC' THEN 0 ELSE 86400000 END)
    AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL AND event_type NOT LIKE '$%'
    AND :event
    AND :filter
    AND :cohort
),
beside AS (
  SELECT person, cell,
    LAG(cell) OVER (PARTITION BY person ORDER BY cell) AS cell_before,
    LEAD(cell) OVER (PARTITION BY person ORDER BY cell) AS cell_after
  FROM active
),
-- A month, and a week of which a day has 25 hours, can begin more than the week that known_up_to looks at before the range.
known AS (
  SELECT known_ms, LOCAL_MS(known_ms, :zone) AS local_ms
  FROM (
    SELECT MAX(ms) AS known_ms
    FROM (
      SELECT known_ms AS ms FROM known_up_to
      UNION ALL
      SELECT LEAST(EPOCH_MS(event_time), EPOCH_MS(server_received_time)) AS ms
      FROM events
      WHERE (:interval = 'month' OR :zone <> 'UTC') AND NOT time_suspect
        AND event_time < MOMENT(EPOCH_MS(:from) - 604800000)
        AND event_time >= MOMENT(EPOCH_MS(:from) - CASE WHEN :interval = 'month' THEN 2764800000 ELSE 691200000 END)
    ) e
  ) k
),
-- Of each row of a person, the row itself and the one behind it, in which they may be dormant: so nothing is read twice.
states AS (
  SELECT a.cell + s.later AS cell, k.local_ms, CASE
      WHEN s.later = 1 THEN 'dormant'
      WHEN a.cell_before = a.cell - 1 THEN 'current'
      WHEN a.cell <= CELL(LOCAL_MS(f.first_ms, :zone), :interval, :week_begins) THEN 'new'
      ELSE 'resurrected' END AS state
  FROM beside a
  JOIN first_events f ON a.person = f.person
  CROSS JOIN known k
  CROSS JOIN bounds b
  CROSS JOIN (VALUES (0), (1)) AS s(later)
  WHERE s.later = 0
    OR ((a.cell_after IS NULL OR a.cell_after > a.cell + 1)
      AND a.cell + 1 <= CELL(k.local_ms, :interval, :week_begins) AND a.cell + 1 <= b.to_cell)
),
counted AS (
  SELECT s.cell,
    MAX(local_ms) AS known_local_ms,
    SUM(CASE WHEN state = 'dormant' THEN 0 ELSE 1 END) AS active,
    SUM(CASE WHEN state = 'new' THEN 1 ELSE 0 END) AS new_people,
    SUM(CASE WHEN state = 'current' THEN 1 ELSE 0 END) AS current_people,
    SUM(CASE WHEN state = 'resurrected' THEN 1 ELSE 0 END) AS resurrected_people,
    SUM(CASE WHEN state = 'dormant' THEN 1 ELSE 0 END) AS dormant_people
  FROM states s
  CROSS JOIN bounds b
  WHERE s.cell >= b.from_cell
  GROUP BY s.cell
)
SELECT
  CELL_TEXT(c.cell, :interval, :week_begins) AS at_time,
  c.active,
  c.new_people,
  c.current_people,
  c.resurrected_people,
  c.dormant_people,
  CELL_MS(c.cell + 1, :interval, :week_begins) <= c.known_local_ms AS complete
FROM counted c
ORDER BY at_time
