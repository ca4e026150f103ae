/** The contract for containers' logs. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { LogEntry, LogOptions } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, spec } from './engine-harness.ts'

const ALL: LogOptions = { follow: false, tail: 0, sinceMs: 0 }
const NEVER = new AbortController().signal

export function logsContract(s: Subject): void {
  const run = async (image: string) => {
    const id = await s.at.engine.createContainer(spec(s.device, { image }))
    await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
    return id
  }
  const read = async (id: string, options: Partial<LogOptions> = {}, signal = NEVER) => {
    const entries: LogEntry[] = []
    for await (const entry of s.at.engine.logs(id, { ...ALL, ...options }, signal)) entries.push(entry)
    return entries
  }
  const written = (id: string, lines: number) =>
    eventually(
      s.at,
      `${lines} lines`,
      () => read(id),
      (entries) => entries.length >= lines,
    )
  const byText = (a: LogEntry, b: LogEntry) => a.text.localeCompare(b.text)

  describe('logs', () => {
    it('are lines, each with its stream and its time', async () => {
      const id = await run(s.at.images.steady)
      const entries = (await written(id, 2)).slice(0, 2).sort(byText)
      // Two streams are two pipes: which of the two lines comes first is not settled.
      expect(entries).toEqual([
        { text: 'careful', stderr: true, atMs: expect.any(Number) },
        { text: 'ready', stderr: false, atMs: expect.any(Number) },
      ])
      expect(Math.abs((entries[0]?.atMs ?? 0) - (entries[1]?.atMs ?? 0))).toBeLessThan(5000)
    })

    it('can be had from the end', async () => {
      const id = await run(s.at.images.steady)
      await written(id, 3)
      expect((await read(id, { tail: 1 })).map(({ text }) => text)).toEqual(['later'])
    })

    it('can be had from a moment on', async () => {
      const id = await run(s.at.images.steady)
      const [, , later] = await written(id, 3)
      expect((await read(id, { sinceMs: later?.atMs ?? 0 })).map(({ text }) => text)).toEqual(['later'])
    })

    it('can be had of one that has ended', async () => {
      const id = await run(s.at.images.crashes)
      await eventually(
        s.at,
        'it has ended',
        () => containerNow(s.at.engine, s.device, id),
        (container) => container?.state === 'exited',
      )
      expect(await read(id)).toMatchObject([{ text: 'failed', stderr: true }])
      expect(await read(id, { follow: true })).toMatchObject([{ text: 'failed', stderr: true }])
    })

    it('can be followed until the container ends', async () => {
      const id = await run(s.at.images.completes)
      expect(await read(id, { follow: true })).toMatchObject([{ text: 'done', stderr: false }])
    })

    it('that are followed end with the signal', async () => {
      const id = await run(s.at.images.steady)
      const abort = new AbortController()
      const seen: string[] = []
      const reading = (async () => {
        for await (const { text } of s.at.engine.logs(id, { ...ALL, follow: true }, abort.signal)) {
          seen.push(text)
          if (text === 'later') abort.abort()
        }
      })()
      await expect(reading).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(seen.sort()).toEqual(['careful', 'later', 'ready'])
    })

    it('of a container that is gone cannot be had', async () => {
      const id = await run(s.at.images.steady)
      await s.at.engine.removeContainer(id)
      await expect(read(id)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    })
  })
}
