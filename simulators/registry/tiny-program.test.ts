import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { arch, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TINY_ARCHITECTURES, type TinyProgram, tinyProgram } from './tiny-program.ts'

const OWN = { x64: 'amd64', arm64: 'arm64' }[arch() as string] ?? ''
const EMULATORS: Record<string, string> = {
  amd64: '/usr/bin/qemu-x86_64-static',
  arm64: '/usr/bin/qemu-aarch64-static',
}

/** How a program for this architecture is started here; null: not at all. */
function starter(architecture: string): string[] | null {
  if (architecture === OWN && process.platform === 'linux') return []
  const emulator = EMULATORS[architecture] ?? ''
  return existsSync(emulator) ? [emulator] : null
}

function written(program: Partial<TinyProgram> & { architecture: string }): string {
  const path = join(mkdtempSync(join(tmpdir(), 'holdfast-tiny-')), 'program')
  writeFileSync(path, tinyProgram({ line: 'it runs', checkCode: 0, ...program }), { mode: 0o755 })
  return path
}

describe.each([...TINY_ARCHITECTURES])('the tiny program for %s', (architecture) => {
  const start = starter(architecture)
  const run = (path: string, ...args: string[]): [string, string[]] => {
    const [program = path, ...rest] = [...(start ?? []), path, ...args]
    return [program, rest]
  }

  it('has less than half a kilobyte', () => {
    expect(tinyProgram({ architecture, line: 'it runs', checkCode: 0 }).length).toBeLessThan(512)
  })

  it.runIf(start !== null).each(['SIGTERM', 'SIGINT'] as const)(
    'writes its line, runs, and ends well at %s',
    async (signal) => {
      const child = spawn(...run(written({ architecture, line: 'tide 2: ready' })), {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const [text] = (await once(child.stdout, 'data')) as [Buffer]
      expect(text.toString()).toBe('tide 2: ready\n')
      expect(child.exitCode).toBeNull()
      // Past the write it still has to block the signals.
      await new Promise((resolve) => setTimeout(resolve, 100))
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  it.runIf(start !== null).each([0, 1, 77])('ends with code %i when it is asked how it is', (checkCode) => {
    const ending = () => execFileSync(...run(written({ architecture, checkCode }), 'check'), { stdio: 'pipe' })
    if (checkCode === 0) expect(ending().toString()).toBe('')
    else expect(ending).toThrow(expect.objectContaining({ status: checkCode }))
  })
})

describe('the tiny program', () => {
  it('is not made for what nobody has written it for', () => {
    expect(() => tinyProgram({ architecture: 'riscv64', line: '', checkCode: 0 })).toThrow(/riscv64/)
  })
})
