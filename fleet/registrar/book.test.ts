import { beforeEach, expect, it } from 'vitest'
import { Book } from './book.ts'
import type { Change, Note } from './records.ts'

const change: Change = { table: 'device', key: 'till-1', value: null }
const note = (claim: string): Note => ({ event: 'refused', claim })

let written: { changes: readonly Change[]; notes: readonly Note[] }[]
let logged: string[]
let broken: unknown
let isFull: boolean
let book: Book
beforeEach(() => {
  written = []
  logged = []
  broken = null
  isFull = false
  book = new Book({
    store: {
      apply: async (changes, notes) => {
        if (isFull) throw new Error('the disk is full')
        written.push({ changes, notes })
      },
    },
    log: (event, { claim }: { claim?: string }) => void logged.push(`${event} ${claim}`),
    onBroken: (error) => {
      broken = error
    },
    now: () => 1,
  })
})

it('a refusal is written with the next change, and not by itself', async () => {
  book.noteLater(note('a'))
  await book.write([], [])
  expect(written).toEqual([{ changes: [], notes: [] }])
  await book.write([change], [note('b')])
  expect(written[1]).toEqual({ changes: [change], notes: [note('a'), note('b')] })
  expect(logged).toEqual(['refused a', 'refused b'])
})

it('all that has waited is written when it is asked for, once', async () => {
  book.noteLater(note('a'))
  await book.writeAll([])
  await book.writeAll([])
  expect(written.map(({ notes }) => notes)).toEqual([[note('a')], []])
})

it('no crowd of refusals makes it hold more than a hundred', async () => {
  for (let n = 0; n < 1000; n += 1) book.noteLater(note(String(n)))
  await book.writeAll([])
  expect(written[0]!.notes).toHaveLength(100)
  book.noteLater(note('next'))
  await book.writeAll([])
  expect(written[1]!.notes).toEqual([note('next')])
})

it('a write that fails ends the registrar, and is told to nobody as done', async () => {
  isFull = true
  await expect(book.write([change], [note('a')])).rejects.toThrow('full')
  expect(broken).toEqual(new Error('the disk is full'))
  expect(logged).toEqual([])
})
