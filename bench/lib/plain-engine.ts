/**
 * The engine, asked as plainly as can be: the floor under everything that the agent does with it.
 *
 * Invariant: HTTP on the socket over kept connections, and nothing of ours in between.
 */
import { Agent, request } from 'node:http'

export interface PlainEngine {
  /** @throws Error with the engine's words when it says no */
  ask(method: string, path: string, body?: object): Promise<string>
  close(): void
}

export function plainEngine(socketPath: string): PlainEngine {
  const agent = new Agent({ keepAlive: true })
  return {
    ask: (method, path, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? '' : JSON.stringify(body)
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
        const asked = request({ socketPath, agent, method, path: `/v1.41${path}`, headers }, (answer) => {
          let said = ''
          answer.setEncoding('utf8').on('data', (part: string) => {
            said += part
          })
          answer.on('error', reject)
          answer.on('end', () => {
            const status = answer.statusCode ?? 0
            // A pull that fails says so in the middle of a good answer.
            if (status < 400 && !said.includes('"errorDetail"')) resolve(said)
            else reject(new Error(`${method} ${path}: ${status} ${said}`))
          })
        })
        asked.on('error', reject)
        asked.end(text)
      }),
    close: () => agent.destroy(),
  }
}
