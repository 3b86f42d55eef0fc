/**
 * The tables and indexes of the seed (its server/storage/db.py), which is one DuckDB file for everything.
 * `embedding` and `metrics_vec` stay empty here, as they do in the seed without an OpenAI key; filled, they would slow its lists down.
 */
export const SEED_TABLES = [
  `CREATE TABLE sessions (
    session_id VARCHAR PRIMARY KEY, source VARCHAR NOT NULL, dataset_name VARCHAR, episode_index INTEGER, task VARCHAR,
    robot_type VARCHAR, fps DOUBLE, start_time DOUBLE NOT NULL, end_time DOUBLE, total_frames INTEGER DEFAULT 0,
    status VARCHAR NOT NULL, outcome VARCHAR, total_reward DOUBLE, features JSON, summary VARCHAR,
    embedding FLOAT[1536], metrics_vec JSON, umap_x DOUBLE, umap_y DOUBLE, created_at TIMESTAMP DEFAULT now())`,
  `CREATE TABLE messages (
    id BIGINT, session_id VARCHAR NOT NULL, timestamp DOUBLE NOT NULL, topic VARCHAR NOT NULL, data_type VARCHAR NOT NULL,
    data JSON, image_path VARCHAR, frame_index INTEGER)`,
  `CREATE TABLE topics (
    session_id VARCHAR NOT NULL, topic VARCHAR NOT NULL, message_count INTEGER NOT NULL, first_time DOUBLE NOT NULL,
    last_time DOUBLE NOT NULL, avg_frequency DOUBLE, data_type VARCHAR NOT NULL, shape JSON, feature_names JSON,
    PRIMARY KEY (session_id, topic))`,
];

/** The seed makes them before it fills the table; made afterwards they are the same ART indexes, in a tenth of the time. */
export const SEED_INDEXES = [
  "CREATE INDEX idx_messages_seek ON messages (session_id, topic, timestamp)",
  "CREATE INDEX idx_messages_frame ON messages (session_id, frame_index)",
];

/** Its topic summaries, for all sessions in one go. */
export const SEED_TOPIC_SUMMARIES = `
  INSERT INTO topics
  SELECT session_id, topic, count(*), min(timestamp), max(timestamp),
    CASE WHEN max(timestamp) > min(timestamp) THEN count(*) / (max(timestamp) - min(timestamp)) END,
    any_value(data_type), NULL, NULL
  FROM messages GROUP BY session_id, topic`;
