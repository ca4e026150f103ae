/** The contract for programs in running containers, and for one-off containers. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { EngineEvent, LogEntry } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { PROGRAMS } from './contract-images.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, spec } from './engine-harness.ts'

const NEVER = new AbortController().signal

export function programsContract(s: Subject): void {
  const start = (id: string) => s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
  const running = async () => {
    const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
    await start(id)
    return id
  }

  describe('running a program in a container', () => {
    it('gives its exit code and what it wrote to both streams', async () => {
      const { output, ...end } = await s.at.engine.exec(await running(), PROGRAMS.fails.command, NEVER)
      expect(end).toEqual({ exitCode: 3, truncated: false })
      expect(output.split('\n').sort()).toEqual(['', 'bad news', 'news'])
    })

    it('keeps the end of a long output', async () => {
      const end = await s.at.engine.exec(await running(), PROGRAMS.talks.command, NEVER)
      expect(end).toMatchObject({ exitCode: 0, truncated: true })
      expect(end.output.endsWith('\nthe end\n')).toBe(true)
      expect(Buffer.byteLength(end.output)).toBe(64 * 1024)
    })

    it('fails when there is no such program', async () => {
      await expect(s.at.engine.exec(await running(), ['nosuch', 'thing'], NEVER)).rejects.toMatchObject({
        code: 'HF_ENGINE_FAILED',
        message: expect.stringContaining('nosuch') as string,
      })
    })

    it('fails when the container does not run, or is gone', async () => {
      const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      const failure = { code: 'HF_ENGINE_FAILED' }
      await expect(s.at.engine.exec(id, ['true'], NEVER)).rejects.toMatchObject(failure)
      await s.at.engine.removeContainer(id)
      await expect(s.at.engine.exec(id, ['true'], NEVER)).rejects.toMatchObject(failure)
    })

    it('ends with the signal, and the container goes on', async () => {
      const id = await running()
      const abort = new AbortController()
      const end = s.at.engine.exec(id, ['sleep', '30'], abort.signal)
      const cancelled = expect(end).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      await s.at.pass(500)
      abort.abort()
      await cancelled
      await expect(s.at.engine.exec(id, ['true'], abort.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(await containerNow(s.at.engine, s.device, id)).toMatchObject({ state: 'running' })
    })

    it('ends with its container', async () => {
      const id = await running()
      const end = s.at.engine.exec(id, ['sleep', '30'], NEVER)
      await s.at.pass(500)
      await s.at.kill(id)
      expect(await end).toMatchObject({ exitCode: 137 })
    })
  })

  describe('a one-off container', () => {
    const oneOff = (command: readonly string[], given: Loose<Service> = {}, operation = 'op-1') =>
      s.at.engine.createContainer(
        spec(
          s.device,
          { image: s.at.images.steady, ...given },
          { name: `${s.device}-run`, run: { operation, command } },
        ),
      )
    const ended = (id: string) =>
      eventually(
        s.at,
        'it has ended',
        async () => (await s.at.engine.listRuns(s.device)).find((run) => run.id === id),
        (run) => run?.state === 'exited',
      )

    it('runs the command to its end, and keeps its exit code and its output', async () => {
      const id = await oneOff(PROGRAMS.fails.command)
      const fact = { id, operation: 'op-1', service: 'web' }
      expect(await s.at.engine.listRuns(s.device)).toEqual([{ ...fact, state: 'created', exitCode: 0 }])
      await start(id)
      expect(await ended(id)).toEqual({ ...fact, state: 'exited', exitCode: 3 })
      const lines: LogEntry[] = []
      for await (const line of s.at.engine.logs(id, { follow: false, tail: 0, sinceMs: 0 }, NEVER)) lines.push(line)
      expect(lines.map(({ text }) => text).sort()).toEqual(['bad news', 'news'])
      await s.at.engine.removeContainer(id)
      expect(await s.at.engine.listRuns(s.device)).toEqual([])
    })

    it('stands beside its service, and is not in its way', async () => {
      const given = {
        ports: [{ containerPort: 80, hostPort: await s.at.freePort(), protocol: 'tcp' }],
        healthcheck: { test: ['CMD', 'false'], intervalMs: 100, timeoutMs: 1000, retries: 1 },
      }
      const service = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady, ...given }))
      const id = await oneOff(['sleep', '30'], given)
      await start(id)
      await start(service)
      expect(await s.at.engine.listContainers(s.device)).toMatchObject([{ id: service, state: 'running' }])
      expect(await s.at.engine.listRuns(s.device)).toMatchObject([{ id, state: 'running' }])
    })

    it('is made once for an operation, and its name is no other’s', async () => {
      const id = await oneOff(['true'])
      expect(await oneOff(['true'])).toBe(id)
      await expect(oneOff(['true'], {}, 'op-2')).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
      const asService = spec(s.device, { image: s.at.images.steady }, { name: `${s.device}-run` })
      await expect(s.at.engine.createContainer(asService)).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
    })

    it('is seen by its device alone', async () => {
      await oneOff(['true'])
      expect(await s.at.engine.listRuns(`${s.device}-other`)).toEqual([])
    })

    it('tells no events', async () => {
      const seen: EngineEvent[] = []
      const following = s.at.engine.events(s.device).subscribe({ next: (event) => seen.push(event) })
      await eventually(
        s.at,
        'it is followed',
        async () => seen.length,
        (length) => length === 1,
      )
      const id = await oneOff(['true'])
      await start(id)
      await ended(id)
      const service = await running()
      await eventually(
        s.at,
        'the service is told of',
        async () => seen.length,
        (length) => length >= 3,
      )
      following.unsubscribe()
      expect(seen.slice(1).every((event) => 'id' in event && event.id === service)).toBe(true)
    })
  })
}
