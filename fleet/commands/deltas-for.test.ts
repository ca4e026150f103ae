/** A deployment that makes deltas first, which may take minutes. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { Desk } from '../testing.ts'

const TOPICS = fleetTopics('f')

let desk: Desk
/** Of the image that the device runs; it has nothing. */
let registry: Server
let meanwhile: () => Promise<void>
let asked: number

beforeEach(async () => {
  meanwhile = async () => {}
  asked = 0
  desk = await Desk.open()
  await desk.run('keygen --out .')
  await desk.compose()
  registry = createServer((_, response) => {
    asked += 1
    void meanwhile().then(() => response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const image = `127.0.0.1:${(registry.address() as AddressInfo).port}/web@sha256:${'1'.repeat(64)}`
  await (await desk.device('d')).reports({ services: [{ service: 'web', image }] })
})
afterEach(async () => {
  await desk.clear()
  await new Promise((resolve) => registry.close(resolve))
})

const payload = async (topic: string) => decode(KINDS.Signed, await desk.retained(topic)).payload
const target = async (): Promise<Target> => decode<Target>(KINDS.Target, await payload(TOPICS.target))

it('goes over what another operator has deployed meanwhile, not beside it, and is signed when that is done', async () => {
  let made = 0
  meanwhile = async () => {
    expect(await desk.run('deploy docker-compose.yml --fleet f --no-wait --release-version other')).toMatchObject({
      code: 0,
    })
    made = Date.now()
  }
  const { code, err } = await desk.run('deploy docker-compose.yml --fleet f --no-wait --deltas --release-version own')
  expect([code, asked]).toEqual([0, 1])
  expect(err).toContain('warning: no delta from 127.0.0.1')
  const { epoch, release, fallback, issuedAtMs } = await target()
  expect({ epoch, own: release?.version, before: fallback?.version }).toEqual({ epoch: 2, own: 'own', before: 'other' })
  const rollout = decode<Rollout>(KINDS.Rollout, await payload(TOPICS.rollout))
  expect(rollout.epoch).toBe(2)
  for (const ms of [issuedAtMs, rollout.issuedAtMs]) expect(ms).toBeGreaterThanOrEqual(made)
})

it('of a signed file makes them too, and tells when the file has become stale meanwhile', async () => {
  expect(await desk.run('release docker-compose.yml --fleet f --epoch 1 --out own.hft')).toMatchObject({ code: 0 })
  meanwhile = async () => void (await desk.run('deploy docker-compose.yml --fleet f --no-wait --release-version other'))
  const { code, err } = await desk.run('deploy own.hft --no-wait --deltas')
  expect([code, asked]).toEqual([1, 1])
  expect(err).toContain('HF_EPOCH_STALE')
  expect((await target()).release?.version).toBe('other')
})

it('makes none where what is published is of other keys: that is told first', async () => {
  await desk.run('deploy docker-compose.yml --fleet f --no-wait')
  await desk.run('keygen --out other')
  const other = `--key ${desk.path('other')}`
  expect(await desk.run(`deploy docker-compose.yml --fleet f --no-wait --deltas ${other}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('another release key') as string,
  })
  expect(asked).toBe(0)
})
