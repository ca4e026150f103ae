import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrograms, terseRows } from './programs.ts'

describe('rows of nmcli', () => {
  it.each<[string, string[][]]>([
    ['', []],
    [
      'eth0:ethernet:connected:1-2\nlo:loopback:unmanaged:\n',
      [
        ['eth0', 'ethernet', 'connected', '1-2'],
        ['lo', 'loopback', 'unmanaged', ''],
      ],
    ],
    ['a\\:b:c\\\\d\n', [['a:b', 'c\\d']]],
    ['running\n', [['running']]],
    [':x\n', [['', 'x']]],
  ])('%j', (text, rows) => {
    expect(terseRows(text)).toEqual(rows)
  })
})

describe('a program that fails', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'programs-'))
    const script =
      '#!/bin/sh\ncase $1 in\ndead) exit 8;;\nhang) exec sleep 60;;\n*) echo "Error: no such\n  device" >&2; exit 4;;\nesac\n'
    await writeFile(join(dir, 'nmcli'), script, { mode: 0o755 })
  })
  afterAll(() => rm(dir, { recursive: true }))
  const programs = () => systemPrograms({ PATH: `${dir}:/usr/bin:/bin` })

  it('is told in its own words, in one line', async () => {
    const failed = { code: 'HF_NETWORK_FAILED', message: 'no such device' }
    await expect(programs().run('nmcli', ['up'])).rejects.toMatchObject(failed)
  })
  it('because nobody is there, is told as that', async () => {
    const unavailable = { code: 'HF_NETWORK_UNAVAILABLE' }
    await expect(programs().run('nmcli', ['dead'])).rejects.toMatchObject(unavailable)
    await expect(systemPrograms({ PATH: dir }).run('busctl', [])).rejects.toMatchObject(unavailable)
  })
  it('or hangs, ends with its time or when it is not wanted', async () => {
    const late = programs().run('nmcli', ['hang'], { limitMs: 50 })
    await expect(late).rejects.toMatchObject({ code: 'HF_NETWORK_FAILED' })
    const ended = programs().run('nmcli', ['hang'], { signal: AbortSignal.timeout(50) })
    await expect(ended).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  })
})
