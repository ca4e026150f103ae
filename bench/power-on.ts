/**
 * bench:power-on: from the first power-on of a board to its first report.
 *
 * Invariant: all of it is true: an agent's process, two Mosquittos with TLS, a registrar's process; the time is from
 * the start of the agent's process to the moment when an operator has the report. Only the engine is left out: nobody
 * answers, and the report says so. The floor is how long the program alone takes to start and say its version.
 *
 * `npm run bench:power-on -- [--json] [--boards N]`; needs Debian's `mosquitto`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { formatPublicKey, generateKey } from '../protocol/keys.ts'
import { percentile } from '../simulators/statistics.ts'
import { type HoldfastProcess, startHoldfast } from '../test/e2e/holdfast-process.ts'
import { until } from '../test/e2e/until.ts'
import { Site } from '../test/registrar/site.ts'
import { benchFlags } from './lib/flags.ts'
import { report } from './lib/report.ts'

const { boards } = benchFlags({ boards: 7 })
const agents: HoldfastProcess[] = []
const site = await Site.open()
try {
  await site.registrar()
  const operator = await site.operator()
  await operator.client.subscribeAsync('hf/1/device/+/report', { qos: 1 })
  const trustedKeys = [formatPublicKey(generateKey('release'))]
  const took: number[] = []
  const floors: number[] = []
  for (let board = 1; board <= boards; board += 1) {
    const path = site.path(`board-${board}`)
    await mkdir(path)
    await writeFile(`${path}/token`, await site.token('shop', 1))
    const claim = {
      url: `mqtts://localhost:${site.ports.claims}`,
      username: 'claim',
      passwordFile: site.path('broker/claim.password'),
      caFile: site.path('broker/authority.pem'),
      authorityFile: site.path('broker/authority.pem'),
      device: `till-${board}`,
      tokenFile: `${path}/token`,
    }
    const config = { claim, trustedKeys, dataDir: `${path}/data`, engine: { socket: `${path}/nobody.sock` } }
    await writeFile(`${path}/agent.json`, JSON.stringify(config))

    const start = performance.now()
    await startHoldfast(['agent', '--version'], { cwd: path }).ended
    floors.push(performance.now() - start)

    const began = performance.now()
    const agent = startHoldfast(['agent', '--config', `${path}/agent.json`], { cwd: path })
    agents.push(agent)
    const topic = `hf/1/device/till-${board}/report `
    await until(
      `the first report of till-${board}`,
      () => operator.heard.some((line) => line.startsWith(topic)) || null,
      () => [...agent.err, ...agent.out].join('\n'),
    )
    took.push(performance.now() - began)
    agent.child.kill('SIGKILL')
    await agent.ended
  }
  report('power-on', [
    {
      name: 'first power-on to first report, p50',
      value: percentile(took, 0.5),
      unit: 'ms',
      floor: percentile(floors, 0.5),
      budget: 15,
    },
    { name: 'the slowest of them', value: Math.max(...took), unit: 'ms' },
  ])
} finally {
  for (const { child, ended } of agents) {
    child.kill('SIGKILL')
    await ended
  }
  await site.clear()
}
