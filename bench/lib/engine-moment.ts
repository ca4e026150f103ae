/** A moment of the engine, told by its own events. */
import { request } from 'node:http'

/**
 * Follows the engine's events from the call on, once it has resolved.
 * @param action of a container: "start", "die"
 * @returns resolves at the first such event
 */
export async function nextEvent(socketPath: string, action: string): Promise<{ happens: Promise<void> }> {
  const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: [action] }))
  const happening = Promise.withResolvers<void>()
  // A failure that comes before anybody waits is told to whoever waits then.
  happening.promise.catch(() => {})
  await new Promise<void>((resolve, reject) => {
    const asked = request({ socketPath, path: `/v1.41/events?filters=${filters}` }, (answer) => {
      answer.once('data', () => {
        happening.resolve()
        asked.destroy()
      })
      answer.once('error', happening.reject)
      resolve()
    })
    asked.once('error', reject)
    asked.on('error', happening.reject)
    asked.flushHeaders()
    asked.end()
  })
  return { happens: happening.promise }
}
