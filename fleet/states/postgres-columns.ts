/**
 * How device states stand in PostgreSQL.
 *
 * Invariant: a state that was written is read as it was; a column for each field, so that people can query them.
 */
import type { DeviceState } from './device-state.ts'

export const TABLE = 'holdfast_devices'
export const SCHEMA_VERSION = 1

const COLUMNS: Readonly<Record<keyof DeviceState, readonly [column: string, type: string]>> = {
  device: ['device', 'text'],
  fleet: ['fleet', 'text'],
  online: ['online', 'boolean'],
  connection: ['connection', 'bigint'],
  sequence: ['sequence', 'bigint'],
  boots: ['boots', 'jsonb'],
  pinned: ['pinned', 'boolean'],
  phase: ['phase', 'text'],
  currentEpoch: ['current_epoch', 'bigint'],
  currentRelease: ['current_release', 'text'],
  targetEpoch: ['target_epoch', 'bigint'],
  ranEpoch: ['ran_epoch', 'bigint'],
  refused: ['refused', 'jsonb'],
  baseEpoch: ['base_epoch', 'bigint'],
  base: ['base', 'jsonb'],
  restarts: ['restarts', 'bigint'],
  unhealthy: ['unhealthy', 'boolean'],
  notifiedEpoch: ['notified_epoch', 'bigint'],
  notifiedMs: ['notified_ms', 'bigint'],
}

const FIELDS = Object.keys(COLUMNS) as (keyof DeviceState)[]

/** Room on each page, so that an update needs no new entry in the indexes. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS holdfast_schema (version integer NOT NULL, sweep_ms bigint NOT NULL);
  INSERT INTO holdfast_schema SELECT ${SCHEMA_VERSION}, 0 WHERE NOT EXISTS (SELECT FROM holdfast_schema);
  CREATE TABLE IF NOT EXISTS ${TABLE} (
    ${FIELDS.map((field) => `${COLUMNS[field].join(' ')} NOT NULL`).join(',\n    ')},
    PRIMARY KEY (device)
  ) WITH (fillfactor = 70);
  CREATE INDEX IF NOT EXISTS ${TABLE}_fleet ON ${TABLE} (fleet);`

const LIST = FIELDS.map((field) => COLUMNS[field][0]).join(', ')
const RECORD = FIELDS.map((field) => COLUMNS[field].join(' ')).join(', ')

/** $1: states as JSON, see {@link rowOf}; those that are there already are left as they are. */
export const INSERT = `INSERT INTO ${TABLE} (${LIST}) SELECT ${LIST} FROM jsonb_to_recordset($1::jsonb) AS r(${RECORD})
  ORDER BY device ON CONFLICT (device) DO NOTHING`

export const UPDATE = `UPDATE ${TABLE} t SET ${FIELDS.filter((field) => field !== 'device')
  .map((field) => `${COLUMNS[field][0]} = r.${COLUMNS[field][0]}`)
  .join(', ')} FROM jsonb_to_recordset($1::jsonb) AS r(${RECORD}) WHERE t.device = r.device`

/** $1: names. */
export const KNOWN = `SELECT device FROM ${TABLE} WHERE device = ANY($1)`

/** $1: names. Locked until the end of the transaction, in one order, so that nobody waits in a circle. */
export const LOCK = `SELECT to_jsonb(t) AS row FROM ${TABLE} t WHERE device = ANY($1) ORDER BY device FOR UPDATE`

export function rowOf(state: DeviceState): Record<string, unknown> {
  return Object.fromEntries(FIELDS.map((field) => [COLUMNS[field][0], state[field]]))
}

export function stateOf(row: Record<string, unknown>): DeviceState {
  return Object.fromEntries(FIELDS.map((field) => [field, row[COLUMNS[field][0]]])) as unknown as DeviceState
}
