-- Version 1. {replicated} is "Replicated" on a cluster, {cluster} its ON CLUSTER clause.

CREATE TABLE IF NOT EXISTS vindex_schema {cluster}
(
    version UInt32
)
ENGINE = {replicated}ReplacingMergeTree
ORDER BY version;

-- How far the change log of each project has been read. A project starts over with a new stream when its numbers mean other rows; the latest is current.
CREATE TABLE IF NOT EXISTS vindex_streams {cluster}
(
    project String,
    stream UInt64,
    incarnation String,
    position UInt64,
    started_at Int64
)
ENGINE = {replicated}ReplacingMergeTree(position)
ORDER BY (project, stream);

-- A row of feedback is identified by the number of the change that inserted it. A tombstone is the same row again with a higher version and removed = 1.
-- Values are in columns of their own, added when a path first occurs (n:output:score, b:output:passed, t:output:label); those beyond the limit are in maps.
CREATE TABLE IF NOT EXISTS vindex_rows {cluster}
(
    stream UInt64 CODEC(Delta, LZ4),
    created_at Int64 CODEC(Delta, LZ4),
    no UInt64 CODEC(Delta, LZ4),
    version UInt64 CODEC(Delta, LZ4),
    removed UInt8,
    feedback_type LowCardinality(String),
    trigger_ref LowCardinality(Nullable(String)),
    numbers Map(LowCardinality(String), Float64),
    booleans Map(LowCardinality(String), UInt8),
    texts Map(LowCardinality(String), String),
    arrays Map(LowCardinality(String), String)
)
ENGINE = {replicated}ReplacingMergeTree(version, removed)
ORDER BY (stream, created_at, no);
