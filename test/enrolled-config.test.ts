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

it.each(['http://broker.example', 'mqtt://me:secret@broker.example', 'mqtt://broker.example/path'])(
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

it.each([
  ['--token-file token', { kind: 'token' }],
  ['--serial SN-1 --code-file code', { kind: 'serial', serial: 'SN-1' }],
  ['--serial SN-1 --fleet shop', { kind: 'approval', serial: 'SN-1' }],
])('the agent takes the configuration of devices that claim with %s', async (proof, credential) => {
  await desk.run('keygen')
  const line = `enroll --claim-url mqtts://b:8884 --user claim --password-file p --ca-file ca --authority ca ${proof}`
  expect(await desk.run(`${line} --key release.pub --out many.json`)).toMatchObject({ code: 0 })
  const config = parseConfig(await readFile(desk.path('many.json'), 'utf8'), desk.path('many.json'))
  expect(config.claim).toMatchObject({ url: 'mqtts://b:8884', username: 'claim', credential })
})

it.each([
  ['--claim-url mqtt://b', '--claim-url'],
  ['--claim-url mqtts://b --broker mqtts://b', '--broker'],
  ['--claim-url mqtts://b --token-file t --serial s --code-file c', '--code-file'],
  ['--claim-url mqtts://b --code-file c', '--serial'],
  ['--device d --fleet f --broker mqtts://b --token-file t', '--token-file'],
])('enroll refuses %s, which no agent could use', async (line, flag) => {
  await desk.run('keygen')
  expect(await desk.run(`enroll ${line} --key release.pub --out one.json`)).toMatchObject({
    code: 2,
    err: expect.stringContaining(flag),
  })
})
