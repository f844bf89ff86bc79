-- The words of the questions in Spark's; trino.sql says what each means. Objects with a name twice, of which the last counts,
-- need spark.sql.variant.allowDuplicateKeys=true; without it, questions that look into them fail.

EPOCH_MS(t) = unix_millis(t);
MOMENT(ms) = timestamp_millis(ms);
MINUTE_TEXT(t) = date_format(t, 'yyyy-MM-dd HH:mm');
DAY_TEXT(t) = date_format(t, 'yyyy-MM-dd');
TEXT(x) = CAST(x AS STRING);
CHARACTER(code) = CHR(code);
DIV(a, b) = ((a) div (b));
BEYOND_LIMITS(doc) = (length(doc) > 1800 AND (
  (length(doc) - length(translate(doc, '[{', '')) > 900 AND aggregate(
    regexp_extract_all(regexp_replace(doc, '"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"', ''), '[\\[{]+|[\\]}]+', 0),
    named_struct('depth', 0, 'most', 0),
    (levels, run) -> CASE WHEN substr(run, 1, 1) IN ('[', '{')
      THEN named_struct('depth', levels.depth + length(run), 'most', greatest(levels.most, levels.depth + length(run)))
      ELSE named_struct('depth', levels.depth - length(run), 'most', levels.most) END,
    levels -> levels.most) > 900)
  OR (length(doc) > 25000 AND exists(
    regexp_extract_all(doc, '"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"\\s*+:?', 0),
    named -> length(named) > 25000 AND endswith(named, ':')))));
JSON_TEXT(doc, name) = element_at(transform(
  array(try_variant_get(
    try_parse_json(CASE WHEN BEYOND_LIMITS(doc) THEN NULL
      WHEN doc RLIKE '[0-9][eE]|[0-9.]{18}' THEN NUMBERS_AS_TEXT(doc) ELSE doc END),
    concat("$['", name, "']"), 'variant')),
  v -> CASE WHEN substr(to_json(v), 1, 1) NOT IN ('{', '[') THEN regexp_replace(CAST(v AS STRING), '^\\x01', '') END), 1);
JSON_TEXTS(doc, name) = CASE
  WHEN instr(doc, '[') > 0 AND (instr(doc, concat('"', name, '"')) > 0 OR instr(doc, '\\') > 0) THEN element_at(transform(
    array(try_variant_get(
      try_parse_json(CASE WHEN BEYOND_LIMITS(doc) THEN NULL
        WHEN doc RLIKE '[0-9][eE]|[0-9.]{18}' THEN NUMBERS_AS_TEXT(doc) ELSE doc END),
      concat("$['", name, "']"), 'variant')),
    v -> CASE WHEN substr(to_json(v), 1, 1) = '[' THEN element_at(transform(
      array(array_distinct(filter(
        transform(CAST(v AS ARRAY<VARIANT>), e -> CASE WHEN substr(to_json(e), 1, 1) NOT IN ('{', '[')
          THEN regexp_replace(CAST(e AS STRING), '^\\x01', '') END),
        t -> t IS NOT NULL))),
      texts -> CASE WHEN size(texts) = 0 THEN array(CAST(NULL AS STRING)) ELSE texts END), 1)
      ELSE array(JSON_TEXT(doc, name)) END), 1)
  ELSE array(JSON_TEXT(doc, name)) END;
LIST_OF(x) = array(x);
ANY_TEXT(list, operator, value) = exists(list, one -> CASE operator
  WHEN '=' THEN one = value
  WHEN 'contains' THEN instr(lower(one), lower(value)) > 0
  WHEN 'set' THEN one IS NOT NULL
  WHEN '<' THEN NUMBER(one) < NUMBER(value)
  WHEN '<=' THEN NUMBER(one) <= NUMBER(value)
  WHEN '>' THEN NUMBER(one) > NUMBER(value)
  WHEN '>=' THEN NUMBER(one) >= NUMBER(value)
END);
PLAIN_NUMBER(x) = COALESCE(
  regexp_replace(
    CAST(CASE WHEN length(x) <= 1000 AND NOT x RLIKE '[eE][-+]?[0-9]{4}' THEN try_cast(x AS DECIMAL(38, 18)) END AS STRING), '[.]?0+$', ''),
  x);
NUMBERS_AS_TEXT(doc) = array_join(transform(
  regexp_extract_all(doc, '"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"|-?[0-9][-+.0-9eE]*|[^-"0-9]+', 0),
  t -> CASE WHEN t RLIKE '^[-0-9]' THEN concat('"\\u0001', PLAIN_NUMBER(t), '"') ELSE t END), '');
TEXT_AS_NUMBERS(doc) = regexp_replace(doc, '(?<!\\\\)"\\\\u0001(-?[0-9][-+.0-9eE]*)"(?!:)', '$1');
TEXT_IS_NUMBER(json) = json RLIKE '^"(?:\\\\u0001| *+[-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})? *+"$)';
TEXT_AS_AMOUNT(json) = CASE WHEN length(json) <= 1002 THEN try_cast(regexp_extract(
  json, '^"(?:\\\\u0001| *+)([-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})?) *+"$', 1) AS DECIMAL(37, 18)) END;
NUMBER(text) = CASE WHEN text RLIKE '^ *+[-+]?[0-9]++(?:[.][0-9]++)?(?:[eE][-+]?[0-9]{1,3})? *+$'
  THEN CAST(trim(text) AS DOUBLE) END;
FOLDED(known, members) = element_at(transform(array(members), m -> aggregate(
  array('$set', '$setOnce', '$add', '$append', '$prepend', '$preInsert', '$postInsert', '$remove'),
  map_zip_with(
    map_filter(
      CASE WHEN map_contains_key(m, '$clearAll') THEN CAST(map() AS MAP<STRING, STRING>) ELSE known END,
      (k, v) -> NOT COALESCE(map_contains_key(try_cast(element_at(m, '$unset') AS MAP<STRING, VARIANT>), k), false)),
    map_filter(m, (k, v) -> substr(k, 1, 1) <> '$'),
    (k, old, v) -> COALESCE(to_json(v), old)),
  (state, op) -> map_zip_with(
    state,
    COALESCE(
      transform_values(try_cast(element_at(m, op) AS MAP<STRING, VARIANT>), (k, v) -> to_json(v)),
      CAST(map() AS MAP<STRING, STRING>)),
    (k, old, v) -> CASE
      WHEN v IS NULL OR (op = '$setOnce' AND old IS NOT NULL) THEN old
      WHEN op IN ('$set', '$setOnce') THEN v
      WHEN op = '$add' THEN COALESCE(
        concat('"\\u0001', PLAIN_NUMBER(CAST(
          TEXT_AS_AMOUNT(v) + CASE WHEN TEXT_IS_NUMBER(old) THEN TEXT_AS_AMOUNT(old)
            ELSE CAST(0 AS DECIMAL(37, 18)) END AS STRING)), '"'),
        old)
      ELSE COALESCE(element_at(transform(
        array(struct(ELEMENTS(old) AS had, ELEMENTS(v) AS given)),
        x -> CASE WHEN size(CASE op
          WHEN '$append' THEN x.given
          WHEN '$prepend' THEN x.given
          WHEN '$remove' THEN filter(x.had, e -> array_contains(x.given, e))
          ELSE array_except(x.given, x.had) END) > 0 THEN concat('[', array_join(CASE op
          WHEN '$append' THEN concat(x.had, x.given)
          WHEN '$prepend' THEN concat(x.given, x.had)
          WHEN '$preInsert' THEN concat(array_except(x.given, x.had), x.had)
          WHEN '$postInsert' THEN concat(x.had, array_except(x.given, x.had))
          ELSE filter(x.had, e -> NOT array_contains(x.given, e)) END, ','), ']') END), 1), old)
    END))), 1);
ELEMENTS(value) = CASE WHEN value IS NULL THEN CAST(array() AS ARRAY<STRING>)
  WHEN value LIKE '[%' THEN transform(CAST(try_parse_json(value) AS ARRAY<VARIANT>), e -> to_json(e))
  ELSE array(value) END;
JSON_OF(map) = concat('{', array_join(
  transform(array_sort(map_keys(map)), k -> concat(to_json(CAST(k AS VARIANT)), ':', element_at(map, k))), ','), '}');
FOLD_PROPERTIES(doc, a, b, c, d) = aggregate(
  transform(array_sort(collect_list(struct(a, b, c, d, doc))), x -> x.doc),
  CAST(map() AS MAP<STRING, STRING>),
  (known, said) -> FOLDED(known, COALESCE(
    try_cast(try_parse_json(CASE WHEN NOT BEYOND_LIMITS(said) THEN NUMBERS_AS_TEXT(said) END) AS MAP<STRING, VARIANT>),
    CAST(map() AS MAP<STRING, VARIANT>))),
  known -> TEXT_AS_NUMBERS(JSON_OF(known)));
SAID_OF(doc, names) = element_at(transform(
  array(try_cast(try_parse_json(CASE WHEN NOT BEYOND_LIMITS(doc) THEN NUMBERS_AS_TEXT(doc) END) AS MAP<STRING, VARIANT>)),
  m -> element_at(transform(
    array(array_join(concat(
      transform(
        filter(map_keys(m), k -> k = '$clearAll' OR (substr(k, 1, 1) <> '$' AND instr(names, concat('"', k, '"')) > 0)),
        k -> concat(to_json(CAST(k AS VARIANT)), ':', to_json(element_at(m, k)))),
      filter(
        transform(
          filter(map_keys(m), k -> k IN (
            '$unset', '$set', '$setOnce', '$add', '$append', '$prepend', '$preInsert', '$postInsert', '$remove')),
          op -> concat('"', op, '":{', array_join(transform(
            filter(
              map_keys(try_cast(element_at(m, op) AS MAP<STRING, VARIANT>)), n -> instr(names, concat('"', n, '"')) > 0),
            n -> concat(to_json(CAST(n AS VARIANT)), ':',
              to_json(element_at(try_cast(element_at(m, op) AS MAP<STRING, VARIANT>), n)))), ','), '}')),
        operation -> operation NOT LIKE '%:{}')), ',')),
    kept -> CASE WHEN kept <> '' THEN concat('{', kept, '}') END), 1)), 1);
FOLD_STATES(said, a, b, c, d) = transform(
  filter(
    split(
      aggregate(
        transform(
          array_sort(collect_list(named_struct('at1', a, 'at2', b, 'at3', c, 'at4', d, 'text', said))
            FILTER (WHERE said IS NOT NULL)),
          x -> concat_ws(CHR(9), CAST(x.at1 AS STRING), CAST(EPOCH_MS(x.at2) AS STRING), CAST(x.at3 AS STRING),
            CAST(x.at4 AS STRING), x.text)),
        '',
        (states, next) -> element_at(transform(
          array(split_part(states, CHR(10), 1)),
          newest -> CASE
            WHEN split_part(newest, CHR(9), 5) = split_part(next, CHR(9), 5)
              AND NOT split_part(next, CHR(9), 5) RLIKE '"\\$(?:add|append|prepend)":' THEN states
            ELSE concat(next, CHR(9), element_at(transform(
              array(FOLDED(
                COALESCE(
                  transform_values(
                    try_cast(try_parse_json(split_part(newest, CHR(9), 6)) AS MAP<STRING, VARIANT>), (k, v) -> to_json(v)),
                  CAST(map() AS MAP<STRING, STRING>)),
                try_cast(try_parse_json(split_part(next, CHR(9), 5)) AS MAP<STRING, VARIANT>))),
              known -> JSON_OF(known)), 1), CHR(10), states) END), 1)),
      CHR(10)),
    change -> change <> ''),
  change -> CASE WHEN length(TAB_PART(change, 6)) <= 200000 THEN TEXT_AS_NUMBERS(change)
    ELSE concat(substring_index(change, CHR(9), 5), CHR(9), '{}') END);
TAB_PART(x, n) = split_part(x, CHR(9), n);
JSON_MEMBERS(doc) = slice(array_sort(transform(
  map_entries(CAST(
    try_parse_json(CASE WHEN BEYOND_LIMITS(doc) THEN NULL
      WHEN doc RLIKE '[0-9][eE]|[0-9.]{18}' THEN NUMBERS_AS_TEXT(doc) ELSE doc END) AS MAP<STRING, VARIANT>)),
  e -> concat(CASE WHEN substr(to_json(e.value), 1, 7) = '"\\u0001' THEN 'number' ELSE
    CASE substr(to_json(e.value), 1, 1) WHEN '"' THEN 'text' WHEN '[' THEN 'list' WHEN '{' THEN 'object'
      WHEN 't' THEN 'boolean' WHEN 'f' THEN 'boolean' WHEN 'n' THEN 'null' ELSE 'number' END END, ':', e.key))), 1, 64);
EACH(list) = LATERAL explode(list);
ZONE_MS(ms, zone) = unix_millis(from_utc_timestamp(timestamp_millis(ms), zone));
