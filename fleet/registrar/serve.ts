/**
 * The running registrar: waits its turn, then serves until it is told to stop.
 *
 * Invariant: nothing is heard or answered without the lock on the data; whoever starts while another has it stands by
 * and takes over when that one has ended, however it ended.
 */
import type { BrokerOptions } from '../broker/options.ts'
import { inTurn } from '../control/in-turn.ts'
import { accessFiles } from './access-files.ts'
import type { Authority } from './authority.ts'
import { type BrokerLink, linkBroker } from './broker-link.ts'
import { serveControl } from './control.ts'
import type { Rules } from './decide.ts'
import type { LimitOptions } from './limits.ts'
import { Registrar } from './registrar.ts'
import { RegistryStore } from './registry-store.ts'

export interface ServeOptions {
  data: string
  broker: BrokerOptions
  openAuthority(): Promise<Authority>
  /** Where Mosquitto's files are, and what has it read them again; null where the broker is managed otherwise. */
  access: { directory: string; reload: readonly [string, ...string[]] | null } | null
  brokerUrl: string
  rules: Rules
  limits: LimitOptions
  log(event: string, facts: object): void
  signal: AbortSignal
}

const TIDY_MS = 60_000
const DAY_MS = 86_400_000

/**
 * Serves until the signal.
 * @throws HF_REGISTRAR_REPLACED, HF_STORE_…, HF_BROKER_…, HF_KEY_INVALID, HF_FILE_…
 */
export async function serveRegistrar(options: ServeOptions): Promise<void> {
  const store = await inTurn(() => RegistryStore.open(options.data), { ...options, other: 'another registrar' })
  if (store === null) return
  try {
    await serveWith(store, options)
  } finally {
    await store.close()
  }
}

async function serveWith(store: RegistryStore, options: ServeOptions): Promise<void> {
  const { data, broker, access, log, signal } = options
  const authority = await options.openAuthority()
  const broken = new AbortController()
  const onBroken = (error: unknown): void => broken.abort(error)
  const refreshAccess =
    access === null ? async () => {} : accessFiles({ ...access, authority, registry: store.registry, now: Date.now })
  const registrar = new Registrar({
    ...options,
    store,
    authority,
    refreshAccess,
    publish: async (topic, payload, retain) => (await linking).publish(topic, payload, retain),
    // A broker that is managed otherwise need not let us take any client id.
    kick: async (device) => (access === null ? undefined : (await linking).kick(device)),
    onBroken,
    now: Date.now,
  })
  // What a session has kept for us comes before the connection is announced.
  const linking = linkBroker(
    broker,
    {
      claim: (id, payload) => registrar.claim(id, payload),
      renewal: (device, payload) => registrar.renewal(device, payload),
      presence: (device, payload) => registrar.presence(device, payload),
    },
    (online) => log(online ? 'connected' : 'disconnected', { broker: new URL(broker.url).host }),
  )
  const link = await linking
  const control = await serveControl(data, (request) =>
    request.do === 'audit' ? registrar.tidy().then(() => store.audit(request.last)) : registrar.operate(request),
  )
  const timer = setInterval(() => {
    registrar
      .tidy()
      .then(() => registrar.finishCutOffs())
      .catch(onBroken)
    log('health', { ...registrar.counters.counts, ...sizes(store) })
  }, TIDY_MS)
  try {
    log('serving', sizes(store))
    // A stop in the middle of a revocation must not leave a connection.
    if (access !== null) await finishRevocations(store, refreshAccess, link)
    await Promise.race([aborted(signal), link.ended, aborted(broken.signal)])
    if (broken.signal.aborted) throw broken.signal.reason
  } finally {
    clearInterval(timer)
    control.close()
    await link.close()
  }
  // Whoever is not answered any more asks the next one, which has it from the disk.
  await registrar.making.idle()
  await registrar.tidy()
}

async function finishRevocations(
  store: RegistryStore,
  refreshAccess: () => Promise<void>,
  link: BrokerLink,
): Promise<void> {
  await refreshAccess()
  const recently = [...store.registry.device.values()].filter(({ revokedMs }) => revokedMs > Date.now() - DAY_MS)
  for (const { name } of recently) await link.kick(name)
}

function sizes({ registry }: RegistryStore): object {
  const { device, claim, revoked } = registry
  return { devices: device.size, waiting: claim.size, revokedCertificates: revoked.size }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
