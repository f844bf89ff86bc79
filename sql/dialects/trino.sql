-- The words that the questions and views use and that each engine says in its own way: in Trino's, here. The other files
-- of this folder define the same words for the other engines; nothing else differs but how a time, a text and a mark are
-- written.

-- Milliseconds since 1970 of a time.
EPOCH_MS(t) = CAST(ROUND(to_unixtime(t) * 1000) AS BIGINT);

-- The time of a number of milliseconds since 1970.
-- Of the precision that the columns have: by a finer one Trino would pass no file by.
MOMENT(ms) = CAST(from_unixtime_nanos(CAST(ms AS DECIMAL(20, 0)) * DECIMAL '1000000') AS TIMESTAMP(6) WITH TIME ZONE);

-- A time as text, in UTC: 2018-11-05 14:30.
MINUTE_TEXT(t) = date_format(t AT TIME ZONE 'UTC', '%Y-%m-%d %H:%i');

-- The day of a time as text, in UTC: 2018-11-05.
DAY_TEXT(t) = date_format(t AT TIME ZONE 'UTC', '%Y-%m-%d');

-- A value as text.
TEXT(x) = CAST(x AS VARCHAR);

-- The character of a number.
CHARACTER(code) = CHR(code);

-- A whole number divided by one, without the rest.
DIV(a, b) = ((a) / (b));

-- Whether a JSON document is beyond what every engine's JSON can read: more than 900 objects and lists in each other, or a
-- name of more than 25,000 characters from its first quote to its colon. The questions take such a document for null, so that
-- one of them takes no question from all others. Most documents are too short for either.
BEYOND_LIMITS(doc) = (length(doc) > 1800 AND (
  (length(doc) - length(translate(doc, '[{', '')) > 900 AND reduce(
    regexp_extract_all(regexp_replace(doc, '"[^"\\]*+(?:\\.[^"\\]*+)*+"', ''), '[\[{]+|[\]}]+'),
    CAST(ROW(0, 0) AS ROW(depth BIGINT, most BIGINT)),
    (levels, run) -> CASE WHEN substr(run, 1, 1) IN ('[', '{')
      THEN CAST(ROW(levels.depth + length(run), greatest(levels.most, levels.depth + length(run))) AS ROW(depth BIGINT, most BIGINT))
      ELSE CAST(ROW(levels.depth - length(run), levels.most) AS ROW(depth BIGINT, most BIGINT)) END,
    levels -> levels.most) > 900)
  OR (length(doc) > 25000 AND any_match(
    regexp_extract_all(doc, '"[^"\\]*+(?:\\.[^"\\]*+)*+"\s*+:?'), named -> length(named) > 25000 AND named LIKE '%:'))));

-- The text of a member of a JSON object; null if it is not there, or is no single value. The name is a literal. A number is
-- a PLAIN_NUMBER; of a name that comes twice, the last counts. Most documents need the quick look alone.
JSON_TEXT(doc, name) = CASE
  WHEN BEYOND_LIMITS(doc) THEN NULL
  WHEN strpos(doc, '"' || name || '"', 2) > 0 OR strpos(doc, '\') > 0
    THEN regexp_replace(json_extract_scalar(json_parse(NUMBERS_AS_TEXT(doc)), '$["' || name || '"]'), '^\x01', '')
  WHEN regexp_like(json_extract_scalar(doc, '$["' || name || '"]'), '^-?[0-9]+(?:[.][0-9]*0|[.][0-9]{19,}|[.]?[0-9]*[eE].*)$|^-0')
    AND substr(json_format(json_extract(doc, '$["' || name || '"]')), 1, 1) <> '"'
    THEN PLAIN_NUMBER(json_extract_scalar(doc, '$["' || name || '"]'))
  ELSE json_extract_scalar(doc, '$["' || name || '"]')
END;

-- The texts of a member of a JSON object: of a list, those of its elements that have one, each once; else that of the member.
-- Where there is none, it is a list of one null.
JSON_TEXTS(doc, name) = CASE
  WHEN strpos(doc, '[') > 0 AND (strpos(doc, '"' || name || '"') > 0 OR strpos(doc, '\') > 0) AND NOT BEYOND_LIMITS(doc)
    THEN COALESCE(
      transform(
        ARRAY[array_distinct(filter(
          transform(
            TRY_CAST(json_extract(json_parse(NUMBERS_AS_TEXT(doc)), '$["' || name || '"]') AS ARRAY(JSON)),
            e -> regexp_replace(json_extract_scalar(e, '$'), '^\x01', '')),
          t -> t IS NOT NULL))],
        texts -> CASE WHEN cardinality(texts) = 0 THEN ARRAY[CAST(NULL AS VARCHAR)] ELSE texts END)[1],
      ARRAY[JSON_TEXT(doc, name)])
  ELSE ARRAY[JSON_TEXT(doc, name)]
END;

-- A list of one.
LIST_OF(x) = ARRAY[x];

-- Whether a text of a list fulfils a condition: = and contains compare texts, contains without regard to capitals; set is
-- true of every text; the others compare numbers.
ANY_TEXT(list, operator, value) = any_match(list, one -> CASE operator
  WHEN '=' THEN one = value
  WHEN 'contains' THEN strpos(lower(one), lower(value)) > 0
  WHEN 'set' THEN one IS NOT NULL
  WHEN '<' THEN NUMBER(one) < NUMBER(value)
  WHEN '<=' THEN NUMBER(one) <= NUMBER(value)
  WHEN '>' THEN NUMBER(one) > NUMBER(value)
  WHEN '>=' THEN NUMBER(one) >= NUMBER(value)
END);

-- A number of JSON as every engine writes it, whatever way it was sent: without an exponent, without zeros at the end of its
-- fraction, 0 for -0, rounded to 18 digits behind the point. With more than 20 digits before the point, an exponent of more
-- than three digits, or more than 1,000 characters, it stays as it was sent.
PLAIN_NUMBER(x) = COALESCE(
  regexp_replace(
    CAST(CASE WHEN length(x) <= 1000 AND NOT regexp_like(x, '[eE][-+]?[0-9]{4}') THEN TRY_CAST(x AS DECIMAL(38, 18)) END AS VARCHAR), '[.]?0+$', ''),
  x);

-- A JSON document with a text in the place of each number: the character 1, and the number as above. So it comes through an
-- engine's JSON to the digit. A text that begins with that character and goes on as a number is taken for one.
NUMBERS_AS_TEXT(doc) = regexp_replace(
  doc,
  '("[^"\\]*+(?:\\.[^"\\]*+)*+")|(-?[0-9][-+.0-9eE]*)',
  x -> COALESCE(x[1], '"\u0001' || PLAIN_NUMBER(x[2]) || '"'));

-- A JSON document as it is printed, with the numbers in the place of these texts again, and a question mark in the place of
-- half of a surrogate pair, as wherever it is no JSON.
TEXT_AS_NUMBERS(doc) = regexp_replace(
  regexp_replace(doc, '(?<!\\)"\\u0001(-?[0-9][-+.0-9eE]*)"(?!:)', '$1'),
  '(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}', '$1?');

-- Whether a value of such JSON, as it is printed, is a number, or a text that is one, with or without spaces around it.
TEXT_IS_NUMBER(json) = regexp_like(
  json, '^"(?:\\u0001| *+[-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})? *+"$)');

-- That number, to add up; null of anything else, of what has more than 19 digits before the point, and of what is too long to
-- be a PLAIN_NUMBER.
TEXT_AS_AMOUNT(json) = CASE WHEN length(json) <= 1002 THEN TRY_CAST(regexp_extract(
  json, '^"(?:\\u0001| *+)([-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})?) *+"$', 1) AS DECIMAL(37, 18)) END;

-- A text as a number to count with; null where it is none. What is one, TEXT_IS_NUMBER says.
NUMBER(text) = CASE WHEN regexp_like(text, '^ *+[-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})? *+$')
  THEN CAST(trim(text) AS DOUBLE) END;

-- What is known, as a map of JSON, in one JSON object.
JSON_OF(map) = json_format(CAST(map_filter(map, (k, v) -> v IS NOT NULL) AS JSON));

-- What is known behind one more saying, both as a map of JSON. Trino looks at a lambda several times while it finds the types of
-- a call, and at one inside of another several times for each of these: so there are as few inside of each other as can be.
FOLDED(known, said) = reduce(
  ARRAY['$setOnce', '$add', '$append', '$prepend', '$preInsert', '$postInsert', '$remove'],
  map_concat(
    map_filter(
      CASE WHEN element_at(said, '$clearAll') IS NULL THEN known ELSE CAST(MAP() AS MAP(VARCHAR, JSON)) END,
      (k, v) -> NOT contains(map_keys(COALESCE(TRY_CAST(element_at(said, '$unset') AS MAP(VARCHAR, JSON)), MAP())), k)),
    map_filter(said, (k, v) -> substr(k, 1, 1) <> '$'),
    COALESCE(TRY_CAST(element_at(said, '$set') AS MAP(VARCHAR, JSON)), MAP())),
  (state, op) -> map_zip_with(
    state,
    COALESCE(TRY_CAST(element_at(said, op) AS MAP(VARCHAR, JSON)), MAP()),
    (k, old, v) -> CASE
      WHEN v IS NULL OR (op = '$setOnce' AND old IS NOT NULL) THEN old
      WHEN op = '$setOnce' THEN v
      WHEN op = '$add' THEN COALESCE(
        CAST(CHR(1) || PLAIN_NUMBER(CAST(
          TEXT_AS_AMOUNT(json_format(v)) + CASE WHEN TEXT_IS_NUMBER(json_format(old))
            THEN TEXT_AS_AMOUNT(json_format(old)) ELSE DECIMAL '0' END AS VARCHAR)) AS JSON),
        old)
      WHEN op = '$remove' THEN CASE WHEN cardinality(filter(ELEMENTS(old), e -> contains(ELEMENTS(v), e))) = 0 THEN old
        ELSE CAST(filter(ELEMENTS(old), e -> NOT contains(ELEMENTS(v), e)) AS JSON) END
      WHEN cardinality(CASE WHEN op IN ('$append', '$prepend') THEN ELEMENTS(v) ELSE array_except(ELEMENTS(v), ELEMENTS(old)) END) = 0
        THEN old
      ELSE CAST(CASE op
        WHEN '$append' THEN ELEMENTS(old) || ELEMENTS(v)
        WHEN '$prepend' THEN ELEMENTS(v) || ELEMENTS(old)
        WHEN '$preInsert' THEN array_except(ELEMENTS(v), ELEMENTS(old)) || ELEMENTS(old)
        ELSE ELEMENTS(old) || array_except(ELEMENTS(v), ELEMENTS(old)) END AS JSON)
    END),
  state -> state);

-- The elements of a value of JSON: of a list, its own; of nothing, none; else the value.
ELEMENTS(value) = COALESCE(TRY_CAST(value AS ARRAY(JSON)), CASE WHEN value IS NULL THEN ARRAY[] ELSE ARRAY[value] END);

-- What is known of a person: the JSON objects of a group, in order, each laid over what was known before. Members of an
-- object are set; those whose names are operations ($clearAll, $unset, $set, $setOnce, $add, $append, $prepend, $preInsert,
-- $postInsert, $remove) do what Amplitude says of them, in that order; one that has nothing to do changes nothing. Names are
-- sorted, numbers are PLAIN_NUMBERs. TRY_CAST and not CAST, which Trino joins with json_parse into one step that leaves the names
-- inside of a value as they were sent.
FOLD_PROPERTIES(doc, a, b, c, d) = reduce(
  array_agg(
    COALESCE(CASE WHEN NOT BEYOND_LIMITS(doc) THEN TRY_CAST(json_parse(NUMBERS_AS_TEXT(doc)) AS MAP(VARCHAR, JSON)) END, MAP())
    ORDER BY a, b, c, d),
  CAST(MAP() AS MAP(VARCHAR, JSON)),
  (known, said) -> FOLDED(known, said),
  known -> TEXT_AS_NUMBERS(JSON_OF(known)));

-- Of a JSON object that an event says of its person, what is about some names, also in operations: null where nothing is. The
-- names are in double quotes, one behind the other.
SAID_OF(doc, names) = CASE WHEN NOT BEYOND_LIMITS(doc) THEN transform(
  ARRAY[TRY_CAST(json_parse(NUMBERS_AS_TEXT(doc)) AS MAP(VARCHAR, JSON))],
  m -> transform(
    ARRAY[map_concat(
      map_filter(m, (k, v) -> k = '$clearAll' OR (substr(k, 1, 1) <> '$' AND strpos(names, '"' || k || '"') > 0)),
      map_filter(
        transform_values(
          map_filter(m, (k, v) -> k IN ('$unset', '$set', '$setOnce', '$add', '$append', '$prepend', '$preInsert', '$postInsert', '$remove')),
          (k, v) -> CAST(map_filter(TRY_CAST(v AS MAP(VARCHAR, JSON)), (n, x) -> strpos(names, '"' || n || '"') > 0) AS JSON)),
        (k, v) -> json_format(v) <> '{}'))],
    kept -> CASE WHEN cardinality(kept) > 0 THEN json_format(CAST(kept AS JSON)) END)[1])[1] END;

-- What a person had from when on: from what SAID_OF gives of a group of events, a list of the changes. Each is a text of six
-- parts: epoch, ms, partition and offset of the event, one that is not looked at, and what the person had from then on, a JSON
-- object; with more than 200,000 characters, it is an empty one. What is said again is no change, but of $add, $append and
-- $prepend. Not one text: Trino ends those that are put together at 1 MB. The newest is the first, behind what was said last.
FOLD_STATES(said, a, b, c, d) = reduce(
  array_agg(
    CAST(ROW(
      CAST(a AS VARCHAR) || CHR(9) || CAST(EPOCH_MS(b) AS VARCHAR) || CHR(9) || CAST(c AS VARCHAR) || CHR(9) || CAST(d AS VARCHAR),
      said,
      CAST(json_parse(said) AS MAP(VARCHAR, JSON))) AS ROW(place VARCHAR, text VARCHAR, known MAP(VARCHAR, JSON)))
    ORDER BY a, b, c, d) FILTER (WHERE said IS NOT NULL),
  CAST(ARRAY[] AS ARRAY(VARCHAR)),
  (states, next) -> CASE
    WHEN element_at(states, 1) = next.text AND NOT regexp_like(next.text, '"\$(?:add|append|prepend)":') THEN states
    ELSE ARRAY[
      next.text,
      next.place,
      JSON_OF(FOLDED(
        COALESCE(CAST(json_parse(element_at(states, 3)) AS MAP(VARCHAR, JSON)), CAST(MAP() AS MAP(VARCHAR, JSON))),
        next.known))] || slice(states, 2, cardinality(states)) END,
  states -> filter(
    zip_with(slice(states, 2, cardinality(states)), slice(states, 3, cardinality(states)), (place, state) ->
      CASE WHEN place NOT LIKE '{%' THEN place || CHR(9) || CHR(9)
        || CASE WHEN length(state) <= 200000 THEN TEXT_AS_NUMBERS(state) ELSE '{}' END END),
    change -> change IS NOT NULL));

-- One of the parts of a text with tabs between them, counted from 1.
TAB_PART(x, n) = split_part(x, CHR(9), n);

-- The members of a JSON object, each as its type (text, number, boolean, null, list, object), a colon and its name, in that
-- order, and of more than 64 the first. A number that no engine's number holds is one too.
JSON_MEMBERS(doc) = CASE WHEN NOT BEYOND_LIMITS(doc) THEN slice(array_sort(transform(
  map_entries(CAST(json_parse(json_query(
    CASE WHEN regexp_like(doc, '[0-9][eE]|[0-9.]{18}') THEN NUMBERS_AS_TEXT(doc) ELSE doc END, 'strict $' ERROR ON ERROR)) AS MAP(VARCHAR, JSON))),
  e -> CASE WHEN json_format(e[2]) LIKE '"\u0001%' THEN 'number' ELSE
    CASE substr(json_format(e[2]), 1, 1) WHEN '"' THEN 'text' WHEN '[' THEN 'list' WHEN '{' THEN 'object'
      WHEN 't' THEN 'boolean' WHEN 'f' THEN 'boolean' WHEN 'n' THEN 'null' ELSE 'number' END END || ':' || e[1])), 1, 64) END;

-- A row for each element of a list, behind CROSS JOIN.
EACH(list) = UNNEST(list);

-- LOCAL_MS of a zone other than UTC.
ZONE_MS(ms, zone) = (ms + 60000 * (60 * timezone_hour(MOMENT(ms) AT TIME ZONE zone) + timezone_minute(MOMENT(ms) AT TIME ZONE zone)));
