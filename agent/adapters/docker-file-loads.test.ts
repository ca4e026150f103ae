import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { MountType } from '../../protocol/enums.ts'
import type { Mount, Service } from '../../protocol/types.ts'
import { loadsOf } from './docker-file-loads.ts'

const volume = (target: string): Loose<Mount> => ({ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target })
const bind = (target: string): Loose<Mount> => ({ type: MountType.MOUNT_TYPE_BIND, source: '/srv', target })
const tmpfs = (target: string): Loose<Mount> => ({ type: MountType.MOUNT_TYPE_TMPFS, target })

/** "PLACE: PATH PATH", with a + behind a volume that is made for it. */
function loads(paths: string[], mounts: Loose<Mount>[], readOnly = false): string[] {
  const given: Loose<Service> = { name: 'web', mounts, readOnly, files: paths.map((path) => ({ path })) }
  const service = decode(KINDS.Release, encode(KINDS.Release, { services: [given] })).services[0] as Service
  return loadsOf(service).map(
    ({ at, files, isOwnVolume }) => `${at}${isOwnVolume ? '+' : ''}: ${files.map(({ path }) => path).join(' ')}`,
  )
}

describe('files go', () => {
  it.each<[string, string[], Loose<Mount>[], string[]]>([
    ['nowhere when there are none', [], [volume('/data')], []],
    ['into the root file system, all at once', ['/a', '/run/secrets/b'], [], ['/: /a /run/secrets/b']],
    ['into the mount that they are under', ['/a', '/data/b'], [volume('/data')], ['/: /a', '/data: /data/b']],
    ['into the innermost mount', ['/data/x/b'], [volume('/data'), bind('/data/x/')], ['/data/x: /data/x/b']],
    ['past a mount with a similar name', ['/database/b'], [volume('/data')], ['/: /database/b']],
    [
      'into a volume that lies in a tmpfs',
      ['/run/keep/a'],
      [tmpfs('/run'), volume('/run/keep')],
      ['/run/keep: /run/keep/a'],
    ],
    ['onto a mount of their very path, as the engine sees it', ['/data'], [volume('/data')], ['/: /data']],
  ])('%s', (_, paths, mounts, expected) => {
    expect(loads(paths, mounts)).toEqual(expected)
  })

  it('into volumes of their own where the root file system is read-only, one for each directory', () => {
    const paths = ['/run/secrets/a', '/run/secrets/b', '/etc/app/c', '/data/d']
    expect(loads(paths, [volume('/data')], true)).toEqual([
      '/run/secrets+: /run/secrets/a /run/secrets/b',
      '/etc/app+: /etc/app/c',
      '/data: /data/d',
    ])
  })
})

describe('a file is refused', () => {
  it.each<[string, string, Loose<Mount>[], boolean, RegExp]>([
    ['under a tmpfs', '/run/a/b', [tmpfs('/run/')], false, /\/run\/a\/b .*hidden by the tmpfs at \/run/],
    ['in a tmpfs that lies in a volume', '/data/t/a', [volume('/data'), tmpfs('/data/t')], false, /hidden/],
    ['under /dev', '/dev/shm/a', [], false, /\/dev/],
    ['under /proc', '/proc/a', [], true, /\/proc/],
    ['beside a root file system that is read-only', '/a', [], true, /read-only/],
  ])('%s', (_, path, mounts, readOnly, words) => {
    expect(() => loads([path], mounts, readOnly)).toThrow(
      expect.objectContaining({
        code: 'HF_TARGET_INVALID',
        place: 'services.web',
        message: expect.stringMatching(words),
      }),
    )
  })
})
