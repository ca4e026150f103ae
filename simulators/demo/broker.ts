/**
 * The demo's own broker, and what devices have said on it.
 *
 * Invariant: it listens on loopback only; every report that the device publishes is kept in its order, so
 * that what is claimed in the end can be checked against all of them.
 */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'

export interface DemoBroker {
  /** `mqtt://127.0.0.1:PORT` */
  url: string
  /** Everything from this device, oldest first. */
  reports: readonly Report[]
  presences: readonly Presence[]
  /** Calls back after each message of the device. @returns what ends it */
  listen(listener: () => void): () => void
  close(): Promise<void>
}

/** Starts a broker that listens to one device. */
export async function startBroker(device: string): Promise<DemoBroker> {
  const broker = await Aedes.createBroker()
  const topics = deviceTopics(device)
  const reports: Report[] = []
  const presences: Presence[] = []
  const listeners = new Set<() => void>()
  broker.on('publish', ({ topic, payload }) => {
    if (topic !== topics.report && topic !== topics.presence) return
    try {
      const bytes = Buffer.from(payload)
      if (topic === topics.report) reports.push(decode(KINDS.Report, bytes))
      else presences.push(decode(KINDS.Presence, bytes))
    } catch (error) {
      // Anybody may publish on an open broker; what cannot be read is no word of the device.
      if (error instanceof HoldfastError) return
      throw error
    }
    for (const listener of listeners) listener()
  })
  const server = createServer((socket) => void broker.handle(socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    presences,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () =>
      new Promise((resolve) => {
        broker.close(() => server.close(() => resolve()))
      }),
  }
}

/**
 * Waits until what the device has said fulfils a condition.
 * @param what for the error: "version 2 runs"
 * @param signal ends the wait with its reason
 * @throws HF_TIMEOUT
 */
export function until(
  broker: DemoBroker,
  what: string,
  condition: () => boolean,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer)
      stop()
      signal.removeEventListener('abort', aborted)
      finish()
    }
    const aborted = () => end(() => reject(signal.reason as Error))
    const late = () =>
      end(() => reject(new HoldfastError('HF_TIMEOUT', `waited ${timeoutMs / 1000} s, and still not: ${what}`)))
    const look = () => {
      if (condition()) end(resolve)
    }
    const timer = setTimeout(late, timeoutMs)
    const stop = broker.listen(look)
    signal.addEventListener('abort', aborted, { once: true })
    if (signal.aborted) aborted()
    else look()
  })
}
