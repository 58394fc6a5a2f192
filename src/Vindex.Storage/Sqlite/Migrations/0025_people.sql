-- Identities at OpenID Connect providers, and which provider started a session.
CREATE TABLE user_identities (
  id         TEXT NOT NULL PRIMARY KEY,
  issuer     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX user_identities_by_subject ON user_identities (issuer, subject);
CREATE INDEX user_identities_by_user ON user_identities (user_id, created_at, id);
ALTER TABLE sessions ADD COLUMN provider TEXT;

-- Sign-ins that were completed, until their state expires: none is completed twice.
CREATE TABLE used_sign_ins (
  state_hash TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX used_sign_ins_by_expiry ON used_sign_ins (expires_at);
