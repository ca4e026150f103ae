/**
 * The operator: a desk with keys, and the command line.
 *
 * Invariant: everything is done by `bin/holdfast`, as a person or a script would.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PrivateKey, parsePrivateKey } from '../../protocol/keys.ts'
import { type HoldfastProcess, startHoldfast } from './holdfast-process.ts'

/** How one call ended. */
export interface Run {
  code: number | NodeJS.Signals
  /** Lines. */
  out: string[]
  err: string[]
  /** The lines of `--json`. */
  events: Record<string, unknown>[]
}

/** What `deploy --json` says in its last line. */
export interface Summary {
  result: string
  epoch: number
  devices: { device: string; standing: string; code: string; detail: string }[]
}

export class Operator {
  readonly desk: string
  readonly #env: Record<string, string>
  readonly #running = new Set<HoldfastProcess>()

  private constructor(desk: string, broker: string) {
    this.desk = desk
    this.#env = { HOLDFAST_BROKER: broker, HOLDFAST_KEYS: join(desk, 'keys'), DOCKER_CONFIG: desk, NO_COLOR: '1' }
  }

  /** A desk in a new directory, with keys of its own. */
  static async atDesk(desk: string, broker: string): Promise<Operator> {
    await mkdir(desk, { recursive: true })
    const operator = new Operator(desk, broker)
    const { code, err } = await operator.run('keygen', '--out', 'keys')
    if (code !== 0) throw new Error(`keygen: ${err.join('\n')}`)
    return operator
  }

  /** A command that goes on, until it is ended. */
  begin(...words: string[]): HoldfastProcess {
    const run = startHoldfast(words, { cwd: this.desk, env: this.#env })
    this.#running.add(run)
    const done = (): boolean => this.#running.delete(run)
    run.ended.then(done, done)
    return run
  }

  async run(...words: string[]): Promise<Run> {
    const run = this.begin(...words)
    const code = await run.ended
    const events = run.out.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Run['events'][number]] : []))
    return { code, out: run.out, err: run.err, events }
  }

  /** Writes the compose file. @returns its path from the desk */
  async write(name: string, text: string): Promise<string> {
    await writeFile(join(this.desk, name), text)
    return name
  }

  async deploy(compose: string, fleet: string, ...flags: string[]): Promise<Run & { summary: Summary | null }> {
    const file = await this.write('docker-compose.yml', compose)
    const run = await this.run('deploy', file, '--fleet', fleet, '--json', '--timeout', '75s', ...flags)
    const summary = run.events.find(({ event }) => event === 'summary')
    return { ...run, summary: (summary ?? null) as Summary | null }
  }

  /** The private keys, to sign what the command line would not. */
  async keys(): Promise<PrivateKey[]> {
    const files = ['release', 'rollout'].map((role) => join(this.desk, 'keys', `${role}.key`))
    return Promise.all(files.map(async (file) => parsePrivateKey(await readFile(file, 'utf8'))))
  }

  /** Ends what still runs. */
  async leave(): Promise<void> {
    for (const run of this.#running) {
      run.child.kill('SIGKILL')
      await run.ended
    }
  }
}
