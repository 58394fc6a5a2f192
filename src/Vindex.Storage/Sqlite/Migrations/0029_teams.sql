-- Teams: people of a company with a role for some of its customers, or for all of them. A member whose role is 'teams' has the rights of the own teams only.
CREATE TABLE teams (
  id            TEXT NOT NULL PRIMARY KEY,
  company_id    TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name          TEXT NOT NULL,
  role          TEXT NOT NULL,
  all_customers INTEGER NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX teams_by_company ON teams (company_id, name);

-- A team whose last customer is deleted has none, not all.
CREATE TABLE team_customers (
  team_id     TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  PRIMARY KEY (team_id, customer_id)
);
CREATE INDEX team_customers_by_customer ON team_customers (customer_id);

CREATE TABLE team_members (
  team_id    TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  company_id TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  PRIMARY KEY (team_id, user_id),
  FOREIGN KEY (company_id, user_id) REFERENCES memberships (company_id, user_id) ON DELETE CASCADE
);
CREATE INDEX team_members_by_user ON team_members (user_id, company_id);

-- The teams that accepting an invitation leads into.
CREATE TABLE invitation_teams (
  invitation_id TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
  team_id       TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  PRIMARY KEY (invitation_id, team_id)
);
CREATE INDEX invitation_teams_by_team ON invitation_teams (team_id);
