-- Alerts of companies. Rule and state are JSON, opaque to the store; the version tells whether someone else changed or evaluated the alert in between.
CREATE TABLE alerts (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  creator    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  rule       TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  due_at     BIGINT,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX alerts_by_company ON alerts (company_id);
CREATE INDEX alerts_by_due ON alerts (due_at, id) WHERE due_at IS NOT NULL;

-- Changes of their levels.
CREATE TABLE alert_events (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  alert_id   TEXT COLLATE "C" NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  company_id TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  detail     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX alert_events_by_alert ON alert_events (alert_id, at, id);
CREATE INDEX alert_events_by_company ON alert_events (company_id, at, id);

-- Where messages about them go. The address is encrypted.
CREATE TABLE alert_channels (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name       TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  target     BYTEA NOT NULL,
  shown      TEXT COLLATE "C" NOT NULL,
  has_titles INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX alert_channels_by_company ON alert_channels (company_id);

-- The outbox of these messages; without a channel, those to the webhooks of the company.
CREATE TABLE alert_messages (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id  TEXT COLLATE "C" NOT NULL,
  channel_id  TEXT COLLATE "C" REFERENCES alert_channels (id) ON DELETE CASCADE,
  event_id    TEXT COLLATE "C" NOT NULL REFERENCES alert_events (id) ON DELETE CASCADE,
  status      TEXT COLLATE "C" NOT NULL,
  attempts    INTEGER NOT NULL,
  due_at      BIGINT NOT NULL,
  taken       INTEGER NOT NULL,
  lease_until BIGINT,
  node        TEXT COLLATE "C",
  last_error  TEXT COLLATE "C",
  finished_at BIGINT
);
CREATE INDEX alert_messages_by_event ON alert_messages (event_id);
CREATE INDEX alert_messages_by_channel ON alert_messages (channel_id);
CREATE INDEX alert_messages_due ON alert_messages (due_at) WHERE status = 'pending';
CREATE INDEX alert_messages_under_way ON alert_messages (lease_until) WHERE status = 'sending';
