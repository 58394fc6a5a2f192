-- The language of the messages to a channel.
ALTER TABLE alert_channels ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

-- Weekly digests: one for each reader, which is a member, a channel, or the webhooks of the company. The plan is JSON, opaque to the store; the version tells
-- whether someone else changed or sent the digest in between.
CREATE TABLE digests (
  id         TEXT NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  reader     TEXT NOT NULL,
  user_id    TEXT,
  channel_id TEXT REFERENCES alert_channels (id) ON DELETE CASCADE,
  plan       TEXT NOT NULL,
  due_at     BIGINT,
  version    BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (company_id, reader),
  FOREIGN KEY (company_id, user_id) REFERENCES memberships (company_id, user_id) ON DELETE CASCADE
);
CREATE INDEX digests_by_user ON digests (company_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX digests_by_channel ON digests (channel_id) WHERE channel_id IS NOT NULL;
CREATE INDEX digests_by_due ON digests (due_at, id) WHERE due_at IS NOT NULL;

-- What they said.
CREATE TABLE digest_issues (
  id         TEXT NOT NULL PRIMARY KEY,
  digest_id  TEXT NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  company_id TEXT NOT NULL,
  at         BIGINT NOT NULL,
  detail     TEXT NOT NULL
);
CREATE INDEX digest_issues_by_digest ON digest_issues (digest_id, at, id);

-- A message is about a change of level or an issue of a digest.
CREATE TABLE new_alert_messages (
  id          TEXT NOT NULL PRIMARY KEY,
  company_id  TEXT NOT NULL,
  channel_id  TEXT REFERENCES alert_channels (id) ON DELETE CASCADE,
  event_id    TEXT REFERENCES alert_events (id) ON DELETE CASCADE,
  issue_id    TEXT REFERENCES digest_issues (id) ON DELETE CASCADE,
  status      TEXT NOT NULL,
  attempts    INTEGER NOT NULL,
  due_at      BIGINT NOT NULL,
  taken       INTEGER NOT NULL,
  lease_until BIGINT,
  node        TEXT,
  last_error  TEXT,
  finished_at BIGINT
);
INSERT INTO new_alert_messages
  (id, company_id, channel_id, event_id, status, attempts, due_at, taken, lease_until, node, last_error, finished_at)
SELECT id, company_id, channel_id, event_id, status, attempts, due_at, taken, lease_until, node, last_error, finished_at FROM alert_messages;
DROP TABLE alert_messages;
ALTER TABLE new_alert_messages RENAME TO alert_messages;
CREATE INDEX alert_messages_by_event ON alert_messages (event_id);
CREATE INDEX alert_messages_by_issue ON alert_messages (issue_id) WHERE issue_id IS NOT NULL;
CREATE INDEX alert_messages_by_channel ON alert_messages (channel_id);
CREATE INDEX alert_messages_due ON alert_messages (due_at) WHERE status = 'pending';
CREATE INDEX alert_messages_under_way ON alert_messages (lease_until) WHERE status = 'sending';
