-- People: accounts, the companies they belong to, their sessions, and one-time links. Tokens are kept only as SHA-256, passwords only hashed.
CREATE TABLE users (
  id            TEXT NOT NULL PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE,
  name          TEXT,
  password_hash TEXT NOT NULL,
  is_admin      INTEGER NOT NULL,
  created_at    BIGINT NOT NULL
);

CREATE TABLE memberships (
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (company_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id, company_id);

CREATE TABLE sessions (
  id         TEXT NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  company_id TEXT REFERENCES companies (id) ON DELETE SET NULL,
  user_agent TEXT,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at, id);
CREATE INDEX sessions_by_company ON sessions (company_id, user_id);
CREATE INDEX sessions_by_end ON sessions (ends_at);
CREATE INDEX sessions_by_use ON sessions (seen_at);

CREATE TABLE invitations (
  id         TEXT NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  email      TEXT NOT NULL,
  company_id TEXT REFERENCES companies (id) ON DELETE CASCADE,
  role       TEXT,
  is_admin   INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX invitations_by_email ON invitations (email, company_id);
CREATE INDEX invitations_by_company ON invitations (company_id, created_at, id);
CREATE INDEX invitations_by_expiry ON invitations (expires_at);

-- One at a time for each account: the latest.
CREATE TABLE password_resets (
  user_id    TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,
  company_id TEXT REFERENCES companies (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX password_resets_by_company ON password_resets (company_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);
