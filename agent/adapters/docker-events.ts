/**
 * The engine's events of a device's containers.
 *
 * Invariant: no event between `opened` and the end of the stream is missed, and the end is an error.
 */
import { Observable } from 'rxjs'
import type { EngineEvent } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { ofDevice } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { jsonLines } from './docker-lines.ts'
import { ACTIONS, eventOf } from './docker-observe.ts'

/** Each subscription is one connection. */
export function engineEvents(connection: Connection, device: string): Observable<EngineEvent> {
  return new Observable((subscriber) => {
    const end = new AbortController()

    async function follow(): Promise<never> {
      const options = {
        filters: { ...ofDevice(device), type: ['container'], event: Object.keys(ACTIONS) },
        // The engine answers a moment before it listens: without this an event in between is lost.
        since: (Date.now() / 1000).toFixed(3),
      }
      const messages = await connection.open(
        'follow its events',
        ({ docker }, signal) => docker.getEvents(withSignal(signal, options) as object),
        end.signal,
      )
      subscriber.next({ type: 'opened' })
      for await (const message of jsonLines(messages)) {
        const event = eventOf(message)
        if (event !== null) subscriber.next(event)
      }
      throw new HoldfastError('HF_ENGINE_UNAVAILABLE', 'the engine ended its stream of events')
    }

    follow().catch((error: unknown) => subscriber.error(engineError(error, 'follow its events')))
    return () => end.abort()
  })
}
