/**
 * What a person may ask of a device from the page.
 *
 * Invariant: the one table of them; nothing that destroys data or switches a machine off is among them, and no
 * program can be run from a browser.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Command } from '../../protocol/types.ts'
import { HttpFault } from './http-fault.ts'

const WORDS: Readonly<Record<string, (service: string, reason: string, force: boolean) => Loose<Command>>> = {
  pause: (_, reason) => ({ hold: { reason, downloads: false } }),
  resume: () => ({ unhold: {} }),
  cancel: () => ({ cancel: {} }),
  revert: () => ({ revert: {} }),
  restart: (service, _, force) => ({ restart: { service, force } }),
  identify: () => ({ identify: {} }),
  'update-now': (_service, _reason, force) => ({ updateNow: { force } }),
}

const BUDGET_MS = 60_000
const MOST_CHARACTERS = 200

/** @throws HF_DASHBOARD_REQUEST_INVALID */
export function commandOf(body: Readonly<Record<string, unknown>>): Loose<Command> {
  const { action, service = '', reason = '', force = false } = body
  const make = typeof action === 'string' && Object.hasOwn(WORDS, action) ? WORDS[action] : undefined
  if (make === undefined) throw invalid(`action is none of ${Object.keys(WORDS).join(', ')}`)
  if (typeof service !== 'string' || typeof reason !== 'string' || typeof force !== 'boolean')
    throw invalid('service and reason are text, force is true or false')
  if (service.length > MOST_CHARACTERS || reason.length > MOST_CHARACTERS)
    throw invalid(`service and reason have at most ${MOST_CHARACTERS} characters`)
  return { budgetMs: BUDGET_MS, ...make(service, reason, force) }
}

function invalid(message: string): HttpFault {
  return new HttpFault(400, 'HF_DASHBOARD_REQUEST_INVALID', message)
}
