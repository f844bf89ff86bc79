-- When did the pipeline first know of somebody? For every person, after merges and corrections, the earliest of the
-- events that told the pipeline of them: the first on a device while it was anonymous, and each with which a device
-- became a user's. Where the clock of such an event cannot be believed, the time of its arrival counts. It reads the
-- small identity tables alone, and is for who wants to know the arrival of identities at little cost. It does not say
-- when somebody was new: events that came in late, behind one that had already told of the person, do not move it, and
-- events.event_time can be earlier. The questions about new people read the part first_events.
SELECT
  COALESCE(r.resolved_amplitude_id, i.amplitude_id) AS resolved_amplitude_id,
  MIN(CASE
    WHEN EPOCH_MS(i.event_time) - EPOCH_MS(i.server_time) BETWEEN -157766400000 AND 86400000
      AND EPOCH_MS(i.event_time) >= 946684800000 AND EPOCH_MS(i.event_time) < 4133980800000 THEN i.event_time
    ELSE i.server_time
  END) AS first_seen_time
FROM identities i
LEFT JOIN resolved_ids r ON i.amplitude_id = r.amplitude_id
GROUP BY COALESCE(r.resolved_amplitude_id, i.amplitude_id)
