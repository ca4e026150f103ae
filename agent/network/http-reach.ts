/**
 * The reach port by one small question over HTTP.
 *
 * Invariant: unencrypted on purpose, so that whoever stands in the way can answer, and is noticed by answering otherwise
 * than was asked for; nothing but the head of the answer is read, and nothing of it is believed.
 */
import type { Reach, ReachPort } from '../../machines/link-port.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deadline } from '../deadline.ts'

export interface HttpReachOptions {
  clock: ClockPort
  /** "http://…" */
  url: string
  /** The status that only who was asked gives. Default 204. */
  status?: number
  /** Default 10,000. */
  limitMs?: number
}

export function httpReach({ clock, url, status = 204, limitMs = 10_000 }: HttpReachOptions): ReachPort {
  return {
    async probe(signal): Promise<Reach> {
      const limit = deadline(clock, limitMs, signal)
      const beganMs = clock.now().monoMs
      try {
        const answered = await statusOf(url, limit.signal)
        if (answered === status) return { outcome: 'reachable', roundTripMs: Math.round(clock.now().monoMs - beganMs) }
        return captive(`${answered} instead of ${status}`)
      } catch (error) {
        if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the probe was given up')
        const code = (error as NodeJS.ErrnoException).code ?? ''
        // Of Node's parser: what came is no HTTP, or has a head that is longer than is read.
        if (code.startsWith('HPE_')) return captive('what cannot be read')
        const message = limit.spent() ? `no answer within ${Math.round(limitMs / 1000)} s` : wordsOf(code, error)
        return { outcome: 'unreachable', fault: { code: 'HF_NETWORK_UNREACHABLE', message } }
      } finally {
        await limit.stop()
      }
    },
  }
}

function captive(what: string): Reach {
  const message = `somebody on the way answered ${what}: a page to log in at?`
  return { outcome: 'captive', fault: { code: 'HF_NETWORK_CAPTIVE', message } }
}

function wordsOf(code: string, error: unknown): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of the probe is not resolved'
  return error instanceof Error ? error.message : String(error)
}

async function statusOf(url: string, signal: AbortSignal): Promise<number> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, agent: false, headers: { 'user-agent': 'holdfast' }, maxHeaderSize: 4_096 })
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    request.once('error', reject)
  })
}
