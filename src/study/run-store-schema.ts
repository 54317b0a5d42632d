import type Database from 'better-sqlite3'

/**
 * The store's schema, one step a version, applied in order and never edited once released. `PRAGMA user_version` counts the steps done.
 */
const STEPS: readonly string[] = [
  `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'finished', 'cancelled', 'interrupted')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    parameters TEXT NOT NULL,
    environment TEXT NOT NULL,
    manifest_path TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    table_path TEXT NOT NULL,
    artifacts_dir TEXT NOT NULL UNIQUE,
    owner_host TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    heartbeat_at TEXT NOT NULL,
    note TEXT NOT NULL
  ) STRICT;

  CREATE TABLE frames (
    frame_hash TEXT PRIMARY KEY,
    embryo_id TEXT NOT NULL,
    frame_index INTEGER NOT NULL,
    mask_rle TEXT NOT NULL,
    yolk_rle TEXT,
    height_px INTEGER NOT NULL,
    width_px INTEGER NOT NULL,
    um_per_px REAL NOT NULL,
    correction TEXT,
    labels TEXT NOT NULL
  ) STRICT;

  CREATE TABLE placements (
    frame_hash TEXT NOT NULL REFERENCES frames (frame_hash),
    placement TEXT NOT NULL,
    grid_um_per_px REAL NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (frame_hash, placement, grid_um_per_px)
  ) STRICT;

  CREATE TABLE pairs (
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    pair_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'ok', 'unconverged', 'failed', 'skipped')),
    input_hash TEXT,
    solver_version INTEGER,
    src_frame_hash TEXT REFERENCES frames (frame_hash),
    tgt_frame_hash TEXT REFERENCES frames (frame_hash),
    runtime_sec REAL,
    cost REAL,
    error TEXT,
    metrics TEXT,
    features TEXT,
    finished_at TEXT,
    PRIMARY KEY (run_id, pair_id)
  ) STRICT;

  CREATE INDEX pairs_by_state ON pairs (run_id, state);
  `,
  `
  ALTER TABLE runs ADD COLUMN title TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE runs ADD COLUMN archived_at TEXT;

  CREATE TABLE study (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE frame_decisions (
    embryo_id TEXT NOT NULL,
    frame_index INTEGER NOT NULL,
    excluded_because TEXT,
    turned INTEGER,
    flipped INTEGER,
    PRIMARY KEY (embryo_id, frame_index)
  ) STRICT;

  CREATE TABLE frame_edits (
    edit_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exclude', 'include', 'correct')),
    reason TEXT NOT NULL,
    is_undone INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE views (
    name TEXT PRIMARY KEY,
    saved_at TEXT NOT NULL,
    view TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE engine_events (
    event_id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    at TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE INDEX engine_events_by_run ON engine_events (run_id);
  `,
]

/** Raised where a store that may not be written to was made by an older version: whoever may, has to open it once. */
export class OlderSchemaError extends Error {
  override readonly name = 'OlderSchemaError'
}

/**
 * Brings a database to this version's schema.
 *
 * @throws Error where it was written by a newer version
 */
export function migrate(db: Database.Database, path: string): void {
  // a store that is up to date is not written to, nor waited for
  if (schemaVersion(db, path) === STEPS.length) return
  db.transaction(() => {
    for (const step of STEPS.slice(schemaVersion(db, path))) db.exec(step)
    db.pragma(`user_version = ${STEPS.length}`)
  }).immediate()
}

/**
 * Checks that a database which may not be written to has this version's schema.
 *
 * @throws OlderSchemaError where it was written by an older version and has to be migrated first; Error where by a newer one
 */
export function requireCurrentSchema(db: Database.Database, path: string): void {
  const version = schemaVersion(db, path)
  if (version === STEPS.length) return
  throw new OlderSchemaError(
    `${path} was written by an older version of Otolith (schema ${version}): list its runs once with otolith runs list`,
  )
}

function schemaVersion(db: Database.Database, path: string): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version <= STEPS.length) return version
  throw new Error(
    `${path} was written by a newer version of Otolith (schema ${version}, known ${STEPS.length}): update Otolith`,
  )
}
