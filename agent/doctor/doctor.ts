/**
 * `holdfast agent doctor`: what stands between this device and its work, and what to do about it.
 *
 * Invariant: it changes nothing, works beside an agent that runs and without one, and ends: every question has a limit.
 */
import { parseArgs } from 'node:util'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Endpoint } from '../adapters/mqtt-options.ts'
import { type AgentConfig, readConfig } from '../config.ts'
import { isClockKept, systemClockFiles } from '../network/clock-watch.ts'
import { mmcliModems } from '../network/modems.ts'
import { proxyFile } from '../network/proxy-file.ts'
import { ProxyInForce } from '../network/proxy-in-force.ts'
import { BUILT_MS } from '../version.ts'
import { EXIT, type Finding, firstWrong, inOrder, softened, text } from './finding.ts'
import { judgeModems } from './judge-modems.ts'
import { judgeClock, judgeNetwork } from './judge-network.ts'
import { lookAtBroker } from './look-at-broker.ts'
import { environmentOfAgent, lookAtDisk, lookAtEngine, noRegistry } from './look-at-host.ts'
import { lookAtIdentity } from './look-at-identity.ts'
import { judgeInternet, lookAtInternet } from './look-at-internet.ts'
import { lookAtRegistry } from './look-at-registry.ts'
import { networkFacts } from './network-facts.ts'

export const HELP = `Usage: holdfast agent doctor --config FILE [--json] [--registry HOST] [--timeout SECONDS]

Looks at each layer that this device needs: clock, link, address, route, internet, DNS, TCP, proxy, TLS, identity, broker,
engine, disk, data and registry, and says what is wrong and what to do. Nothing is changed; an agent may run meanwhile.

  -c, --config FILE        the device's configuration
      --json               one line of JSON: {"well", "first", "findings": [{"layer", "state", "of", "what", "advice"}]}
      --registry HOST      a registry to look at, beside those of what runs; may be repeated
      --timeout SECONDS    for each question (default 10)
  -h, --help               show this

Exit codes: 0 nothing is wrong, 1 something is, 2 the flags or the configuration are.
`

/** @returns the exit status; throws HF_USAGE, HF_CONFIG_INVALID, HF_FILE_UNREADABLE */
export async function doctor(argv: readonly string[], print: (text: string) => void): Promise<number> {
  const flags = read(argv)
  if (flags.help === true) {
    print(HELP)
    return EXIT.WELL
  }
  if (flags.config === undefined) throw new HoldfastError('HF_USAGE', 'is missing', { place: '--config' })
  const seconds = Number(flags.timeout ?? '10')
  if (!(seconds >= 1 && seconds <= 60))
    throw new HoldfastError('HF_USAGE', 'is a number from 1 to 60', { place: '--timeout' })
  const config = await readConfig(flags.config)
  const findings = inOrder(await examine(config, flags.registry ?? [], seconds * 1000))
  const first = firstWrong(findings)
  print(
    flags.json === true
      ? `${JSON.stringify({ well: first === null, first: first?.layer ?? null, findings })}\n`
      : text(findings),
  )
  return first === null ? EXIT.WELL : EXIT.WRONG
}

async function examine(config: AgentConfig, named: readonly string[], limitMs: number): Promise<Finding[]> {
  const nowMs = Date.now()
  const env = (await environmentOfAgent(config.dataDir)) ?? process.env
  const proxy = await ProxyInForce.from(proxyFile(config.dataDir, () => {}))
  const who = config.claim === null ? null : await lookAtIdentity(config, nowMs)
  const device = config.claim === null ? config.device : (who?.device ?? null)
  const endpoints: Endpoint[] = config.claim === null ? [config.broker, ...config.others] : (who?.endpoints ?? [])
  const look = (endpoint: Endpoint, clientId: string | null): Promise<Finding[]> =>
    lookAtBroker({ endpoint, clientId, env, targetProxy: () => proxy.current(), limitMs, nowMs })
  const { probe } = config.network
  const [facts, reach, modems, engine, disk, door, ...brokers] = await Promise.all([
    networkFacts(),
    lookAtInternet(probe, limitMs),
    mmcliModems().read(),
    lookAtEngine(config.engine.socket, device),
    lookAtDisk(config.dataDir),
    // Where it claims: who has an identity does not need it now.
    config.claim === null ? [] : look(config.claim, null),
    ...endpoints.map((endpoint) => look(endpoint, device)),
  ])
  const hosts = [...new Set([...named, ...engine.registries])]
  const registries = await Promise.all(hosts.map((host) => lookAtRegistry(host, limitMs)))
  const told = registries.flatMap((look) => look.told ?? [])
  return [
    judgeClock({ wallMs: nowMs, builtMs: BUILT_MS, isSynchronized: await isClockKept(systemClockFiles()), told }),
    ...judgeNetwork(facts),
    ...judgeModems(modems),
    judgeInternet(reach, probe, brokers.flat()),
    ...(who === null ? [] : [who.finding]),
    ...(endpoints.length === 0 ? door : door.map(asWarning)),
    ...softened(brokers.flat()),
    ...engine.finding,
    ...disk,
    ...(registries.length === 0 ? [noRegistry()] : registries.map(({ finding }) => finding)),
  ]
}

function asWarning(finding: Finding): Finding {
  return finding.state === 'wrong' ? { ...finding, state: 'warn' } : finding
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string', short: 'c' },
        json: { type: 'boolean' },
        registry: { type: 'string', multiple: true },
        timeout: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
