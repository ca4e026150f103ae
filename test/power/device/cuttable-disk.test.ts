import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../simulators/seeded-random.ts'
import { FATES, SECTOR } from '../block-disk.ts'
import { CuttableDisk } from './cuttable-disk.ts'

let directory: string
let disk: CuttableDisk

const write = (sector: number, letter: string, fua = false): void =>
  disk.write(sector * SECTOR, Buffer.alloc(SECTOR, letter), fua)

/** A letter for each sector. */
const content = (): string => {
  const bytes = readFileSync(join(directory, 'disk'))
  return Array.from({ length: 4 }, (_, index) => String.fromCharCode(bytes[index * SECTOR]!)).join('')
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-disk-'))
  writeFileSync(join(directory, 'disk'), Buffer.alloc(4 * SECTOR, '.'))
  disk = new CuttableDisk(join(directory, 'disk'))
})

afterEach(() => {
  disk.close()
  rmSync(directory, { recursive: true })
})

describe('a disk in a file whose power is cut', () => {
  it('reads as it was written, flushed or not', () => {
    write(1, 'a')
    expect(disk.read(SECTOR, 2).toString()).toBe('aa')
  })

  it('is again as it was at the last flush, however often it was written since', () => {
    write(0, 'a')
    disk.flush()
    for (const letter of 'bcd') write(0, letter)
    write(3, 'e')
    expect(disk.cut('dropped', Math.random)).toBe(4)
    expect(content()).toBe('a...')
  })

  it('keeps what was flushed or forced, whatever becomes of the rest', () => {
    for (const fate of FATES) {
      write(0, 'a')
      disk.flush()
      write(0, 'b')
      write(1, 'c', true)
      disk.cut(fate, seededRandom(fate))
      expect(content()).toMatch(/^[ab]c\.\.$/)
    }
  })

  it('says when it has something to lose', async () => {
    let said = false
    const waiting = disk.somethingUnflushed().then(() => {
      said = true
    })
    await Promise.resolve()
    expect(said).toBe(false)
    write(0, 'a')
    await waiting
    await disk.somethingUnflushed()
    disk.flush()
    expect(disk.cut('dropped', Math.random)).toBe(0)
  })

  it('has nothing more to lose after a cut', () => {
    write(0, 'a')
    disk.cut('kept', Math.random)
    expect(disk.cut('dropped', Math.random)).toBe(0)
    expect(content()).toBe('a...')
  })
})
