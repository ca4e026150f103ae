/** The limits that the page on the protocol names are those that are checked. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8')
const [, table = ''] = /^## Limits\n([\s\S]+?)^## /m.exec(page) ?? []
const named = table.split('\n').flatMap((line) => {
  const [, kinds = '', size] = /^\| (.+) \| (\d+) KiB \|$/.exec(line) ?? []
  return [...kinds.matchAll(/`(\w+)`/g)].map(([, kind = '']) => [kind, Number(size) * 1024] as const)
})

it('names each message that comes over the wire by itself', () => {
  const wire =
    'Signed Target Rollout Trust TrustChain Secrets Command Result Report Presence Log Watch Chart Claim Renewal ClaimAnswer'
  expect(named.map(([kind]) => kind).sort()).toEqual(wire.split(' ').sort())
})

it.each(named)('of %s is the one that is checked', (kind, bytes) => {
  expect(bytes).toBe(KINDS[kind as keyof typeof KINDS].maxBytes)
})
