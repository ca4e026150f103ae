/**
 * Where the devices stand, asked of PostgreSQL.
 *
 * Invariant: says what `outcome.ts` says.
 */

import { TABLE } from './postgres-columns.ts'
import { MOST_FAILURES, MOST_REFUSERS, type StandingQuery } from './state-base.ts'

/** $1 fleet, $2 epoch, $3 fallback, $4 restarts, $5 timeout, $6 now. */
const STANDING = `
  SELECT device, online, sequence, refused,
    (('x' || encode(substr(sha256(convert_to(device || E'\\n' || $2::bigint::text, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint
      & 4294967295) % 10000 AS lot,
    CASE
      WHEN current_epoch = $2 AND $3::text <> '' AND current_release = $3 THEN 'reverted'
      WHEN current_epoch = $2 AND (unhealthy OR ($4::bigint > 0 AND restarts >= $4)) THEN 'unwell'
      WHEN current_epoch = $2 THEN 'succeeded'
      WHEN refused ? $2::bigint::text THEN 'failed'
      WHEN target_epoch = $2 AND phase NOT IN ('idle', 'waiting') THEN 'notified'
      WHEN ran_epoch = $2 AND NOT (target_epoch = $2 AND phase = 'waiting') THEN 'failed'
      WHEN online THEN 'waiting'
      ELSE 'away'
    END AS outcome,
    $5::bigint > 0 AND notified_epoch = $2 AND $6::bigint - notified_ms > $5 AS late
  FROM ${TABLE} WHERE fleet = $1 AND NOT pinned`

const PLACE = `lot::int, online, outcome, (outcome = 'notified' AND late) AS "isLate"`

export const GROUPS = `SELECT ${PLACE}, count(*)::int AS count FROM (${STANDING}) s GROUP BY 1, 2, 3, 4`

/** $7: names. */
export const NAMED = `SELECT device AS name, ${PLACE}, 1 AS count FROM (${STANDING} AND device = ANY($7)) s`

export const REFUSERS = `SELECT device AS name, lot::int, sequence::float8 AS sequence
  FROM (${STANDING} AND refused ? $2::bigint::text) s
  WHERE outcome = 'failed' AND refused ->> $2::bigint::text <> '' LIMIT ${MOST_REFUSERS}`

/** In the order of the bytes, as the other database has it. */
export const FAILURES = `SELECT device AS name, lot::int, outcome,
    CASE WHEN outcome = 'failed' THEN coalesce(refused ->> $2::bigint::text, '') ELSE '' END AS code
  FROM (${STANDING}) s WHERE outcome IN ('failed', 'unwell') OR (outcome = 'notified' AND late)
  ORDER BY device COLLATE "C" LIMIT ${MOST_FAILURES}`

/** $1 epoch, $2 names, $3 sequences. */
export const FORGET = `UPDATE ${TABLE} t SET refused = refused - $1::bigint::text, ran_epoch = 0, notified_epoch = 0, notified_ms = 0
  FROM unnest($2::text[], $3::bigint[]) AS r(device, sequence) WHERE t.device = r.device AND t.sequence = r.sequence`

export const CLAIM_SWEEP = `UPDATE holdfast_schema SET sweep_ms = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
  WHERE sweep_ms < $1 RETURNING sweep_ms`

export const NOW = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now'

export function parameters(query: StandingQuery): unknown[] {
  const { fleet, epoch, fallbackId, restarts, timeoutMs, nowMs } = query
  return [fleet, epoch, fallbackId, restarts, timeoutMs, Math.trunc(nowMs)]
}
