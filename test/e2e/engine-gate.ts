/**
 * A door between an agent and its engine, which a test can hold shut for one kind of request.
 *
 * Invariant: what passes is not changed. A request that is held has not reached the engine; an answer that is
 * held is of something that the engine has done. When the agent goes, what it asked for and was held is gone.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** Which requests, "POST /containers/ID/start?…", and on which of their two ways. */
interface Hold {
  pattern: RegExp
  way: 'request' | 'answer'
  caught: PromiseWithResolvers<string>
  released: PromiseWithResolvers<void>
}

export class EngineGate {
  /** Path for the agent. */
  readonly socket: string
  readonly #behind: string
  readonly #server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing))
  #holds: Hold[] = []

  private constructor(socket: string, behind: string) {
    this.socket = socket
    this.#behind = behind
  }

  static async before(engine: string, socket: string): Promise<EngineGate> {
    const gate = new EngineGate(socket, engine)
    await new Promise<void>((resolve) => gate.#server.listen(socket, resolve))
    return gate
  }

  /** Holds requests, or their answers, from now on. @returns what resolves when the first one is held */
  hold(pattern: RegExp, way: Hold['way'] = 'request'): Promise<string> {
    const hold: Hold = { pattern, way, caught: Promise.withResolvers(), released: Promise.withResolvers() }
    this.#holds.push(hold)
    return hold.caught.promise
  }

  /** Lets everything pass, also what has been held; or only what this very pattern holds. */
  open(pattern?: RegExp): void {
    const opened = this.#holds.filter((hold) => pattern === undefined || hold.pattern === pattern)
    this.#holds = this.#holds.filter((hold) => !opened.includes(hold))
    for (const hold of opened) hold.released.resolve()
  }

  async close(): Promise<void> {
    this.open()
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming
    const what = `${method} ${url.replace(/^\/v[0-9.]+/, '')}`
    incoming.on('error', () => outgoing.destroy())
    outgoing.on('error', () => outgoing.destroy())
    await this.#wait(what, 'request')
    if (outgoing.destroyed) return
    const onward = request({ socketPath: this.#behind, method, path: url, headers })
    outgoing.on('close', () => onward.destroy())
    onward.on('error', () => outgoing.destroy())
    onward.on('response', (answer) => void this.#passBack(what, answer, outgoing))
    incoming.pipe(onward)
  }

  async #passBack(what: string, answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    answer.on('error', () => outgoing.destroy())
    await this.#wait(what, 'answer')
    outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
    outgoing.flushHeaders()
    answer.pipe(outgoing)
    answer.on('close', () => {
      if (!answer.complete) outgoing.destroy()
    })
  }

  async #wait(what: string, way: Hold['way']): Promise<void> {
    const hold = this.#holds.find((held) => held.way === way && held.pattern.test(what))
    if (hold === undefined) return
    hold.caught.resolve(what)
    await hold.released.promise
  }
}
