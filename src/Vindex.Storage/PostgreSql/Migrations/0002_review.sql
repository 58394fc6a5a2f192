-- Tickets drawn for people to rate without seeing the judge's scores. A ticket goes with its score, and a turn with its ticket: what is deleted is not offered.
CREATE TABLE reviews (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name       TEXT COLLATE "C" NOT NULL,
  raters     INTEGER NOT NULL,
  selection  TEXT COLLATE "C" NOT NULL,
  creator    TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at  BIGINT
);
CREATE INDEX reviews_by_company ON reviews (company_id, created_at, id);

-- place: the order in which they were drawn.
CREATE TABLE review_tickets (
  review_id TEXT COLLATE "C" NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  place     INTEGER NOT NULL,
  score_no  BIGINT NOT NULL REFERENCES scores (no) ON DELETE CASCADE,
  PRIMARY KEY (review_id, place)
);
CREATE UNIQUE INDEX review_tickets_by_score ON review_tickets (score_no, review_id);

-- What became of a ticket that was handed to a person: held since changed_at, rated or skipped.
CREATE TABLE review_turns (
  review_id  TEXT COLLATE "C" NOT NULL,
  place      INTEGER NOT NULL,
  actor      TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (review_id, place, actor),
  FOREIGN KEY (review_id, place) REFERENCES review_tickets (review_id, place) ON DELETE CASCADE
);
