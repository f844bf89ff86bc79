-- The words that the questions and views use and that each engine says in its own way: in Trino's, here. The other files
-- of this folder say the same words for the other engines; nothing else differs but how a moment, a text and a mark are
-- written.

-- Milliseconds since 1970 of a moment.
EPOCH_MS(t) = CAST(ROUND(to_unixtime(t) * 1000) AS BIGINT);

-- The moment of a number of milliseconds since 1970.
MOMENT(ms) = from_unixtime_nanos(CAST(ms AS DECIMAL(20, 0)) * DECIMAL '1000000');

-- A number of milliseconds rounded down to a multiple of a length, before 1970 too.
FLOOR_MS(ms, length) = (ms - MOD(MOD(ms, length) + length, length));

-- A moment as text, in UTC: 2018-11-05 14:30.
MINUTE_TEXT(t) = date_format(t AT TIME ZONE 'UTC', '%Y-%m-%d %H:%i');

-- The day of a moment as text, in UTC: 2018-11-05.
DAY_TEXT(t) = date_format(t AT TIME ZONE 'UTC', '%Y-%m-%d');

-- A value as text.
TEXT(x) = CAST(x AS VARCHAR);

-- The character of a number.
CHARACTER(code) = CHR(code);

-- A whole number divided by one, without the rest.
DIV(a, b) = ((a) / (b));

-- The text of a member of a JSON object; null if it is not there, or is no single value. The name is a literal.
JSON_TEXT(doc, name) = json_extract_scalar(doc, '$["' || name || '"]');

-- What part of a whole a number is, in percent with one digit; null where the whole is 0.
PERCENT_OF(part, whole) = CAST(ROUND(CAST(100 * (part) AS DECIMAL(38, 6)) / NULLIF(whole, 0), 1) AS DECIMAL(9, 1));

-- One number for each of another, with two digits; null where the other is 0.
RATIO(a, b) = CAST(ROUND(CAST(a AS DECIMAL(38, 6)) / NULLIF(b, 0), 2) AS DECIMAL(18, 2));

-- An amount with 6 digits, so that a sum does not depend on the order of adding up; null for none that can be believed.
AMOUNT(x) = CASE WHEN ABS(x) < 1E15 THEN CAST((x) AS DECIMAL(28, 6)) END;
