-- The words of the questions in Flink's; trino.sql says what each means.

EPOCH_MS(t) = (EXTRACT(EPOCH FROM CAST(t AS TIMESTAMP(3))) * 1000 + EXTRACT(MILLISECOND FROM CAST(t AS TIMESTAMP(3))));
MOMENT(ms) = TO_TIMESTAMP_LTZ(ms, 3);
MINUTE_TEXT(t) = DATE_FORMAT(t, 'yyyy-MM-dd HH:mm');
DAY_TEXT(t) = DATE_FORMAT(t, 'yyyy-MM-dd');
TEXT(x) = CAST(x AS STRING);
CHARACTER(code) = CHR(code);
DIV(a, b) = ((a) / (b));
JSON_TEXT(doc, name) = tidemark_json_text(doc, name);
JSON_TEXTS(doc, name) = tidemark_json_texts(doc, name);
LIST_OF(x) = ARRAY[x];
ANY_TEXT(list, operator, value) = tidemark_any_text(list, operator, value);
SAID_OF(doc, names) = tidemark_said_of(doc, names);
FOLD_STATES(said, a, b, c, d) = tidemark_fold_states(said, a, b, c, d);
TAB_PART(x, n) = SPLIT_INDEX(x, CHR(9), (n) - 1);
FOLD_PROPERTIES(doc, a, b, c, d) = tidemark_fold_properties(doc, a, b, c, d);
JSON_MEMBERS(doc) = tidemark_json_members(doc);
EACH(list) = UNNEST(list);
NUMBER(text) = CASE WHEN REGEXP(text, '^ *+[-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})? *+$')
  THEN CAST(TRIM(text) AS DOUBLE) END;
-- The functions above read numbers themselves, know the limits, and fold.
PLAIN_NUMBER(x) = x;
NUMBERS_AS_TEXT(doc) = doc;
TEXT_AS_NUMBERS(doc) = doc;
TEXT_IS_NUMBER(json) = json;
TEXT_AS_AMOUNT(json) = json;
BEYOND_LIMITS(doc) = (1 = 0);
ZONE_MS(ms, zone) = tidemark_local_ms(ms, zone);
FOLDED(known, said) = said;
ELEMENTS(value) = value;
JSON_OF(map) = map;
