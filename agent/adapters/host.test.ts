import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linuxHost } from './host.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/hf-host-`)
})
afterEach(() => rm(dir, { recursive: true }))

describe('the host', () => {
  it('says its device type and what exists', async () => {
    const host = linuxHost({ deviceType: 'press' })
    expect(host.deviceType()).toBe('press')
    expect(await host.exists(dir)).toBe(true)
    expect(await host.exists(`${dir}/nothing`)).toBe(false)
    expect(await host.exists('/dev/null')).toBe(true)
    expect(await host.exists('\0')).toBe(false)
  })

  const ways = {
    reboot: (command: string[]) => linuxHost({ deviceType: '', rebootCommand: command }).reboot(),
    shutdown: (command: string[]) => linuxHost({ deviceType: '', shutdownCommand: command }).shutdown(),
  }

  describe.each(Object.entries(ways))('%s', (name, give) => {
    it('gives the order once', async () => {
      await give(['/bin/sh', '-c', 'echo "$1" >> "$0"', `${dir}/orders`, `${name} now`])
      expect(await readFile(`${dir}/orders`, 'utf8')).toBe(`${name} now\n`)
    })

    it.each([
      ['the program refuses', ['/bin/sh', '-c', 'echo not allowed >&2; exit 1'], 'not allowed'],
      ['there is no such program', ['/nowhere/program'], 'ENOENT'],
    ])('says so when %s', async (_, command, words) => {
      await expect(give(command)).rejects.toMatchObject({
        code: 'HF_COMMAND_FAILED',
        message: expect.stringContaining(words),
      })
    })
  })
})
