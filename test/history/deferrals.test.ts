/** How long locks have put an update off is not forgotten with the agent that counted. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deferredIn, SAVED_VERSION } from '../../agent/saved-deferrals.ts'
import { DEFERRED } from './deferrals.ts'
import { recordPath, recordsNow } from './record.ts'

const NAME = `deferrals.v${SAVED_VERSION}.json`
const recorded = existsSync(recordPath(NAME)) ? readFileSync(recordPath(NAME), 'utf8') : ''

const ADVICE = `Deferrals are not written down any more as ${NAME} has them.
Either they are still read as they were meant: then look through the difference, and run: node test/history/record.ts --again.
Or raise SAVED_VERSION (agent/saved-deferrals.ts), which has them begin anew, and run: node test/history/record.ts`

it('deferrals are written down as is recorded of their version, and read as they were meant', async () => {
  expect((await recordsNow())[NAME], ADVICE).toBe(recorded)
  const body = Buffer.from(recorded.trimEnd())
  expect(deferredIn({ version: SAVED_VERSION, body })).toEqual({ deferred: DEFERRED, problem: null })
})
