import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseConfig } from '../agent/config.ts'
import { Desk } from '../fleet/testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

it('the agent takes the configuration that "holdfast enroll" writes', async () => {
  await desk.run('keygen')
  const line = 'enroll --device d1 --fleet f --key release.pub --key rollout.pub --device-type pi --out d1.json'
  expect((await desk.run(line)).code).toBe(0)
  const config = parseConfig(await readFile(desk.path('d1.json'), 'utf8'), desk.path('d1.json'))
  expect(config).toMatchObject({ device: 'd1', fleet: 'f', broker: { url: desk.url }, deviceType: 'pi' })
  expect(config.trustedKeys.map(({ role }) => role)).toEqual(['release', 'rollout'])
})

it.each(['ws://broker.example', 'mqtt://me:secret@broker.example', 'mqtt://broker.example/path'])(
  'enroll refuses %s, which the agent would refuse',
  async (broker) => {
    await desk.run('keygen')
    const written = await desk.run(`enroll --device d1 --fleet f --key release.pub --broker ${broker} --out d1.json`)
    expect(written).toMatchObject({ code: 2, err: expect.stringContaining('--broker') })
    expect(written.err).not.toContain('secret')
    await expect(readFile(desk.path('d1.json'))).rejects.toThrow('ENOENT')
  },
)

it('enroll refuses certificates for a broker without TLS and a password without a user, as the agent would', async () => {
  await desk.run('keygen')
  const line = 'enroll --device d1 --fleet f --key release.pub --ca-file ca.pem --out d1.json --broker mqtt://b'
  expect(await desk.run(line)).toMatchObject({ code: 2, err: expect.stringContaining('--ca-file') })
  expect((await desk.run(line.replace('mqtt:', 'mqtts:'))).code).toBe(0)
  expect(await desk.run(`${line.replace('--ca-file', '--password-file')}2`)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--user'),
  })
})
