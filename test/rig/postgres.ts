/**
 * A PostgreSQL of the rig's own, on loopback, as a user of its own: it does not run as root.
 *
 * Invariant: it dies with us, and its data with its ground; what was committed stays over `kill` and `restart`.
 */
import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clear, makeGround } from './leftovers.ts'
import { freePort, type Part, server } from './process.ts'

const run = promisify(execFile)

const VERSIONS = '/usr/lib/postgresql'

/** Starts a server. Its `address` is `postgres://postgres@127.0.0.1:PORT/postgres`. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Part> {
  const versions = (await readdir(VERSIONS)).sort((a, b) => Number(b) - Number(a))
  const bin = join(VERSIONS, versions[0]!, 'bin')
  const ground = await makeGround('postgres')
  const port = await freePort()
  const data = join(ground.dir, 'data')
  const [uid, gid] = await idsOf('postgres')
  await chmod(ground.dir, 0o755)
  await mkdir(data, { mode: 0o700 })
  await chown(data, uid, gid)
  const as = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups']
  await run('setpriv', [
    ...as,
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '--no-sync',
    '-E',
    'UTF8',
  ])
  // What is killed is the process, not the machine: the kernel keeps what was written.
  const quick = { fsync: 'off', full_page_writes: 'off' }
  const given = { listen_addresses: '127.0.0.1', port: `${port}`, unix_socket_directories: '', ...quick, ...settings }
  const postgres = server({
    command: 'setpriv',
    args: [
      ...as,
      '--pdeathsig',
      'INT',
      join(bin, 'postgres'),
      '-D',
      data,
      ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    log: join(ground.dir, 'log'),
    ready: () => answers(port),
    startMs: 110_000,
  })

  async function stop(): Promise<void> {
    await postgres.end('SIGKILL')
    await clear(ground)
  }

  try {
    await postgres.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop,
    kill: () => postgres.end('SIGKILL'),
    async restart() {
      await postgres.end('SIGTERM')
      await postgres.start()
    },
  }
}

async function idsOf(user: string): Promise<[uid: number, gid: number]> {
  const { stdout } = await run('id', ['-u', user])
  const { stdout: group } = await run('id', ['-g', user])
  return [Number(stdout), Number(group)]
}

/** "N" to a request for TLS: it listens, and takes connections once it has recovered. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(STARTUP))
    socket.once('data', (bytes) => {
      socket.destroy()
      // "R": it asks for, or grants, authentication. "E" while it is starting up.
      resolve(bytes[0] === 0x52)
    })
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
  })
}

const WORDS = Buffer.from('user\0postgres\0database\0postgres\0\0')
const STARTUP = Buffer.concat([Buffer.from([0, 0, 0, 8 + WORDS.length, 0, 3, 0, 0]), WORDS])
