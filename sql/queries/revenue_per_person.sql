-- Who paid how much? The people with the most revenue, with how often and when they paid. What revenue is, the view
-- events_with_amount says; a refund and an amount of 0 are payments, too. Events of nobody, those whose clock cannot be
-- believed, and those whose type begins with $, are left out.
--
-- :top     integer     100        how many people
-- :filter  conditions  all        what a payment must be, such as platform is not Web and country is set
-- :cohort  cohort      none       whose payments: a cohort by its name, or cohort(did=Purchase; at_least=2)
-- :zone    zone        UTC        the time zone of the times, also of those without one
-- :from    time        beginning  the first time
-- :to      time        end        the time after the last
WITH earned AS (
  SELECT resolved_amplitude_id AS person, user_id, event_time, amount
  FROM events_with_amount
  WHERE event_time >= :from AND event_time < :to AND NOT time_suspect AND resolved_amplitude_id IS NOT NULL
    AND event_type NOT LIKE '$%' AND amount IS NOT NULL
    AND :filter
    AND :cohort
),
per_person AS (
  SELECT person, MAX(user_id) AS user_id, COUNT(*) AS payments, SUM(amount) AS amount,
    MIN(event_time) AS first_payment, MAX(event_time) AS last_payment
  FROM earned GROUP BY person
),
placed AS (
  SELECT person, user_id, payments, amount, first_payment, last_payment,
    ROW_NUMBER() OVER (ORDER BY amount DESC, person) AS place
  FROM per_person
)
SELECT
  place,
  person AS resolved_amplitude_id,
  user_id,
  payments,
  CAST(amount AS DECIMAL(38, 2)) AS revenue,
  MINUTE_TEXT(MOMENT(LOCAL_MS(EPOCH_MS(first_payment), :zone))) AS first_payment,
  MINUTE_TEXT(MOMENT(LOCAL_MS(EPOCH_MS(last_payment), :zone))) AS last_payment
FROM placed
WHERE place <= :top
ORDER BY place
