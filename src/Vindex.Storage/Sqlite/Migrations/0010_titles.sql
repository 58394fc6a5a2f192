-- The title index: folded keys and titles of a company's scores, packed in blocks that a search for words reads instead of the rows. Scores with a number
-- above indexed_no are not in it yet; a store that was there before is indexed in the background.
CREATE TABLE title_blocks (
  no         INTEGER PRIMARY KEY,
  company_id TEXT NOT NULL,
  last_no    BIGINT NOT NULL,
  row_count  INTEGER NOT NULL,
  oldest     BIGINT NOT NULL,
  newest     BIGINT NOT NULL,
  checksum   BIGINT NOT NULL,
  content    BLOB NOT NULL
);
CREATE UNIQUE INDEX title_blocks_by_company ON title_blocks (company_id, last_no);
-- Titles never change, so the highest number of a score and the count of removals tell whether an earlier search still holds.
CREATE TABLE title_index (
  indexed_no BIGINT NOT NULL,
  removals   BIGINT NOT NULL
);
INSERT INTO title_index (indexed_no, removals) VALUES (0, 0);
