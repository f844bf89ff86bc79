-- How much was earned, day by day, and from how many people? What revenue is, the view events_with_amount says: price
-- times quantity, else revenue, as fields or as the SDKs send them in event_properties; other events are no payments. By
-- the day on which they happened, or by the hour, week or month, or in all; :by tells them apart by currency, product or
-- the like: amounts of different currencies are otherwise added up as they are. A payment with a list in that property is
-- in the segment of each value, so segments cannot be added up then; user_properties.x is what the person had when the
-- payment came in (sql/README.md). A refund is a negative amount. A refund and an amount of 0 are payments, too, and who
-- has one is a paying person. Where nothing was paid, there is no row. Amounts of 10^15 and more, events whose clock
-- cannot be believed, and those whose type begins with $, are left out.
--
-- :by           property                  none       a column or property of the event by which revenue is told apart
-- :interval     hour|day|week|month|all   day        how long each row is
-- :filter       conditions                all        what a payment must be, such as platform is not Web and country is set
-- :cohort       cohort                    none       whose payments: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone         zone                      UTC        the time zone of the rows and of times without one
-- :week_begins  monday|tuesday|wednesday|thursday|friday|saturday|sunday  monday  the first day of a week
-- :from         time                      beginning  the first time
-- :to           time                      end        the time after the last
-- chart: lines at_day revenue
WITH earned AS (
  SELECT
    CELL(LOCAL_MS(EPOCH_MS(event_time), :zone), :interval, :week_begins) AS cell,
    SEGMENTS(:by) AS segments,
    resolved_amplitude_id AS person,
    amount
  FROM events_with_amount
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect AND event_type NOT LIKE '$%'
    AND amount IS NOT NULL
    AND :filter
    AND :cohort
),
told_apart AS (
  SELECT cell, SEGMENT(:by, segments) AS segment, person, amount FROM earned EACH_SEGMENT(:by, segments)
)
SELECT
  CELL_TEXT(cell, :interval, :week_begins) AS at_day,
  segment,
  COUNT(*) AS payments,
  COUNT(DISTINCT person) AS paying_people,
  CAST(SUM(amount) AS DECIMAL(38, 2)) AS revenue,
  CAST(ROUND(SUM(amount) / COUNT(*), 2) AS DECIMAL(38, 2)) AS revenue_per_payment,
  CAST(ROUND(SUM(amount) / NULLIF(COUNT(DISTINCT person), 0), 2) AS DECIMAL(38, 2)) AS revenue_per_paying_person
FROM told_apart
GROUP BY cell, segment
ORDER BY at_day, segment
