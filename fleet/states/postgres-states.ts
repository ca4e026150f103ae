/**
 * Device states in PostgreSQL, for any number of processes.
 *
 * Invariant: what is known of a device is read, judged and written under the lock of its row. A transaction that the
 * server gives up for another one's sake is done again.
 */
import { Pool, type PoolClient } from 'pg'
import { HoldfastError } from '../../protocol/errors.ts'
import { type DeviceMessage, type DeviceState, deviceOf, unknownDevice, withMessage } from './device-state.ts'
import { INSERT, KNOWN, LOCK, rowOf, SCHEMA, SCHEMA_VERSION, stateOf, UPDATE } from './postgres-columns.ts'
import { CLAIM_SWEEP, FAILURES, FORGET, GROUPS, NAMED, NOW, parameters, REFUSERS } from './postgres-queries.ts'
import type { Failure, Group, Refuser, Standing, StandingQuery, StateBase } from './state-base.ts'

/** Deadlock, and serialization failure. */
const AGAIN: ReadonlySet<unknown> = new Set(['40P01', '40001'])
const TRIES = 20
/** "holdfast" in a number: who makes the tables does it alone. */
const SCHEMA_LOCK = 0x686f6c64

export class PostgresStates implements StateBase {
  readonly #pool: Pool
  readonly #place: string

  private constructor(pool: Pool, place: string) {
    this.#pool = pool
    this.#place = place
  }

  /**
   * Connects, and makes the tables if there are none.
   * @param url postgres://USER[:PASSWORD]@HOST[:PORT]/DATABASE; what is missing is taken from PGPASSWORD and its like
   * @throws HF_DATABASE_UNAVAILABLE; HF_STORE_CORRUPT when the tables are of a later version
   */
  static async open(url: string): Promise<PostgresStates> {
    const pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 10_000 })
    // An idle connection that breaks is replaced at the next use, which tells if it cannot be.
    pool.on('error', () => {})
    const { host, pathname } = new URL(url)
    const states = new PostgresStates(pool, `${host}${pathname}`)
    try {
      await states.#transaction(async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK])
        await client.query(SCHEMA)
        const { rows } = await client.query<{ version: number }>('SELECT version FROM holdfast_schema')
        if (rows[0]!.version !== SCHEMA_VERSION)
          throw new HoldfastError('HF_STORE_CORRUPT', `has the form ${rows[0]!.version}, of a later version`, {
            place: states.#place,
          })
      })
      return states
    } catch (error) {
      await pool.end()
      throw error
    }
  }

  async apply(messages: readonly DeviceMessage[], nowMs: number): Promise<void> {
    const names = [...new Set(messages.map(deviceOf))]
    if (names.length === 0) return
    // Before, and not in it: whoever holds rows and then waits for new ones could wait in a circle.
    const missing = await this.#missing(names)
    if (missing.length > 0)
      await this.#query(INSERT, [JSON.stringify(missing.map((name) => rowOf(unknownDevice(name))))])
    await this.#transaction(async (client) => {
      const before = await locked(client, names)
      const after = new Map(before)
      for (const message of messages) {
        const name = deviceOf(message)
        after.set(name, withMessage(after.get(name)!, message, nowMs))
      }
      const changed = [...after.values()].filter((state) => state !== before.get(state.device))
      if (changed.length > 0) await client.query(UPDATE, [JSON.stringify(changed.map(rowOf))])
    })
  }

  async standing(query: StandingQuery): Promise<Standing> {
    const values = parameters(query)
    const [groups, named, refusers] = await Promise.all([
      this.#query<Group>(GROUPS, values),
      query.named.length === 0 ? [] : this.#query<Standing['named'][number]>(NAMED, [...values, [...query.named]]),
      query.retries ? this.#query<Refuser>(REFUSERS, values) : [],
    ])
    // Most looks find none, and read the table no second time.
    const hasFailures = groups.some(
      ({ outcome, isLate }) => outcome === 'failed' || outcome === 'unwell' || (outcome === 'notified' && isLate),
    )
    const failures = hasFailures ? await this.#query<Failure>(FAILURES, values) : []
    return { groups, named, refusers, failures }
  }

  async forget(epoch: number, refusers: readonly Pick<Refuser, 'name' | 'sequence'>[]): Promise<void> {
    const names = refusers.map(({ name }) => name)
    const sequences = refusers.map(({ sequence }) => sequence)
    await this.#transaction(async (client) => {
      await locked(client, names)
      await client.query(FORGET, [epoch, names, sequences])
    })
  }

  async nowMs(): Promise<number> {
    return (await this.#query<{ now: number }>(NOW, []))[0]!.now
  }

  async claimSweep(sinceMs: number): Promise<boolean> {
    return (await this.#query(CLAIM_SWEEP, [Math.trunc(sinceMs)])).length > 0
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  async #missing(names: readonly string[]): Promise<string[]> {
    const rows = await this.#query<{ device: string }>(KNOWN, [[...names]])
    const known = new Set(rows.map(({ device }) => device))
    return names.filter((name) => !known.has(name))
  }

  async #query<Row>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.#pool.query(text, values)).rows as Row[]
    } catch (cause) {
      throw this.#unavailable(cause)
    }
  }

  async #transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    for (let left = TRIES; ; left -= 1) {
      try {
        return await this.#once(work)
      } catch (error) {
        if (left === 0 || !AGAIN.has((error as { code?: unknown }).code)) throw this.#unavailable(error)
      }
    }
  }

  async #once(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.#pool.connect()
    let broken = true
    // The query under way is told; without a listener the process would end.
    const onError = (): void => {}
    client.on('error', onError)
    try {
      await client.query('BEGIN')
      try {
        await work(client)
        await client.query('COMMIT')
        broken = false
      } catch (error) {
        await client.query('ROLLBACK')
        broken = false
        throw error
      }
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  #unavailable(cause: unknown): HoldfastError {
    if (cause instanceof HoldfastError) return cause
    const why =
      cause instanceof Error && cause.message !== '' ? cause.message : String((cause as { code?: unknown }).code)
    return new HoldfastError('HF_DATABASE_UNAVAILABLE', why, { place: this.#place, cause })
  }
}

async function locked(client: PoolClient, names: readonly string[]): Promise<Map<string, DeviceState>> {
  const { rows } = await client.query<{ row: Record<string, unknown> }>(LOCK, [[...names]])
  return new Map(rows.map(({ row }) => stateOf(row)).map((state) => [state.device, state]))
}
