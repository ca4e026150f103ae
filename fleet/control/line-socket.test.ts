import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { askLine, serveLines } from './line-socket.ts'

const UNANSWERED = { code: 'HF_REQUEST_INVALID', message: 'it gave no answer' } as const

let dir: string
let path: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-lines-'))
  path = join(dir, 'lines.sock')
})
afterEach(() => rm(dir, { recursive: true }))

it('answers a line with a line, and a fault by its code', async () => {
  const server = await serveLines(path, async (line) => {
    if (line === '{"do":"fail"}') throw new HoldfastError('HF_ROLLOUT_STATE', 'not now')
    return line.length
  })
  expect(await askLine(path, { do: 'it' }, UNANSWERED)).toEqual({ ok: 11 })
  await expect(askLine(path, { do: 'fail' }, UNANSWERED)).rejects.toMatchObject({ code: 'HF_ROLLOUT_STATE' })
  server.close()
})

it('is null where nobody listens', async () => {
  expect(await askLine(path, {}, UNANSWERED)).toBeNull()
})

it('is unanswered by a service that is killed before it has read the question', async () => {
  // It listens, and is busy: it has not even accepted.
  const busy = `require('net').createServer().listen(process.argv[1], () => {
    console.log('listens')
    setTimeout(() => { for (;;); }, 20)
  })`
  const service = spawn(process.execPath, ['-e', busy, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => service.stdout.once('data', resolve))
  await sleep(200)
  const asked = expect(askLine(path, { do: 'it' }, UNANSWERED)).rejects.toMatchObject(UNANSWERED)
  await sleep(100)
  service.kill('SIGKILL')
  await asked
})
