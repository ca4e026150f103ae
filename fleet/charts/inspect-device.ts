/**
 * A device at Stately's inspector: its live charts go to a WebSocket, for as long as one looks.
 *
 * Invariant: the device is asked to tell only meanwhile, as by the dashboard; nothing is sent to it but that.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { FleetFeed } from '../web/fleet-feed.ts'
import { LiveRelay } from '../web/live-relay.ts'
import { inspectionOf, NOTHING_TOLD } from './inspection.ts'

/** An inspector that does not read is left alone. */
const MOST_UNREAD = 16 * 1024 * 1024

/**
 * Tells until the signal, or until the inspector hangs up.
 * @param url ws: or wss:
 * @throws HF_LISTEN_FAILED when no inspector answers there; HF_BROKER_…
 */
export async function inspectDevice(
  options: BrokerOptions,
  device: string,
  url: string,
  signal: AbortSignal,
  warn: (message: string) => void,
): Promise<void> {
  const socket = await opened(url)
  const ending = new AbortController()
  const ended = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const feed = await FleetFeed.open(options, warn).catch((error: unknown) => {
    socket.close()
    throw error
  })
  const relay = new LiveRelay(feed, warn)
  const definitions = new Map<string, MachineDefinition>()
  let told = NOTHING_TOLD
  const watcher = {
    definition: ({ hash, json }: { hash: string; json: string }) =>
      void definitions.set(hash, JSON.parse(json) as MachineDefinition),
    chart: (chart: Parameters<typeof inspectionOf>[0]) => {
      const next = inspectionOf(chart, definitions, told, Date.now())
      told = next.told
      if (socket.bufferedAmount > MOST_UNREAD) socket.close()
      else for (const event of next.events) socket.send(JSON.stringify(event))
    },
  }
  try {
    await relay.watch(device, watcher, ending.signal)
    if (!signal.aborted) await ended
  } finally {
    ending.abort()
    relay.close()
    await feed.close()
    socket.close()
  }
}

function opened(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => resolve(socket), { once: true })
    socket.addEventListener('error', () =>
      reject(new HoldfastError('HF_LISTEN_FAILED', 'no inspector answers there', { place: url })),
    )
  })
}
