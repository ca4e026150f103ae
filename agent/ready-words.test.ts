import { beforeEach, expect, it } from 'vitest'
import type { Container } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { Checkpoint } from '../storage/store.ts'
import { ReadyWords } from './ready-words.ts'

const container = (id: string, startedAt = 'noon', service = 'web') => ({ id, startedAt, service }) as Container
const [NEW, OLD] = [container('new'), container('old')]

let disk: Pick<Checkpoint, 'version' | 'body'> | undefined
let writes: number
let isFull: boolean
let words: ReadyWords
const life = () =>
  new ReadyWords({
    saved: disk,
    store: {
      commit: async ([write]) => {
        if (isFull) throw new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full')
        if (write?.op !== 'checkpoint') throw new Error('nobody asked for that')
        writes += 1
        disk = write
      },
    },
  })

beforeEach(() => {
  disk = undefined
  writes = 0
  isFull = false
  words = life()
})

it('a word that is waited for is on the disk, once, and of its run alone', async () => {
  let changes = 0
  words.changes.subscribe(() => {
    changes += 1
  })
  await words.say(NEW, [OLD, NEW])
  await words.say(NEW, [OLD, NEW])
  expect({ writes, changes }).toEqual({ writes: 1, changes: 1 })
  expect(life().has(NEW)).toBe(true)
  expect([OLD, container('new', 'later')].some((other) => life().has(other))).toBe(false)
})

it('a word that nobody waits for writes nothing', async () => {
  await words.say(NEW, [NEW, container('db', 'noon', 'db')])
  expect({ writes, isSaid: words.has(NEW) }).toEqual({ writes: 0, isSaid: true })
})

it('of a container that is gone nothing is kept, and of one that started anew its last word', async () => {
  await words.say(OLD, [OLD, NEW])
  await words.say(NEW, [OLD, NEW])
  await words.say(container('new', 'later'), [NEW, container('third')])
  expect(JSON.parse(Buffer.from(disk!.body).toString())).toEqual({ words: [{ container: 'new', startedAt: 'later' }] })
})

it('what cannot be written is not said', async () => {
  isFull = true
  await expect(words.say(NEW, [OLD, NEW])).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
  expect(words.has(NEW)).toBe(false)
  isFull = false
  await words.say(NEW, [OLD, NEW])
  expect(life().has(NEW)).toBe(true)
})

it.each([
  ['of another version', 2, '{"words":[]}'],
  ['cut off', 1, '{"words":['],
  ['of another form', 1, '{"words":[{"container":"new"}]}'],
])('what is kept %s is none, and is told', (_, version, text) => {
  disk = { version, body: Buffer.from(text) }
  expect(life().has(NEW)).toBe(false)
  expect(life().problem).toMatch(/cannot be read/)
})
