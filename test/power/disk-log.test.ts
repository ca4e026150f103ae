import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { FATES, type Fate, SECTOR } from './block-disk.ts'
import { CrashImages, LoggedDisk, marksBefore, packLog, unpackLog } from './disk-log.ts'

/** A disk of eight sectors, each of one letter or empty. */
const letters = (image: Buffer): string =>
  Array.from({ length: 8 }, (_, index) => String.fromCharCode(image[index * SECTOR] || 46)).join('')

const sectors = (text: string): Buffer => Buffer.concat(text.split('').map((letter) => Buffer.alloc(SECTOR, letter)))

function diskWith(...steps: (string | [number, string] | [number, string, 'fua'])[]): LoggedDisk<string> {
  const disk = new LoggedDisk<string>(8 * SECTOR)
  for (const step of steps) {
    if (step === 'flush') disk.flush()
    else if (typeof step === 'string') disk.mark(step)
    else disk.write(step[0] * SECTOR, sectors(step[1]), step[2] === 'fua')
  }
  return disk
}

const cutting = (disk: LoggedDisk<string>, fate: Fate, seed = 'a', position = disk.log.events.length): string =>
  letters(new CrashImages(disk.log).at(position, fate, seededRandom(seed)))

describe('a disk that the power leaves', () => {
  it('holds what a flush has covered, whatever the fate of the rest', () => {
    const disk = diskWith([0, 'aa'], [2, 'b'], 'flush', [1, 'cc'])
    for (const fate of FATES) expect(cutting(disk, fate, 'a', 3)).toBe('aab.....')
    expect(cutting(disk, 'dropped')).toBe('aab.....')
    expect(cutting(disk, 'kept')).toBe('acc.....')
  })

  it('holds what was written with FUA, and nothing that was written over by it', () => {
    const disk = diskWith([0, 'aaa'], [1, 'b', 'fua'])
    expect(cutting(disk, 'dropped')).toBe('.b......')
    expect(cutting(disk, 'kept')).toBe('aba.....')
  })

  it('holds any of the unflushed writes, each as a whole, when they are a subset', () => {
    const disk = diskWith([0, 'aa'], [4, 'bb'])
    const seen = new Set(Array.from({ length: 50 }, (_, seed) => cutting(disk, 'subset', String(seed))))
    expect([...seen].sort()).toEqual(['........', '....bb..', 'aa......', 'aa..bb..'])
  })

  it('holds any of their sectors when they are torn', () => {
    const seen = new Set(Array.from({ length: 50 }, (_, seed) => cutting(diskWith([0, 'aa']), 'torn', String(seed))))
    expect([...seen].sort()).toEqual(['........', '.a......', 'a.......', 'aa......'])
  })

  it('is the same for the same seed, and whichever positions were asked for before', () => {
    const disk = diskWith([0, 'abcd'], 'flush', [2, 'efgh'], [0, 'xyz'], 'flush', [5, 'ijk'])
    const images = new CrashImages(disk.log)
    for (const position of [6, 2, 4, 5, 3])
      expect(letters(images.at(position, 'torn', seededRandom('s')))).toBe(cutting(disk, 'torn', 's', position))
  })

  it('goes with the marks that were made before the cut', () => {
    const disk = diskWith('one', [0, 'a'], 'two', 'flush')
    expect(marksBefore(disk.log, 2)).toEqual(['one'])
    expect(marksBefore(disk.log, 3)).toEqual(['one', 'two'])
  })

  it('is the same from a log that was kept in a file', () => {
    const disk = diskWith('one', [0, 'ab'], 'flush', [1, 'cd'])
    expect(unpackLog(packLog(disk.log))).toEqual(disk.log)
  })
})
