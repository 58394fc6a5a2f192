-- Pages with their filters under a name. A private one has a user_id and goes with the membership; a shared one is the company's and stays.
CREATE TABLE views (
  id         TEXT NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  user_id    TEXT,
  creator    TEXT NOT NULL,
  page       TEXT NOT NULL,
  name       TEXT NOT NULL,
  query      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (company_id, user_id) REFERENCES memberships (company_id, user_id) ON DELETE CASCADE
);
CREATE INDEX views_by_company ON views (company_id, user_id);
