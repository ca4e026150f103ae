/**
 * Requests of operators, over the socket or straight to the data.
 *
 * Invariant: pure; the only list of them. What is asked in a form that is not known (`request-fields.ts`) changes
 * nothing.
 */
import { readRequest as readFrom } from '../control/request-fields.ts'
import {
  approve,
  createToken,
  type Done,
  forget,
  importSerials,
  move,
  reject,
  revoke,
  revokeToken,
  tag,
} from './operate.ts'
import { newToken } from './proofs.ts'
import type { ClaimRecord, DeviceRecord, Registry, RevokedRecord, SerialRecord, TokenRecord } from './records.ts'
import { FIELDS } from './request-fields.ts'

/** Whether it is connected, only a registrar that runs knows. */
export type ListedDevice = DeviceRecord & { online?: boolean }

export interface Requests {
  devices: { asks: object; answer: { devices: ListedDevice[]; claims: ClaimRecord[] } }
  approve: {
    asks: { claim: string; device?: string | undefined; fleet?: string | undefined; replace: boolean }
    answer: ClaimRecord
  }
  reject: { asks: { claim: string }; answer: ClaimRecord }
  revoke: { asks: { device: string; erase: boolean }; answer: DeviceRecord }
  forget: { asks: { device: string }; answer: null }
  tag: { asks: { device: string; tags: readonly string[] }; answer: DeviceRecord }
  move: { asks: { device: string; fleet: string }; answer: DeviceRecord }
  tokens: { asks: object; answer: Omit<TokenRecord, 'secret'>[] }
  createToken: { asks: { fleet: string; uses: number; forMs: number }; answer: TokenRecord }
  revokeToken: { asks: { id: string }; answer: null }
  serials: { asks: object; answer: Omit<SerialRecord, 'code'>[] }
  importSerials: { asks: { serials: readonly SerialRecord[] }; answer: number }
  revoked: { asks: object; answer: RevokedRecord[] }
}

export type RequestName = keyof Requests

/** One request with what it asks. */
export type Request = { [N in RequestName]: { do: N } & Requests[N]['asks'] }[RequestName]

type Actions = {
  [N in RequestName]: (registry: Registry, asked: Requests[N]['asks'], nowMs: number) => Done<Requests[N]['answer']>
}

const ACTIONS: Actions = {
  devices: (registry) => look({ devices: sorted(registry.device, 'name'), claims: sorted(registry.claim, 'firstMs') }),
  approve: (registry, { claim, ...as }) => approve(registry, claim, as),
  reject: (registry, { claim }) => reject(registry, claim),
  revoke: (registry, { device, erase }, nowMs) => revoke(registry, device, erase, nowMs),
  forget: (registry, { device }) => forget(registry, device),
  tag: (registry, { device, tags }) => tag(registry, device, tags),
  move: (registry, { device, fleet }) => move(registry, device, fleet),
  tokens: (registry) => look(sorted(registry.token, 'createdMs').map(withoutSecret)),
  createToken: (_, asked, nowMs) => createToken(newToken(), asked, nowMs),
  revokeToken: (registry, { id }) => revokeToken(registry, id),
  serials: (registry) => look(sorted(registry.serial, 'serial').map(withoutCode)),
  importSerials: (_, { serials }) => importSerials(serials),
  revoked: (registry) => look([...registry.revoked.values()]),
}

/**
 * What a request does.
 * @throws HF_… of the action
 */
export function act(registry: Registry, request: Request, nowMs: number): Done<unknown> {
  const action = ACTIONS[request.do] as (registry: Registry, asked: object, nowMs: number) => Done<unknown>
  return action(registry, request, nowMs)
}

/**
 * A request as it came over the socket, with all that it needs and nothing else.
 * @throws HF_REGISTRAR_REQUEST_INVALID with the field, where the request is known
 */
export function readRequest(line: string): Request {
  return readFrom(line, FIELDS, { name: 'registrar', code: 'HF_REGISTRAR_REQUEST_INVALID' })
}

function withoutSecret(token: TokenRecord): Omit<TokenRecord, 'secret'> {
  const { secret: _, ...shown } = token
  return shown
}

function withoutCode(serial: SerialRecord): Omit<SerialRecord, 'code'> {
  const { code: _, ...shown } = serial
  return shown
}

function look<T>(result: T): Done<T> {
  return { changes: [], notes: [], result }
}

function sorted<R>(records: ReadonlyMap<string, R>, by: keyof R): R[] {
  return [...records.values()].sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0))
}
