/** The contract for files in containers: those of the service, and those that are read. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { ContainerSpec } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { MountType, Restart } from '../../protocol/enums.ts'
import type { File, Service } from '../../protocol/types.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, spec } from './engine-harness.ts'

const SECRET = '/run/secrets/password'

export function filesContract(s: Subject): void {
  const withFiles = (files: Loose<File>[], more: Loose<Service> = {}): ContainerSpec =>
    spec(s.device, { image: s.at.images.steady, files, ...more })
  const make = (files: Loose<File>[], more: Loose<Service> = {}) => s.at.engine.createContainer(withFiles(files, more))
  const start = (id: string) => s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
  const read = async (id: string, path: string, maxBytes = 1000) => {
    const bytes = await s.at.engine.readFile(id, path, maxBytes)
    return bytes === null ? null : Buffer.from(bytes).toString()
  }
  const text = (content: string) => Buffer.from(content)

  describe("a service's files", () => {
    it('are in its container before it starts, with mode and owner', async () => {
      const id = await make([
        { path: SECRET, content: text('hunter2'), mode: 0o400, uid: 1000, gid: 2000 },
        { path: '/app.conf', content: text('a=b\n') },
        { path: '/etc/empty', content: text('') },
      ])
      expect(await s.at.fileIn(id, SECRET)).toEqual({ text: 'hunter2', mode: 0o400, uid: 1000, gid: 2000 })
      expect(await s.at.fileIn(id, '/app.conf'), 'unless it says more').toEqual({
        text: 'a=b\n',
        mode: 0o444,
        uid: 0,
        gid: 0,
      })
      expect(await s.at.fileIn(id, '/etc/empty')).toMatchObject({ text: '' })
      await start(id)
      expect(await read(id, SECRET)).toBe('hunter2')
    })

    it('may have long names, large owners and any bytes', async () => {
      const path = `/srv/${'long/'.repeat(30)}ключ`
      const content = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 256))
      const id = await make([{ path, content, uid: 3_000_000, gid: 3_000_001 }])
      expect(await s.at.fileIn(id, path)).toMatchObject({ uid: 3_000_000, gid: 3_000_001 })
      expect(Buffer.from((await s.at.engine.readFile(id, path, 1000)) ?? []).equals(content)).toBe(true)
    })

    it('are not there when the power went before the copy: then it never starts, and is completed when it is asked for again', async () => {
      const files = [{ path: SECRET, content: text('hunter2') }]
      s.at.loseNextCopy()
      await expect(make(files)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
      const [half] = await s.at.engine.listContainers(s.device)
      expect(half).toMatchObject({ state: 'created' })
      await expect(start(half?.id ?? '')).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
      expect(await containerNow(s.at.engine, s.device, half?.id ?? '')).toMatchObject({ state: 'created' })
      expect(await make(files)).toBe(half?.id)
      await start(half?.id ?? '')
      expect(await read(half?.id ?? '', SECRET)).toBe('hunter2')
    })

    it('stay as the application has changed them', async () => {
      const files = [{ path: '/app.conf', content: text('as shipped') }]
      const id = await make(files)
      await start(id)
      await s.at.writeFile(id, '/app.conf', 'changed')
      expect(await make(files)).toBe(id)
      await s.at.engine.stopContainer(id, 1000)
      expect(await make(files)).toBe(id)
      await start(id)
      expect(await read(id, '/app.conf')).toBe('changed')
    })

    it('are there also when the root file system is read-only', async () => {
      const files = [
        { path: SECRET, content: text('hunter2'), mode: 0o400, uid: 1000, gid: 2000 },
        { path: '/etc/app/app.conf', content: text('a=b') },
      ]
      const id = await make(files, { readOnly: true })
      await start(id)
      expect(await s.at.fileIn(id, SECRET)).toEqual({ text: 'hunter2', mode: 0o400, uid: 1000, gid: 2000 })
      expect(await read(id, '/etc/app/app.conf')).toBe('a=b')
    })

    it.each<[string, string, Loose<Service>]>([
      ['under a tmpfs', '/run/x', { mounts: [{ type: MountType.MOUNT_TYPE_TMPFS, target: '/run' }] }],
      ['under /dev', '/dev/x', {}],
      ['in the root of a file system that is read-only', '/x', { readOnly: true }],
    ])('are refused where nobody would see them: %s', async (_, path, more) => {
      await expect(make([{ path, content: text('x') }], more)).rejects.toMatchObject({
        code: 'HF_TARGET_INVALID',
        place: 'services.web',
        message: expect.stringContaining(path) as string,
      })
      expect(await s.at.engine.listContainers(s.device)).toEqual([])
    })
  })

  describe('reading a file', () => {
    it('gives what the application wrote, running or not', async () => {
      const id = await make([])
      await start(id)
      await s.at.writeFile(id, '/run/app/lock', 'busy')
      expect(await read(id, '/run/app/lock')).toBe('busy')
      await s.at.engine.stopContainer(id, 1000)
      expect(await read(id, '/run/app/lock')).toBe('busy')
    })

    it('tells what an earlier run of the container has left from what this one wrote', async () => {
      const second = () => new Promise((resolve) => setTimeout(resolve, 1100))
      const id = await make([])
      await start(id)
      await second()
      await s.at.writeFile(id, '/run/app/lock', 'busy')
      expect(await s.at.engine.isLeftOver(id, '/run/app/lock')).toBe(false)
      await s.at.engine.stopContainer(id, 1000)
      await second()
      await start(id)
      expect(await s.at.engine.isLeftOver(id, '/run/app/lock')).toBe(true)
      await second()
      await s.at.writeFile(id, '/run/app/lock', 'busy again')
      expect(await s.at.engine.isLeftOver(id, '/run/app/lock')).toBe(false)
      expect(await s.at.engine.isLeftOver(id, '/run/app/nothing')).toBe(false)
    })

    it('gives nothing when there is no such file, no such directory or no such container', async () => {
      const id = await make([])
      expect(await read(id, '/tmp/nothing')).toBeNull()
      expect(await read(id, '/nowhere/nothing')).toBeNull()
      await s.at.engine.removeContainer(id)
      expect(await read(id, '/tmp/nothing')).toBeNull()
    })

    it('refuses one that is too large, and takes one that just fits', async () => {
      const id = await make([{ path: '/f', content: text('12345') }])
      expect(await read(id, '/f', 5)).toBe('12345')
      await expect(read(id, '/f', 4)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    })

    it('refuses a directory', async () => {
      await expect(read(await make([]), '/tmp')).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    })
  })
}
