import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forgetIdentity, knownIdentity, noteIdentity } from '../provisioning/known-identity.ts'
import type { Finding } from './finding.ts'
import { judgeIdentity } from './look-at-identity.ts'

const DAY_MS = 24 * 3_600_000
const identity = {
  device: 'till-1',
  fleet: 'shop',
  claim: '80000000000000000000000000000000',
  certificates: 'PEM',
  authority: 'PEM',
  brokerUrl: '',
  serialNumber: '01',
  notBeforeMs: 100 * DAY_MS,
  notAfterMs: 200 * DAY_MS,
}

it.each<[number, Finding['state'], string]>([
  [99, 'wrong', 'The clock is behind'],
  [110, 'ok', ''],
  // It is due, and has time.
  [180, 'ok', ''],
  [198, 'warn', 'See that the registrar runs'],
  [200, 'wrong', 'claims anew'],
])('on day %i a certificate from day 100 to 200 is %s', (day, state, advice) => {
  const finding = judgeIdentity(identity, day * DAY_MS)
  expect(finding).toMatchObject({ state, advice: expect.stringContaining(advice) })
  expect(finding.advice === '').toBe(state === 'ok')
})

it('is known from its file, and not from half of one', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'hf-identity-'))
  expect(await knownIdentity(dir)).toBeNull()
  await noteIdentity(dir, identity)
  expect(await knownIdentity(dir)).toEqual(identity)
  for (const text of ['{"device": "till-1"}', '{', 'null']) {
    await writeFile(join(dir, 'known-identity.json'), text)
    expect(await knownIdentity(dir)).toBeNull()
  }
  await rm(dir, { recursive: true })
})

it('leaves nothing in its directory once it is forgotten, and says so where it cannot', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'hf-identity-'))
  await forgetIdentity(dir)
  await noteIdentity(dir, identity)
  await writeFile(join(dir, 'known-identity.json.new'), '{')
  await forgetIdentity(dir)
  expect(await readdir(dir)).toEqual([])
  await rm(dir, { recursive: true })
  await expect(forgetIdentity(dir)).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE', place: dir })
})
