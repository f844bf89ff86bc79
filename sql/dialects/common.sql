-- The words of the questions that every engine takes as they are written here; those that each engine says in its own way are in
-- the file of its name.

-- A number of milliseconds rounded down to a multiple of a length, before 1970 too.
FLOOR_MS(ms, length) = (ms - MOD(MOD(ms, length) + length, length));

-- What part of a whole a number is, in percent with one digit; null where the whole is 0.
PERCENT_OF(part, whole) = CAST(ROUND(CAST(100 * (part) AS DECIMAL(38, 6)) / NULLIF(whole, 0), 1) AS DECIMAL(9, 1));

-- One number for each of another, with two digits; null where the other is 0.
RATIO(a, b) = CAST(ROUND(CAST(a AS DECIMAL(38, 6)) / NULLIF(b, 0), 2) AS DECIMAL(20, 2));

-- An amount with 6 digits, so that a sum does not depend on the order of adding up; null for none that can be believed.
AMOUNT(x) = CASE WHEN ABS(x) < 1E15 THEN CAST((x) AS DECIMAL(28, 6)) END;

-- A whole number divided by one, rounded down, for numbers below zero too.
FLOOR_DIV(ms, length) = DIV(FLOOR_MS((ms), length), length);

-- What a clock on the wall of a time zone shows at a number of milliseconds since 1970, as the milliseconds at which a clock in
-- UTC shows the same. Days and weeks of such times are those of the zone, whether they have 23, 24 or 25 hours.
LOCAL_MS(ms, zone) = CASE WHEN zone = 'UTC' THEN ms ELSE ZONE_MS(ms, zone) END;

-- What is added to a local time so that weeks that begin with a day begin at multiples of 7 days; 1970 began on a Thursday.
WEEK_SHIFT(first) = CASE first WHEN 'monday' THEN 259200000 WHEN 'tuesday' THEN 172800000 WHEN 'wednesday' THEN 86400000
  WHEN 'thursday' THEN 0 WHEN 'friday' THEN 518400000 WHEN 'saturday' THEN 432000000 ELSE 345600000 END;

-- The number of the hour, day, week or month that a local time is in: the cell after it has the next number. Anything else is
-- one cell for all times.
CELL(ms, length, first) = CASE length
  WHEN 'hour' THEN FLOOR_DIV(ms, 3600000)
  WHEN 'day' THEN FLOOR_DIV(ms, 86400000)
  WHEN 'week' THEN FLOOR_DIV((ms) + WEEK_SHIFT(first), 604800000)
  WHEN 'month' THEN CAST(SUBSTRING(DAY_TEXT(MOMENT(ms)), 1, 4) AS BIGINT) * 12 + CAST(SUBSTRING(DAY_TEXT(MOMENT(ms)), 6, 2) AS BIGINT) - 1
  ELSE CAST(0 AS BIGINT) END;

-- The local time at which a cell begins. The days of a month are counted from the 1st of March of year 0.
CELL_MS(cell, length, first) = CASE length
  WHEN 'hour' THEN (cell) * 3600000
  WHEN 'day' THEN (cell) * 86400000
  WHEN 'week' THEN (cell) * 604800000 - WEEK_SHIFT(first)
  WHEN 'month' THEN (365 * DIV((cell) - 2, 12) + DIV((cell) - 2, 48) - DIV((cell) - 2, 1200) + DIV((cell) - 2, 4800)
    + DIV(153 * MOD((cell) - 2, 12) + 2, 5) - 719468) * 86400000
  ELSE CAST(0 AS BIGINT) END;

-- A cell as text: its first hour or day, a month without its day; all where there is one cell.
CELL_TEXT(cell, length, first) = CASE length
  WHEN 'hour' THEN MINUTE_TEXT(MOMENT(CELL_MS(cell, length, first)))
  WHEN 'day' THEN DAY_TEXT(MOMENT(CELL_MS(cell, length, first)))
  WHEN 'week' THEN DAY_TEXT(MOMENT(CELL_MS(cell, length, first)))
  WHEN 'month' THEN SUBSTRING(DAY_TEXT(MOMENT(CELL_MS(cell, length, first))), 1, 7)
  ELSE 'all' END;
