import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../virtual-clock.ts'
import { type ClockFiles, clockWatch, isClockKept, systemClockFiles } from './clock-watch.ts'

const MINUTE = 60_000

describe('who keeps the clock', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'holdfast-clock-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  /** A program that says so. */
  const saying = async (words: string, status = 0): Promise<string> => {
    const path = join(root, 'busctl')
    await writeFile(
      path,
      `#!/bin/sh\n[ "$*" = "get-property ${TIMEDATE} NTPSynchronized" ] || exit 9\necho '${words}'\nexit ${status}\n`,
    )
    await chmod(path, 0o755)
    return path
  }
  const TIMEDATE = 'org.freedesktop.timedate1 /org/freedesktop/timedate1 org.freedesktop.timedate1'

  it.each<[string, string[], string, number, boolean | null]>([
    ['the file of the time service', ['synchronized'], 'b false', 0, true],
    ['the kernel, by another service', [], 'b true', 0, true],
    ['nobody, as the kernel says', [], 'b false', 0, false],
    ['the time service, which has no word yet', [''], 'no', 1, false],
    ['nobody whom anybody knows', [], 'no', 1, null],
    ['nobody, with an answer that is none', [], 's "true"', 0, null],
  ])('is %s', async (_, files, words, status, kept) => {
    const folder = join(root, 'run/systemd/timesync')
    if (files.length > 0) await mkdir(folder, { recursive: true })
    for (const file of files) if (file !== '') await writeFile(join(folder, file), '')
    expect(await isClockKept(systemClockFiles(root, await saying(words, status)))).toBe(kept)
  })

  it('is not known where there is no such program', async () => {
    expect(await isClockKept(systemClockFiles(root, join(root, 'nothing')))).toBeNull()
  })
})

it('is looked at as often as is stated, and told when it changes', async () => {
  const clock = new VirtualClock()
  const calls = { file: 0, program: 0 }
  let kept = false
  const files: ClockFiles = {
    isSynchronized: async () => {
      calls.file += 1
      return kept
    },
    isTimesyncd: async () => true,
    asked: async () => {
      calls.program += 1
      return null
    },
  }
  const told: (boolean | null)[] = []
  const watch = clockWatch(files, clock).subscribe((word) => told.push(word))
  await clock.advance(60 * MINUTE)
  expect(told).toEqual([false])
  expect(calls.file).toBe(61)
  expect(calls.program).toBe(5)
  kept = true
  await clock.advance(MINUTE)
  expect(told).toEqual([false, true])
  const before = { ...calls }
  await clock.advance(60 * MINUTE)
  expect(calls).toEqual({ file: before.file + 4, program: before.program })
  watch.unsubscribe()
  await clock.advance(60 * MINUTE)
  expect(calls.file).toBe(before.file + 4)
})
