-- Two-factor sign-in: the sealed secret of an authenticator app with the last code that was used, and hashed recovery codes.
CREATE TABLE second_factors (
  user_id    TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret     BLOB NOT NULL,
  is_on      INTEGER NOT NULL,
  last_step  BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE recovery_codes (
  user_id   TEXT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);
ALTER TABLE companies ADD COLUMN second_factor_required INTEGER NOT NULL DEFAULT 0;
