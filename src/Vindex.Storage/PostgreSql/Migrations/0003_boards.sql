-- Dashboards of a company. The cards are JSON, opaque to the store; the version tells whether someone else changed the dashboard in between.
CREATE TABLE dashboards (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  creator    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  cards      TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX dashboards_by_company ON dashboards (company_id);

-- Links that show a dashboard to anyone who has them. They end with the membership of the user who created them. The token is kept only as SHA-256.
CREATE TABLE dashboard_links (
  id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  dashboard_id TEXT COLLATE "C" NOT NULL REFERENCES dashboards (id) ON DELETE CASCADE,
  company_id   TEXT COLLATE "C" NOT NULL,
  user_id      TEXT COLLATE "C" NOT NULL,
  token_hash   BYTEA NOT NULL UNIQUE,
  has_titles   INTEGER NOT NULL,
  visits       BIGINT NOT NULL,
  visited_at   BIGINT,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  FOREIGN KEY (company_id, user_id) REFERENCES memberships (company_id, user_id) ON DELETE CASCADE
);
CREATE INDEX dashboard_links_by_dashboard ON dashboard_links (dashboard_id);
CREATE INDEX dashboard_links_by_user ON dashboard_links (company_id, user_id);
CREATE INDEX dashboard_links_by_expiry ON dashboard_links (expires_at);

-- Who in a company may create such links, and whether they may show the titles of tickets. A company without a row has the defaults.
CREATE TABLE dashboard_sharing (
  company_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES companies (id) ON DELETE CASCADE,
  sharers    TEXT COLLATE "C" NOT NULL,
  has_titles INTEGER NOT NULL
);
