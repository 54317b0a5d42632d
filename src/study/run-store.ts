import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FrameDecisions } from './frame-decisions.ts'
import { isNetworkDrive } from './network-drive.ts'
import { migrate, requireCurrentSchema } from './run-store-schema.ts'
import { SavedViews } from './saved-views.ts'
import { StudyInputs } from './study-inputs.ts'

export const STORE_FILE = 'otolith.db'

/** States of a pair and of a run (contract §9). */
export type PairState = 'queued' | 'running' | 'ok' | 'unconverged' | 'failed' | 'skipped'
export type RunState = 'running' | 'paused' | 'finished' | 'cancelled' | 'interrupted'

/** A value that a table's cell can hold. */
export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>

/** A run as the store knows it. */
export interface RunRecord {
  readonly runId: string
  readonly state: RunState
  readonly createdAt: string
  readonly updatedAt: string
  /** what makes two runs the same run (contract §9) */
  readonly parameters: Row
  /** how it was run last: engine, workers, paths, versions */
  readonly environment: Row
  readonly manifestPath: string
  readonly manifestSha256: string
  readonly tablePath: string
  /** where the pairs' folders are, relative to the study */
  readonly artifactsDir: string
  readonly owner: Owner
  /** a person's own name for it; empty where it has none */
  readonly title: string
  readonly note: string
  readonly tags: readonly string[]
  /** when it was put away; null where it was not */
  readonly archivedAt: string | null
}

/** What a person may write on a run; nothing of it changes what the run is. */
export type RunLabels = Partial<Pick<RunRecord, 'title' | 'note' | 'tags' | 'archivedAt'>>

/** The process that runs, or last ran, a run. */
export interface Owner {
  readonly host: string
  readonly pid: number
  readonly heartbeatAt: string
}

/** A pair as the store knows it; `metrics` and `features` are its rows of the two tables, null until it was run. */
export interface PairRecord {
  readonly runId: string
  readonly pairId: string
  /** place in the manifest */
  readonly position: number
  readonly state: PairState
  readonly inputHash: string | null
  readonly solverVersion: number | null
  readonly srcFrameHash: string | null
  readonly tgtFrameHash: string | null
  readonly runtimeSec: number | null
  readonly cost: number | null
  readonly error: string | null
  readonly metrics: Row | null
  readonly features: Row | null
}

/** What became of a pair. */
export type PairStanding = Pick<PairRecord, 'runId' | 'pairId' | 'state' | 'runtimeSec' | 'cost' | 'error'>

/** Some cells of a pair's row of the metrics table. */
export interface PairCells<Name extends string> {
  readonly pairId: string
  readonly state: PairState
  readonly cells: Readonly<Record<Name, Cell>>
}

/** A pair with the figures that one looks at first; a figure is null where the pair has none. */
export interface PairGlance {
  readonly pairId: string
  readonly position: number
  readonly state: PairState
  readonly runtimeSec: number | null
  readonly iterations: number | null
  readonly gap: number | null
  readonly meanDistanceUm: number | null
  readonly createdPct: number | null
  readonly divergenceUm: number | null
  readonly error: string | null
}

/** What a finished pair leaves in the store. */
export type PairOutcome = Omit<PairRecord, 'runId' | 'pairId' | 'position'>

/** A frame that a run used: everything needed to place and draw it again. */
export interface FrameRecord {
  readonly frameHash: string
  readonly embryoId: string
  readonly frameIndex: number
  /** COCO compressed run lengths of the mask as it came, before cleaning */
  readonly maskRle: string
  readonly yolkRle: string | null
  readonly heightPx: number
  readonly widthPx: number
  readonly umPerPx: number
  /** turns and flips made by hand, as JSON */
  readonly correction: string | null
  /** the frame's cells of the embryo table, as JSON */
  readonly labels: string
}

/** How a frame was placed under one placement and grid. */
export interface PlacementRecord {
  readonly frameHash: string
  readonly placement: string
  readonly gridUmPerPx: number
  /** the affine map raw px → canonical px and the alignment's figures, as JSON */
  readonly details: string
}

/** Something that happened to a run's engine, and when. */
export interface EngineEventRecord {
  readonly at: string
  readonly text: string
}

/** A process whose last sign of life is older than this is dead. */
const HEARTBEAT_TIMEOUT_SEC = 60

/**
 * The run store of a study: runs, pairs, states, parameters, inputs and frames in `otolith.db` (contract §8), the source of truth from
 * which the tables and logs are written.
 *
 * Every method is one transaction. Several processes may have the same store open; a run has one owner at a time.
 */
export class RunStore {
  readonly #db: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  /** which frames a person left out, turned or flipped */
  readonly decisions: FrameDecisions
  /** where the study's embryo table and yolks lie */
  readonly inputs: StudyInputs
  /** how a person looked at its fields, under names */
  readonly views: SavedViews

  private constructor(db: Database.Database) {
    this.#db = db
    this.decisions = new FrameDecisions(db)
    this.inputs = new StudyInputs(db)
    this.views = new SavedViews(db)
  }

  /**
   * Opens the store of a study folder, making or migrating it where needed.
   *
   * @throws Error where the file can't be opened, is no database, or was written by a newer version
   */
  static open(studyDir: string, options: { readonly readOnly?: boolean } = {}): RunStore {
    const path = join(studyDir, STORE_FILE)
    const db = new Database(path, { readonly: options.readOnly ?? false, fileMustExist: options.readOnly ?? false })
    try {
      prepare(db, { studyDir, path, readOnly: options.readOnly ?? false })
      return new RunStore(db)
    } catch (error) {
      db.close()
      throw error
    }
  }

  close(): void {
    this.#db.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** All runs, newest first. A run whose owner has died is `interrupted`, whatever the store's row still says. */
  runs(): RunRecord[] {
    const rows = this.#db.prepare<[], RunRow>('SELECT * FROM runs ORDER BY created_at DESC, run_id').all()
    return rows.map(runRecord)
  }

  run(runId: string): RunRecord | undefined {
    const row = this.#db.prepare<[string], RunRow>('SELECT * FROM runs WHERE run_id = ?').get(runId)
    return row && runRecord(row)
  }

  /** Adds a run, or takes an existing one over, as its owner; refuses while another live process owns it. */
  claimRun(
    run: Omit<RunRecord, 'state' | 'createdAt' | 'updatedAt' | 'owner' | keyof RunLabels>,
  ): { taken: true } | { taken: false; owner: Owner } {
    return this.#immediately(() => {
      const known = this.run(run.runId)
      if (known?.state === 'running' && !isThisProcess(known.owner)) return { taken: false, owner: known.owner }
      const now = new Date().toISOString()
      this.#db
        .prepare(
          `INSERT INTO runs (run_id, state, created_at, updated_at, parameters, environment, manifest_path, manifest_sha256,
             table_path, artifacts_dir, owner_host, owner_pid, heartbeat_at, note)
           VALUES (@runId, 'running', @now, @now, @parameters, @environment, @manifestPath, @manifestSha256,
             @tablePath, @artifactsDir, @host, @pid, @now, '')
           ON CONFLICT (run_id) DO UPDATE SET state = 'running', updated_at = @now, environment = @environment,
             manifest_path = @manifestPath, manifest_sha256 = @manifestSha256, table_path = @tablePath,
             owner_host = @host, owner_pid = @pid, heartbeat_at = @now`,
        )
        .run({
          ...run,
          parameters: JSON.stringify(run.parameters),
          environment: JSON.stringify(run.environment),
          now,
          host: hostname(),
          pid: process.pid,
        })
      this.#db.prepare(`UPDATE pairs SET state = 'queued' WHERE run_id = ? AND state = 'running'`).run(run.runId)
      return { taken: true }
    })
  }

  /** Writes on a run; what is left out stays. */
  labelRun(runId: string, labels: RunLabels): void {
    const run = this.run(runId)
    if (!run) throw new Error(`there is no run ${runId}`)
    const { title, note, tags, archivedAt } = { ...run, ...labels }
    this.#db
      .prepare('UPDATE runs SET title = ?, note = ?, tags = ?, archived_at = ? WHERE run_id = ?')
      .run(title, note, JSON.stringify(tags), archivedAt, runId)
  }

  /** Says where a run's inputs are now; what is left out stays. */
  relinkRun(
    runId: string,
    paths: { readonly tablePath?: string; readonly manifestPath?: string; readonly dataRoot?: string | null },
  ): void {
    this.#immediately(() => {
      const run = this.run(runId)
      if (!run) throw new Error(`there is no run ${runId}`)
      const environment =
        paths.dataRoot === undefined ? run.environment : { ...run.environment, data_root: paths.dataRoot }
      this.#db
        .prepare('UPDATE runs SET table_path = ?, manifest_path = ?, environment = ? WHERE run_id = ?')
        .run(
          paths.tablePath ?? run.tablePath,
          paths.manifestPath ?? run.manifestPath,
          JSON.stringify(environment),
          runId,
        )
    })
  }

  /**
   * Takes a run and its pairs out of the store; frames that other runs may use stay.
   *
   * @throws Error where it is under way
   */
  removeRun(runId: string): void {
    this.#immediately(() => {
      if (this.run(runId)?.state === 'running') throw new Error(`the run ${runId} is under way: stop it first`)
      this.#db.prepare('DELETE FROM pairs WHERE run_id = ?').run(runId)
      this.#db.prepare('DELETE FROM engine_events WHERE run_id = ?').run(runId)
      this.#db.prepare('DELETE FROM runs WHERE run_id = ?').run(runId)
    })
  }

  /** A sign of life of the run's owner. */
  heartbeat(runId: string): void {
    this.#db.prepare('UPDATE runs SET heartbeat_at = ? WHERE run_id = ?').run(new Date().toISOString(), runId)
  }

  /** Records that something happened to a run's engine. */
  addEngineEvent(runId: string, text: string): void {
    this.#db
      .prepare('INSERT INTO engine_events (run_id, at, text) VALUES (?, ?, ?)')
      .run(runId, new Date().toISOString(), text)
  }

  /** What happened to a run's engines, in order, the last so many. */
  engineEvents(runId: string, most: number): EngineEventRecord[] {
    return this.#db
      .prepare<[string, number], EngineEventRecord>(
        'SELECT at, text FROM engine_events WHERE run_id = ? ORDER BY event_id DESC LIMIT ?',
      )
      .all(runId, most)
      .reverse()
  }

  /** Gives the run up in its final state. */
  releaseRun(runId: string, state: Exclude<RunState, 'running'>): void {
    this.#immediately(() => {
      this.#db.prepare(`UPDATE pairs SET state = 'queued' WHERE run_id = ? AND state = 'running'`).run(runId)
      this.#db
        .prepare('UPDATE runs SET state = ?, updated_at = ? WHERE run_id = ?')
        .run(state, new Date().toISOString(), runId)
    })
  }

  /** The run's pairs in manifest order, read one by one as they are asked for: their rows of the tables are long. */
  eachPair(runId: string): IteratorObject<PairRecord> {
    return Iterator.from(
      this.#db
        .prepare<[string], PairRow>('SELECT * FROM pairs WHERE run_id = ? ORDER BY position, pair_id')
        .iterate(runId),
    ).map(pairRecord)
  }

  /** The run's pairs in manifest order. */
  pairs(runId: string): PairRecord[] {
    return this.#db
      .prepare<[string], PairRow>('SELECT * FROM pairs WHERE run_id = ? ORDER BY position, pair_id')
      .all(runId)
      .map(pairRecord)
  }

  pair(runId: string, pairId: string): PairRecord | undefined {
    const row = this.#db
      .prepare<[string, string], PairRow>('SELECT * FROM pairs WHERE run_id = ? AND pair_id = ?')
      .get(runId, pairId)
    return row && pairRecord(row)
  }

  /** What became of each of the run's pairs, in manifest order, without its rows of the tables. */
  pairStates(runId: string): PairStanding[] {
    return this.#db
      .prepare<[string], PairStanding>(
        `SELECT run_id AS runId, pair_id AS pairId, state, runtime_sec AS runtimeSec, cost, error
         FROM pairs WHERE run_id = ? ORDER BY position, pair_id`,
      )
      .all(runId)
  }

  /** Some cells of each tried pair's row of the metrics table, in manifest order: much faster than `pairs`. Cells without a plain value are null. */
  pairCells<Name extends string>(runId: string, names: readonly Name[]): PairCells<Name>[] {
    const columns = names.map((_, i) => `metrics -> ? AS c${i}`).join(', ')
    return this.#db
      .prepare<string[], Record<string, string | null> & { pairId: string; state: PairState }>(
        `SELECT pair_id AS pairId, state, ${columns} FROM pairs WHERE run_id = ? AND metrics IS NOT NULL ORDER BY position, pair_id`,
      )
      .all(...names, runId)
      .map(({ pairId, state, ...cells }) => ({
        pairId,
        state,
        cells: Object.fromEntries(names.map((name, i) => [name, plainCell(cells[`c${i}`])])) as Record<Name, Cell>,
      }))
  }

  /** What the embryo table had in a column for each embryo of the study's frames, as text; embryos without are left out. */
  embryoCells(column: string): Map<string, string> {
    const rows = this.#db
      .prepare<[string], { embryoId: string; value: string }>(
        `SELECT embryo_id AS embryoId, labels -> '$.cells' ->> ? AS value FROM frames WHERE value IS NOT NULL AND value <> ''`,
      )
      .all(column)
    return new Map(rows.map(({ embryoId, value }) => [embryoId, String(value)]))
  }

  /** The embryo table's rows of the study's frames, cell by cell. */
  frameCells(): {
    readonly embryoId: string
    readonly frameIndex: number
    readonly cells: Readonly<Record<string, string>>
  }[] {
    return this.#db
      .prepare<[], { embryoId: string; frameIndex: number; cells: string | null }>(
        `SELECT embryo_id AS embryoId, frame_index AS frameIndex, labels -> '$.cells' AS cells FROM frames`,
      )
      .all()
      .map(({ cells, ...frame }) => ({ ...frame, cells: JSON.parse(cells ?? '{}') }))
  }

  /** How many of the run's pairs are in each state. */
  countPairs(runId: string): Record<PairState, number> {
    const counts: Record<PairState, number> = { ok: 0, unconverged: 0, failed: 0, running: 0, queued: 0, skipped: 0 }
    const rows = this.#db
      .prepare<[string], { state: PairState; count: number }>(
        'SELECT state, count(*) AS count FROM pairs WHERE run_id = ? GROUP BY state',
      )
      .all(runId)
    for (const { state, count } of rows) counts[state] = count
    return counts
  }

  /** How many of the run's pairs each engine solved. */
  solvedBy(runId: string): Record<string, number> {
    const rows = this.#db
      .prepare<[string], { engine: string; count: number }>(
        `SELECT metrics ->> '$.engine' AS engine, count(*) AS count FROM pairs
         WHERE run_id = ? AND state IN ('ok', 'unconverged') AND engine IS NOT NULL GROUP BY engine ORDER BY engine`,
      )
      .all(runId)
    return Object.fromEntries(rows.map(({ engine, count }) => [engine, count]))
  }

  /** What one looks at first of the run's pairs, in manifest order: six times as fast as `pairs`, for lists that are watched. */
  pairGlances(runId: string): PairGlance[] {
    return this.#db.prepare<[string], PairGlance>(`${GLANCES} ORDER BY position, pair_id`).all(runId).map(withoutText)
  }

  /** What one looks at first of some of the run's pairs. */
  glancesOf(runId: string, pairIds: readonly string[]): PairGlance[] {
    const select = this.#db.prepare<[string, string], PairGlance>(`${GLANCES} AND pair_id = ?`)
    return pairIds.flatMap((pairId) => select.all(runId, pairId)).map(withoutText)
  }

  /** By pair, what is another whenever the pair has got another state, place, runtime or error: a third of the time that it takes to look at the pairs themselves. */
  pairMarks(runId: string): ReadonlyMap<string, string> {
    const rows = this.#db
      .prepare<[string], { pairId: string; mark: string }>(
        `SELECT pair_id AS pairId, state || ' ' || position || ' ' || coalesce(runtime_sec, '') || ' ' || coalesce(error, '') AS mark
         FROM pairs WHERE run_id = ?`,
      )
      .all(runId)
    return new Map(rows.map(({ pairId, mark }) => [pairId, mark]))
  }

  /** The rows of one of the two tables: every pair that was ever run, of all runs but the one left out, read one by one as they are asked for. */
  tableRows(table: 'metrics' | 'features', leftOut: string | null = null): IteratorObject<Row> {
    const select = `SELECT ${table} FROM pairs WHERE ${table} IS NOT NULL AND run_id IS NOT ? ORDER BY run_id, pair_id`
    return Iterator.from(this.#db.prepare<[string | null], string>(select).pluck().iterate(leftOut)).map(decodeRow)
  }

  /** Enters pairs that are not there yet as queued (or skipped, with the reason) and gives all their place in the manifest. */
  enterPairs(runId: string, pairs: readonly { pairId: string; position: number; skipReason?: string }[]): void {
    const insert = this.#db.prepare(
      `INSERT INTO pairs (run_id, pair_id, position, state, error) VALUES (@runId, @pairId, @position, @state, @error)
       ON CONFLICT (run_id, pair_id) DO UPDATE SET position = @position,
         state = CASE WHEN state IN ('skipped', 'queued') THEN @state ELSE state END,
         error = CASE WHEN state IN ('skipped', 'queued') THEN @error ELSE error END`,
    )
    this.#immediately(() => {
      for (const { pairId, position, skipReason } of pairs) {
        insert.run({ runId, pairId, position, state: skipReason ? 'skipped' : 'queued', error: skipReason ?? null })
      }
    })
  }

  /** Takes pairs out of the run, with the reason: what was known of them is gone, and comes again where they are run again. */
  skipPairs(runId: string, pairs: readonly { pairId: string; reason: string }[]): void {
    const skip = this.#db.prepare(
      `UPDATE pairs SET state = 'skipped', error = @reason, input_hash = NULL, solver_version = NULL, src_frame_hash = NULL,
         tgt_frame_hash = NULL, runtime_sec = NULL, cost = NULL, metrics = NULL, features = NULL, finished_at = NULL
       WHERE run_id = @runId AND pair_id = @pairId`,
    )
    this.#immediately(() => {
      for (const { pairId, reason } of pairs) skip.run({ runId, pairId, reason })
    })
  }

  /** Replaces a solved pair's row of the metrics table. */
  updateMetrics(runId: string, pairId: string, metrics: Row): void {
    this.#db
      .prepare('UPDATE pairs SET metrics = ? WHERE run_id = ? AND pair_id = ?')
      .run(encodeRow(metrics), runId, pairId)
  }

  startPair(runId: string, pairId: string): void {
    this.#once(`UPDATE pairs SET state = 'running' WHERE run_id = ? AND pair_id = ?`).run(runId, pairId)
  }

  finishPair(runId: string, pairId: string, outcome: PairOutcome): void {
    this.#once(
      `UPDATE pairs SET state = @state, input_hash = @inputHash, solver_version = @solverVersion,
         src_frame_hash = @srcFrameHash, tgt_frame_hash = @tgtFrameHash, runtime_sec = @runtimeSec, cost = @cost,
         error = @error, metrics = @metrics, features = @features, finished_at = @now
       WHERE run_id = @runId AND pair_id = @pairId`,
    ).run({
      ...outcome,
      metrics: outcome.metrics && encodeRow(outcome.metrics),
      features: outcome.features && encodeRow(outcome.features),
      runId,
      pairId,
      now: new Date().toISOString(),
    })
  }

  /** Keeps frames and how they were placed; those already known stay as they are, but that a person may now have found them right. */
  keepFrames(frames: readonly FrameRecord[], placements: readonly PlacementRecord[]): void {
    const frame = this.#db.prepare(
      `INSERT INTO frames (frame_hash, embryo_id, frame_index, mask_rle, yolk_rle, height_px, width_px, um_per_px,
         correction, labels)
       VALUES (@frameHash, @embryoId, @frameIndex, @maskRle, @yolkRle, @heightPx, @widthPx, @umPerPx, @correction, @labels)
       ON CONFLICT (frame_hash) DO UPDATE SET correction = coalesce(excluded.correction, correction)`,
    )
    const placement = this.#db.prepare(
      `INSERT OR REPLACE INTO placements (frame_hash, placement, grid_um_per_px, details)
       VALUES (@frameHash, @placement, @gridUmPerPx, @details)`,
    )
    this.#immediately(() => {
      for (const record of frames) frame.run(record)
      for (const record of placements) placement.run(record)
    })
  }

  /** Runs `read`, all of whose readings from this connection see the store as it is now, whatever is written to it meanwhile. */
  async whileUnchanged<T>(read: () => Promise<T>): Promise<T> {
    this.#db.exec('BEGIN')
    const result = await read()
    this.#db.exec('COMMIT')
    return result
  }

  /** Runs `write` while no other process can change the store: the tables beside it are written from it, one writer at a time. */
  whileLocked<T>(write: () => T): T {
    return this.#immediately(write)
  }

  /** A statement that every pair needs, prepared once: SQLite's part of one that is dropped stays until V8 collects its own. */
  #once(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #immediately<T>(work: () => T): T {
    return this.#db.inTransaction ? work() : this.#db.transaction(work).immediate()
  }
}

function prepare(
  db: Database.Database,
  { studyDir, path, readOnly }: { readonly studyDir: string; readonly path: string; readonly readOnly: boolean },
): void {
  db.pragma('busy_timeout = 30000')
  // the store is written a pair at a time and read from end to end: of a larger cache, which every connection has, nothing is used again
  db.pragma('cache_size = -2000')
  if (readOnly) {
    requireCurrentSchema(db, path)
    return
  }
  // WAL needs shared memory, which network drives don't give
  const isShared = isNetworkDrive(studyDir)
  db.pragma(`journal_mode = ${isShared ? 'DELETE' : 'WAL'}`)
  // with WAL the machine's death costs the last pairs, never the store, and nothing has to wait for the disk
  db.pragma(`synchronous = ${isShared ? 'FULL' : 'NORMAL'}`)
  db.pragma('foreign_keys = ON')
  migrate(db, path)
}

/** sha256 of the parts, hex; parts are told apart however they are cut. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}

const GLANCES = `
  SELECT pair_id AS pairId, position, state, runtime_sec AS runtimeSec, error,
    metrics ->> '$.iterations' AS iterations,
    metrics ->> '$.gap' AS gap,
    metrics ->> '$.mean_transport_distance_um' AS meanDistanceUm,
    metrics ->> '$.created_mass_pct' AS createdPct,
    metrics ->> '$.sinkhorn_divergence_um' AS divergenceUm
  FROM pairs WHERE run_id = ?`

/** NaN and infinities, for which JSON has no numbers, come as text: to a list they are no figure. */
function withoutText(glance: PairGlance): PairGlance {
  const figure = (value: number | null) => (typeof value === 'number' ? value : null)
  return {
    ...glance,
    iterations: figure(glance.iterations),
    gap: figure(glance.gap),
    meanDistanceUm: figure(glance.meanDistanceUm),
    createdPct: figure(glance.createdPct),
    divergenceUm: figure(glance.divergenceUm),
  }
}

interface RunRow {
  run_id: string
  state: RunState
  created_at: string
  updated_at: string
  parameters: string
  environment: string
  manifest_path: string
  manifest_sha256: string
  table_path: string
  artifacts_dir: string
  owner_host: string
  owner_pid: number
  heartbeat_at: string
  title: string
  note: string
  tags: string
  archived_at: string | null
}

interface PairRow {
  run_id: string
  pair_id: string
  position: number
  state: PairState
  input_hash: string | null
  solver_version: number | null
  src_frame_hash: string | null
  tgt_frame_hash: string | null
  runtime_sec: number | null
  cost: number | null
  error: string | null
  metrics: string | null
  features: string | null
}

function runRecord(row: RunRow): RunRecord {
  const owner: Owner = { host: row.owner_host, pid: row.owner_pid, heartbeatAt: row.heartbeat_at }
  return {
    runId: row.run_id,
    state: row.state === 'running' && !isAlive(owner) ? 'interrupted' : row.state,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    parameters: decodeRow(row.parameters),
    environment: decodeRow(row.environment),
    manifestPath: row.manifest_path,
    manifestSha256: row.manifest_sha256,
    tablePath: row.table_path,
    artifactsDir: row.artifacts_dir,
    owner,
    title: row.title,
    note: row.note,
    tags: JSON.parse(row.tags),
    archivedAt: row.archived_at,
  }
}

/** The table rows are decoded each time that they are looked at: as objects they take up several times as much as their text. */
function pairRecord(row: PairRow): PairRecord {
  return {
    runId: row.run_id,
    pairId: row.pair_id,
    position: row.position,
    state: row.state,
    inputHash: row.input_hash,
    solverVersion: row.solver_version,
    srcFrameHash: row.src_frame_hash,
    tgtFrameHash: row.tgt_frame_hash,
    runtimeSec: row.runtime_sec,
    cost: row.cost,
    error: row.error,
    get metrics() {
      return row.metrics === null ? null : decodeRow(row.metrics)
    },
    get features() {
      return row.features === null ? null : decodeRow(row.features)
    },
  }
}

function plainCell(json: string | null): Cell {
  const cell: unknown = json === null ? null : JSON.parse(json)
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
}

/** JSON has no NaN or infinities; the tables do. */
type StoredCell = Cell | { readonly number: string }

function encodeRow(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value,
  )
}

/** in place and without a reviver: a row has two hundred cells, and thousands of rows are decoded whenever the tables are written */
function decodeRow(text: string): Row {
  const row: Record<string, Cell> = JSON.parse(text)
  const stored: Readonly<Record<string, StoredCell>> = row
  for (const name in stored) {
    const cell = stored[name]
    if (typeof cell === 'object' && cell !== null) row[name] = Number(cell.number)
  }
  return row
}

/** Whether the owner of a run is this very process. */
export function isThisProcess(owner: Owner): boolean {
  return owner.host === hostname() && owner.pid === process.pid
}

/** An owner on this machine is alive if its process is; anywhere, if it has given a sign of life. */
function isAlive(owner: Owner): boolean {
  if (isThisProcess(owner)) return true
  const silentSec = (Date.now() - Date.parse(owner.heartbeatAt)) / 1000
  if (silentSec > HEARTBEAT_TIMEOUT_SEC) return false
  return owner.host !== hostname() || processExists(owner.pid)
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
