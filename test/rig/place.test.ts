import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { placeForRigs } from './place.ts'

const mounted = (options: string, kind = 'tmpfs') => `/dev/vda / ext4 rw 0 0\n${kind} /dev/shm ${kind} ${options} 0 0\n`

it.each([
  ['plenty of memory', mounted('rw,relatime'), 24e9, '/dev/shm'],
  ['little memory', mounted('rw,relatime'), 64e6, tmpdir()],
  ['a place where no program may run', mounted('rw,nosuid,noexec'), 24e9, tmpdir()],
  ['a disk of that name', mounted('rw', 'ext4'), 24e9, tmpdir()],
  ['no such place', '/dev/vda / ext4 rw 0 0\n', 24e9, tmpdir()],
])('with %s', (_, mounts, free, place) => {
  expect(placeForRigs(mounts, () => free)).toBe(place)
})
