/** A data directory that can be none is no disk to wait for: the true program says so, and ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../protocol/errors.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import { IDENTITY, KEYS } from './shop.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/holdfast.ts', import.meta.url))

describe('an agent with a data directory', () => {
  let folder: string
  let child: ChildProcess

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-wrong-data-'))
    await writeFile(join(folder, 'file'), '')
  })
  afterEach(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  it.each([
    ['that is a file', () => join(folder, 'file')],
    ['below a file', () => join(folder, 'file', 'data')],
    ['where none can be made', () => '/proc/holdfast'],
  ])('%s ends, and says why', async (_, dataDir) => {
    const config = {
      ...IDENTITY,
      broker: { url: 'mqtt://127.0.0.1:9' },
      trustedKeys: KEYS.map(formatPublicKey),
      dataDir: dataDir(),
      engine: { socket: join(folder, 'engine.sock') },
    }
    await writeFile(join(folder, 'agent.json'), JSON.stringify(config))
    child = spawn(process.execPath, [PROGRAM, 'agent', '--config', join(folder, 'agent.json')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    const goesOn = new Promise((resolve) => {
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('the disk takes nothing')) resolve('goes on')
      })
    })
    const ended = once(child, 'close').then(([code]: unknown[]) => code)
    expect(await Promise.race([ended, goesOn])).toBe(1)
    expect(said).toMatch(new RegExp(`^HF_STORE_UNWRITABLE: ${dataDir()}: .+\n`))
    expect(said).toContain(ERROR_CODES.HF_STORE_UNWRITABLE.help)
  })
})
