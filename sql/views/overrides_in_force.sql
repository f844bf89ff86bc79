-- Which corrections of identities hold? People say with `tidemark override` what the log alone got wrong; what they say is
-- never changed, and a later word on the same matter and person takes the place of an earlier one. Matters are two:
-- whether an anonymous past joins a user (unlink, block_device and block_user, withdrawn by relink), and which user a
-- person is (map, withdrawn by unmap). A row is a correction that holds.
SELECT seq, kind, project_id, device_id, user_id, amplitude_id, to_user_id, to_amplitude_id, author, reason, made_at
FROM (
  SELECT seq, kind, project_id, device_id, user_id, amplitude_id, to_user_id, to_amplitude_id, author, reason, made_at,
    ROW_NUMBER() OVER (
      PARTITION BY amplitude_id, CASE WHEN kind IN ('map', 'unmap') THEN 1 ELSE 2 END ORDER BY seq DESC
    ) AS newest
  FROM identity_overrides
) o
WHERE newest = 1 AND kind NOT IN ('relink', 'unmap')
