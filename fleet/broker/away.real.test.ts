/** Two Mosquittos that know nothing of each other, of which one dies under a controller and comes back with its old disk. */
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fleetTopics } from '../../protocol/topics.ts'
import { startMosquitto } from '../../test/rig/mosquitto.ts'
import type { Part } from '../../test/rig/process.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import { Desk } from '../testing.ts'

const PATIENCE = { timeout: 60_000, interval: 200 }
const { target, rollout, controller } = fleetTopics('f')

describeReal('a node that dies under a controller', () => {
  let one: Part
  let two: Part
  let desk: Desk
  beforeAll(async () => {
    ;[one, two] = await Promise.all([startMosquitto(), startMosquitto()])
    desk = await Desk.open()
  })
  afterAll(async () => {
    await desk?.clear()
    await one?.stop()
    await two?.stop()
  })

  /** What is retained of the fleet, in hex by topic. */
  async function retained({ address }: Part): Promise<Record<string, string>> {
    const client = await mqtt.connectAsync(address)
    const found: Record<string, string> = {}
    client.on('message', (topic, payload) => {
      found[topic] = payload.toString('hex')
    })
    await client.subscribeAsync('hf/1/fleet/f/+', { qos: 1 })
    // Mosquitto sends what it retains before it answers what comes after.
    await client.unsubscribeAsync('hf/1/fleet/f/+')
    await client.endAsync()
    return found
  }

  it('gets the release that was published meanwhile, in the place of the old one', async () => {
    const start = () => desk.run('rollout start --fleet f --plan all.yml --no-wait --data state')
    const deploy = `deploy docker-compose.yml --fleet f --share 0% --no-wait --broker ${one.address}`
    await desk.run('keygen')
    await desk.compose()
    await desk.write('all.yml', 'waves: [{ share: 100%, bake: 1h }]')
    expect(await desk.run(`${deploy} --broker ${two.address}`)).toMatchObject({ code: 0, err: '' })
    const old = await retained(two)
    expect(Object.keys(old).sort()).toEqual([rollout, target])
    const end = new AbortController()
    const brokers = `--broker ${one.address} --broker ${two.address}`
    const serving = desk.run(`controller --data state --every 100ms ${brokers}`, { interrupt: end.signal })
    try {
      await expect.poll(async () => (await start()).code, PATIENCE).toBe(0)
      await expect.poll(async () => Object.keys(await retained(two)), PATIENCE).toContain(controller)
      await two.kill()
      expect(await desk.run(deploy)).toMatchObject({ code: 0 })
      expect(await start()).toMatchObject({ code: 0 })
      await two.restart()
      await expect
        .poll(async () => {
          const [here, there] = [await retained(one), await retained(two)]
          return [target, rollout].map((topic) => there[topic] === here[topic] && there[topic] !== old[topic])
        }, PATIENCE)
        .toEqual([true, true])
    } finally {
      end.abort()
      await serving
    }
  })
})
