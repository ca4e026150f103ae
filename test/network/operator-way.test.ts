/** A network configuration from an operator's file to a device that tries it, and what the command line says of it then. */
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { DEVICE, FLEET, operatorScene, wired } from './operator-scene.ts'

const MINUTE = 60_000
const fleet = fleetTopics(FLEET)
const own = deviceTopics(DEVICE)

let scene: Awaited<ReturnType<typeof operatorScene>>
beforeEach(async () => {
  scene = await operatorScene()
  scene.device.boot()
})
afterEach(async () => {
  scene.device.kill()
  await scene.desk.clear()
})

const deploy = async (flags = `--fleet ${FLEET} --network net.yml`) =>
  scene.desk.run(`deploy docker-compose.yml ${flags} --no-wait --json`)
const shown = async () => ({
  net: (await scene.desk.run(`net ${DEVICE}`)).out,
  status: (await scene.desk.run('status')).out,
  why: await scene.desk.run(`why ${DEVICE}`),
})

it('is checked without a word to anybody, signed, tried, confirmed, and shown', async () => {
  const { desk, manager } = scene
  await desk.write('net.yml', wired('10.9.0.20'))
  const before = await readdir(desk.path('.'))
  const checked = await desk.run('network check net.yml --json')
  expect(checked).toMatchObject({ code: 0, lines: [{ event: 'network', file: 'net.yml', secrets: [] }] })
  expect((await desk.run('network check net.yml')).out).toContain('wired: ethernet on eth0, IPv4 10.9.0.20/24')
  expect(await readdir(desk.path('.'))).toEqual(before)
  expect(checked.err).toBe('')
  const { hash } = checked.lines[0] as { hash: string }

  expect(await deploy()).toMatchObject({ code: 0, lines: [{ event: 'published', network: hash }] })
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.20')
  const { net, why } = await shown()
  expect(net).toContain(`configuration: confirmed; wanted ${hash.slice(0, 12)}, in force ${hash.slice(0, 12)}`)
  expect(why.code).toBe(0)

  // A target that says nothing of it leaves it as it is, and the operator is told.
  const silent = await deploy(`--fleet ${FLEET}`)
  expect(silent.err).toContain('they stay as they are')
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.20')
})

it('is taken away again by asking for what the device came with', async () => {
  const { desk, manager } = scene
  await desk.write('net.yml', wired('10.9.0.20'))
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.20')

  await desk.write('net.yml', 'as-it-came: true\n')
  expect((await desk.run('network check net.yml')).out).toContain('as the device came: no configuration of ours')
  expect(await deploy()).toMatchObject({ code: 0, lines: [{ event: 'published', network: 'as-it-came' }] })
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.7')
  expect(await manager.files.all()).toEqual([])
  const { net, why } = await shown()
  expect(net).toContain('configuration: confirmed; wanted as-it-came, in force none')
  expect(why.code).toBe(0)
})

it('that is wrong is gone back from, and every command says so', async () => {
  const { desk, manager } = scene
  await desk.write('net.yml', wired('10.9.0.20', '10.9.0.99'))
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(20 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.7')
  const { net, status, why } = await shown()
  expect(net).toMatch(/configuration: refused; wanted [0-9a-f]{12}, in force none\n +HF_NETWORK_UNCONFIRMED /)
  expect(status).toContain('the network configuration was refused')
  expect(why).toMatchObject({ code: 1, out: expect.stringContaining('the network configuration was refused') })
})

it("of one device's own target needs no rollout", async () => {
  const { desk, manager } = scene
  await desk.write('net.yml', wired('10.9.0.30'))
  const line = `--device ${DEVICE} --network net.yml`
  expect(await deploy(line)).toMatchObject({ code: 0, lines: [{ event: 'published', device: DEVICE }] })
  await expect(desk.retained(fleet.rollout, 2_000)).rejects.toThrow('nothing is retained')
  await scene.hears(own.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.30')
  expect((await shown()).net).toContain('configuration: confirmed')
})

it('waits for the secrets that it names, and has them only when they are sealed to the device', async () => {
  const { desk, manager } = scene
  await desk.write(
    'net.yml',
    wired('10.9.0.20', '10.9.0.1', '  - {name: air, wifi: {ssid: shop, passphrase-secret: wifi}}\n'),
  )
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.7')
  const waiting = await shown()
  expect(waiting.status).toContain('the network configuration needs the secret wifi')
  expect(waiting.why.out).toContain('the network configuration needs the secret wifi')

  await desk.run(`secrets trust ${DEVICE} ${scene.fingerprint} --store store`)
  const input = new TextEncoder().encode('a passphrase')
  expect(await desk.run(`secrets set wifi --device ${DEVICE} --store store`, { input })).toMatchObject({ code: 0 })
  await scene.hears(own.secrets)
  await scene.runs(10 * MINUTE)
  expect(manager.on('eth0')?.address).toBe('10.9.0.20')
  expect((await shown()).net).toContain('configuration: confirmed')
})

it('goes by the proxy that it names, with the password of a secret, and back when that does not lead on', async () => {
  const { desk, manager } = scene
  const by = (url: string, login: string) => `${wired('10.9.0.20')}proxies: [{url: "${url}"${login}}]\n`
  await desk.write('net.yml', by('http://10.9.0.1:3128', ', username: till, password-secret: gate'))
  const checked = await desk.run('network check net.yml')
  expect(checked).toMatchObject({ code: 0, err: '' })
  expect(checked.out).toContain('by the proxy http://10.9.0.1:3128')
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect((await shown()).why.out).toContain('the network configuration needs the secret gate')
  expect(scene.by()).toBeNull()
  await desk.run(`secrets trust ${DEVICE} ${scene.fingerprint} --store store`)
  const input = new TextEncoder().encode('hunter2')
  expect(await desk.run(`secrets set gate --device ${DEVICE} --store store`, { input })).toMatchObject({ code: 0 })
  await scene.hears(own.secrets)
  await scene.runs(10 * MINUTE)
  expect((await shown()).net).toContain('configuration: confirmed')
  const address = { host: '10.9.0.1', port: 3128, username: 'till', password: 'hunter2' }
  expect(scene.by()).toMatchObject(address)

  await desk.write('net.yml', by('socks5h://10.9.0.1:9', ''))
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  const { net, why } = await shown()
  expect(net).toMatch(/configuration: refused; wanted [0-9a-f]{12}, in force [0-9a-f]{12}\n +HF_NETWORK_UNCONFIRMED /)
  expect(net + why.out).not.toContain('hunter2')
  expect(scene.by()).toMatchObject(address)
  expect(manager.on('eth0')?.address).toBe('10.9.0.20')

  await desk.write('net.yml', 'as-it-came: true\n')
  await deploy()
  await scene.hears(fleet.rollout, fleet.target)
  await scene.runs(10 * MINUTE)
  expect(scene.by()).toBeNull()

  const several = `${wired('10.9.0.20')}proxies: [{url: "http://a.example:1"}, {url: "http://b.example:1"}]\n`
  await desk.write('several.yml', several)
  expect((await desk.run('network check several.yml')).err).toBe(
    'note: several.yml: of its proxies the first one counts\n',
  )
})

it.each(['deploy docker-compose.yml --fleet f --no-wait --network', 'network check'])(
  'is refused by "%s" with the place, and nothing is published',
  async (line) => {
    const { desk } = scene
    await desk.write('net.yml', wired('10.9.0.300'))
    const refused = await desk.run(`${line} net.yml`)
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.err).toContain('HF_NETWORK_INVALID')
    expect(refused.err).toContain('net.yml:7:19: "10.9.0.300/24" is not an IPv4 address with its prefix')
    await expect(desk.retained(fleet.target, 2_000)).rejects.toThrow('nothing is retained')
  },
)
