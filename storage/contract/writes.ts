/** Writes as the contract's tests make them. */
import { NO_ACTION } from '../../protocol/check-command.ts'
import type { CommandRecord, FlightEntry } from '../../protocol/types.ts'
import type { Write } from '../store.ts'

export const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
export const text = (body: Uint8Array | null | undefined) => (body ? Buffer.from(body).toString() : body)

export const checkpoint = (machine: string, body: string): Write => ({
  op: 'checkpoint',
  machine,
  version: 3,
  body: bytes(body),
})
export const outgoing = (key: string, payload = key): Write => ({
  op: 'outgoing',
  key,
  message: { topic: `hf/1/device/d/${key}`, payload: bytes(payload), retain: false },
})
export const counter = (name: string, value: number): Write => ({ op: 'counter', name, value })
export const document = (id: string, content = id): Write => ({ op: 'document', id, bytes: bytes(content) })
export const transition = (to: string): Omit<FlightEntry, 'sequence'> => ({
  machine: 'update',
  bootId: 'boot',
  monoMs: 1,
  wallMs: 2,
  from: 'idle',
  to,
  event: 'TARGET',
  detail: '',
})
export const flown = (...states: string[]): Write => ({ op: 'flight', entries: states.map(transition) })
export const command = (id: string): Write => ({ op: 'command', record: commandRecord(id) })

export function commandRecord(id: string): CommandRecord {
  return {
    command: { ...NO_ACTION, id, budgetMs: 1000, identify: {} },
    arrival: 0,
    bootId: 'boot',
    monoMs: 5,
    result: null,
    note: '',
  }
}
