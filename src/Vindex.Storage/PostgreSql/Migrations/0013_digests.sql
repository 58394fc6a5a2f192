-- The language of the messages to a channel.
ALTER TABLE alert_channels ADD COLUMN language TEXT COLLATE "C" NOT NULL DEFAULT 'en';

-- Weekly digests: one for each reader, which is a member, a channel, or the webhooks of the company. The plan is JSON, opaque to the store; the version tells
-- whether someone else changed or sent the digest in between.
CREATE TABLE digests (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  reader     TEXT COLLATE "C" NOT NULL,
  user_id    TEXT COLLATE "C",
  channel_id TEXT COLLATE "C" REFERENCES alert_channels (id) ON DELETE CASCADE,
  plan       TEXT COLLATE "C" NOT NULL,
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
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  digest_id  TEXT COLLATE "C" NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  company_id TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  detail     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX digest_issues_by_digest ON digest_issues (digest_id, at, id);

-- A message is about a change of level or an issue of a digest.
ALTER TABLE alert_messages ALTER COLUMN event_id DROP NOT NULL;
ALTER TABLE alert_messages ADD COLUMN issue_id TEXT COLLATE "C" REFERENCES digest_issues (id) ON DELETE CASCADE;
CREATE INDEX alert_messages_by_issue ON alert_messages (issue_id) WHERE issue_id IS NOT NULL;
