/** The programs that look for faults, as they are called: what they say to rubbish, and to a reader who leaves. */
import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const fileOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

async function run(path: string, ...args: string[]) {
  const child = spawn(process.execPath, [fileOf(path), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [out, err] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
  return { code: await ended, out: String(out), err: String(err) }
}

describe('a command line that is not understood ends with 2 and one line', () => {
  const CRASH = 'simulators/crash/main.ts'
  const REAL = 'test/kills/crash-real.ts'
  const DISK = 'test/power/crash-disk.ts'
  const DEVICE = 'test/power/device/crash-device.ts'

  it.each<[string, string[]]>([
    [CRASH, ['--colour', 'red']],
    [CRASH, ['--for', '0s']],
    [CRASH, ['--scenario', 'purge', '--cut', '99999']],
    [REAL, ['--colour']],
    [REAL, ['--rounds', 'x']],
    [REAL, ['--rounds', '0']],
    [REAL, ['--round', '1.5']],
    [DISK, ['--colour']],
    [DISK, ['--states', 'x']],
    [DISK, ['--run', '-1']],
    [DISK, ['--state', '']],
    [DEVICE, ['--colour']],
    [DEVICE, ['--cuts', 'x']],
    [DEVICE, ['--cuts', '0']],
  ])('%s %j', async (path, args) => {
    const { code, err, out } = await run(path, ...args)
    expect(err).toMatch(/^HF_USAGE: [^\n]+\n$/)
    expect(out).not.toContain('survived\n')
    expect(code).toBe(2)
  })
})

it('a reader who leaves is no fault', async () => {
  const args = [fileOf('simulators/crash/main.ts'), '--scenario', 'purge', '--cut', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.stdout.once('data', () => child.stdout.destroy())
  expect(String(await buffer(child.stderr))).toBe('')
  expect(await ended).toBe(0)
})
