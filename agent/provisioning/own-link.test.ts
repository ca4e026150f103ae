/** Calls for a renewal on the agent's own connection: which of them count. */
import { NEVER } from 'rxjs'
import { expect, it } from 'vitest'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import type { BrokerPort } from '../broker-port.ts'
import { OwnLink } from './own-link.ts'

const IDENTITY: IdentityFact = {
  device: 'press-7',
  fleet: 'plant-b',
  claim: '00',
  certificates: '',
  authority: '',
  brokerUrl: '',
  serialNumber: '1',
  notBeforeMs: 0,
  notAfterMs: 1,
}

const port: BrokerPort = {
  deliveries: NEVER,
  connection: NEVER,
  publish: async () => {},
  reconnect: () => {},
  hasten: () => {},
  close: async () => {},
}

/** Whether a call is heeded by who begins to wait now. */
async function isCalled(link: OwnLink): Promise<boolean> {
  const waiting = new AbortController()
  const called = link.called(waiting.signal).then(
    () => true,
    () => false,
  )
  queueMicrotask(() => waiting.abort())
  return called
}

const begun = (): OwnLink => {
  const link = new OwnLink(async () => {})
  link.attach(IDENTITY, { port, use: () => {} })
  return link
}

it('a call that came while nobody waited for one counts, once', async () => {
  const link = begun()
  link.call()
  expect(await isCalled(link)).toBe(true)
  expect(await isCalled(link)).toBe(false)
})

it('a call from before an agent began is over: it has told where it is since', async () => {
  const link = begun()
  link.call()
  link.attach({ ...IDENTITY, serialNumber: '2' }, { port, use: () => {} })
  expect(await isCalled(link)).toBe(false)
  link.call()
  expect(await isCalled(link)).toBe(true)
})
