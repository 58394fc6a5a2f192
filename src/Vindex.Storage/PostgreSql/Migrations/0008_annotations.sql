-- What the values of annotations have to be. A spec never changes: another schema has another digest.
CREATE TABLE annotation_specs (
  company_id   TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  project      TEXT COLLATE "C" NOT NULL,
  name         TEXT COLLATE "C" NOT NULL,
  digest       TEXT COLLATE "C" NOT NULL,
  value_schema TEXT COLLATE "C" NOT NULL,
  description  TEXT COLLATE "C",
  creator      TEXT COLLATE "C" NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (company_id, project, name, digest)
);

-- Things that people are to annotate, each by so many reviewers.
CREATE TABLE annotation_queues (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  project    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  reviewers  BIGINT NOT NULL,
  creator    TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX annotation_queues_by_project ON annotation_queues (company_id, project, created_at, id);

CREATE TABLE annotation_items (
  queue_id TEXT COLLATE "C" NOT NULL REFERENCES annotation_queues (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  ref      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (queue_id, position)
);

-- What became of an item that a person claimed: claimed until lease_until, done or skipped.
CREATE TABLE annotation_claims (
  queue_id    TEXT COLLATE "C" NOT NULL,
  position    BIGINT NOT NULL,
  reviewer    TEXT COLLATE "C" NOT NULL,
  state       TEXT COLLATE "C" NOT NULL,
  lease_until BIGINT,
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (queue_id, position, reviewer),
  FOREIGN KEY (queue_id, position) REFERENCES annotation_items (queue_id, position) ON DELETE CASCADE
);
CREATE INDEX annotation_claims_by_reviewer ON annotation_claims (queue_id, reviewer, state);
