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
