/** A container that has said it is ready need not say so again to the agent that comes next. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SAVED_VERSION, savedWords } from '../../agent/saved-ready-words.ts'
import { SAID } from './ready-words.ts'
import { recordPath, recordsNow } from './record.ts'

const NAME = `ready-words.v${SAVED_VERSION}.json`
const recorded = existsSync(recordPath(NAME)) ? readFileSync(recordPath(NAME), 'utf8') : ''

const ADVICE = `Words are not written down any more as ${NAME} has them.
Either they are still read as they were meant: then look through the difference, and run: node test/history/record.ts --again.
Or raise SAVED_VERSION (agent/saved-ready-words.ts), which has containers say it anew, and run: node test/history/record.ts`

it('words are written down as is recorded of their version, and read as they were meant', async () => {
  expect((await recordsNow())[NAME], ADVICE).toBe(recorded)
  const body = Buffer.from(recorded.trimEnd())
  expect(savedWords({ version: SAVED_VERSION, body })).toEqual({ words: SAID, problem: null })
})
