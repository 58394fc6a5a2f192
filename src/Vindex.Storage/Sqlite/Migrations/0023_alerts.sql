-- Alerts of companies. Rule and state are JSON, opaque to the store; the version tells whether someone else changed or evaluated the alert in between.
CREATE TABLE alerts (
  id         TEXT NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  creator    TEXT NOT NULL,
  name       TEXT NOT NULL,
  rule       TEXT NOT NULL,
  state      TEXT NOT NULL,
  due_at     BIGINT,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX alerts_by_company ON alerts (company_id);
CREATE INDEX alerts_by_due ON alerts (due_at, id) WHERE due_at IS NOT NULL;

-- Changes of their levels.
CREATE TABLE alert_events (
  id         TEXT NOT NULL PRIMARY KEY,
  alert_id   TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  company_id TEXT NOT NULL,
  at         BIGINT NOT NULL,
  detail     TEXT NOT NULL
);
CREATE INDEX alert_events_by_alert ON alert_events (alert_id, at, id);
CREATE INDEX alert_events_by_company ON alert_events (company_id, at, id);

-- Where messages about them go. The address is encrypted.
CREATE TABLE alert_channels (
  id         TEXT NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  target     BLOB NOT NULL,
  shown      TEXT NOT NULL,
  has_titles INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX alert_channels_by_company ON alert_channels (company_id);

-- The outbox of these messages; without a channel, those to the webhooks of the company.
CREATE TABLE alert_messages (
  id          TEXT NOT NULL PRIMARY KEY,
  company_id  TEXT NOT NULL,
  channel_id  TEXT REFERENCES alert_channels (id) ON DELETE CASCADE,
  event_id    TEXT NOT NULL REFERENCES alert_events (id) ON DELETE CASCADE,
  status      TEXT NOT NULL,
  attempts    INTEGER NOT NULL,
  due_at      BIGINT NOT NULL,
  taken       INTEGER NOT NULL,
  lease_until BIGINT,
  node        TEXT,
  last_error  TEXT,
  finished_at BIGINT
);
CREATE INDEX alert_messages_by_event ON alert_messages (event_id);
CREATE INDEX alert_messages_by_channel ON alert_messages (channel_id);
CREATE INDEX alert_messages_due ON alert_messages (due_at) WHERE status = 'pending';
CREATE INDEX alert_messages_under_way ON alert_messages (lease_until) WHERE status = 'sending';
