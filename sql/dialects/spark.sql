-- The words of the questions in Spark's; trino.sql says what each means.

EPOCH_MS(t) = unix_millis(t);
MOMENT(ms) = timestamp_millis(ms);
FLOOR_MS(ms, length) = (ms - MOD(MOD(ms, length) + length, length));
MINUTE_TEXT(t) = date_format(t, 'yyyy-MM-dd HH:mm');
DAY_TEXT(t) = date_format(t, 'yyyy-MM-dd');
TEXT(x) = CAST(x AS STRING);
CHARACTER(code) = CHR(code);
DIV(a, b) = ((a) div (b));
JSON_TEXT(doc, name) = get_json_object(doc, concat("$['", name, "']"));
PERCENT_OF(part, whole) = CAST(ROUND(CAST(100 * (part) AS DECIMAL(38, 6)) / NULLIF(whole, 0), 1) AS DECIMAL(9, 1));
RATIO(a, b) = CAST(ROUND(CAST(a AS DECIMAL(38, 6)) / NULLIF(b, 0), 2) AS DECIMAL(18, 2));
AMOUNT(x) = CASE WHEN ABS(x) < 1E15 THEN CAST((x) AS DECIMAL(28, 6)) END;
