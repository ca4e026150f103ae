import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { formatPublicKey, generateKey } from '../protocol/keys.ts'
import { bundle } from './bundle.ts'

const run = promisify(execFile)

/** The project's own, and the machine's, which may be as old as Node 20. */
const NODES = [process.execPath, '/usr/bin/node'].filter(existsSync)

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-dist-'))
  await bundle(join(dir, 'dist'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe.each(NODES)('what is published, on %s, far from node_modules', (node) => {
  it('holds the operator’s tool', async () => {
    const { stdout } = await run(node, [join(dir, 'dist/holdfast.mjs'), '--version'])
    expect(stdout).toBe(`${manifest.version}\n`)
  })

  it.each(['holdfast-agent', 'holdfast.mjs'])(
    'holds an agent that opens its database and runs: %s',
    async (program) => {
      const config = join(dir, 'agent.json')
      await writeFile(
        config,
        JSON.stringify({
          device: 'press-7',
          fleet: 'plant-a',
          broker: { url: 'mqtt://127.0.0.1:1' },
          trustedKeys: [formatPublicKey(generateKey('release'))],
          dataDir: await mkdtemp(join(dir, 'data-')),
          engine: { socket: join(dir, 'nobody.sock') },
        }),
      )
      const path = join(dir, 'dist', program)
      const [command, args] = program.endsWith('.mjs') ? [node, [path, 'agent']] : [path, []]
      const agent = spawn(command, [...args, '--config', config], { env: { ...process.env, HOLDFAST_NODE: node } })
      let said = ''
      let asked = false
      for (const output of [agent.stdout, agent.stderr]) {
        output.setEncoding('utf8').on('data', (text: string) => {
          said += text
          if (!asked && said.includes('the agent runs')) asked = agent.kill('SIGTERM')
        })
      }
      const status = await new Promise((resolve) => agent.once('exit', resolve))
      expect({ said, status }).toEqual({ said: expect.stringContaining('the agent runs') as string, status: 0 })
    },
  )
})

describe('the licences', () => {
  it('name what is in the bundles, with their texts', async () => {
    const text = await readFile(join(dir, 'dist/LICENCES'), 'utf8')
    for (const name of ['xstate', 'mqtt', 'rxjs', 'dockerode', 'classic-level', 'protobufjs']) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
    }
    expect(text).toContain('Permission is hereby granted')
  })
})
