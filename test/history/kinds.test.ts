/** What the agent keeps beside the machines' intents is known again by an agent that comes years later, or told to be lost. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { KINDS_OF_CHECKPOINT, type OldKind } from './kinds.ts'
import { recordPath, recordsNow } from './record.ts'

const recorded = readdirSync(recordPath(''))
const now = await recordsNow()

describe.each(Object.entries(KINDS_OF_CHECKPOINT))('the checkpoint %s', (kind, { read }) => {
  const isOf = (name: string) => name.startsWith(`${kind}.v`)
  const [present = ''] = Object.keys(now).filter(isOf)
  const old = recorded
    .filter(isOf)
    .flatMap((name) => JSON.parse(readFileSync(recordPath(name), 'utf8')) as OldKind[])
    .map((one) => ({ ...one, body: Buffer.from(one.body, 'base64') }))
  const last = old.at(-1)!

  it('is written as is recorded of its version', () => {
    const advice = `${present} is not what is written any more. A device may hold it in the recorded form. Either it is still
read as it was meant: then look through the difference, and run: node test/history/record.ts --again. Or raise the
VERSION beside its name, read the recorded one too or say that it is lost, and run: node test/history/record.ts`
    const text = existsSync(recordPath(present)) ? readFileSync(recordPath(present), 'utf8') : ''
    expect(now[present], advice).toBe(text)
  })

  it.each(old.map((one) => [one.name, one] as const))('is read as it was meant: %s', (_, { version, body, means }) => {
    const { means: found, problem } = read({ version, body })
    // A form that is not read any more is told to be lost.
    if (version === last.version) expect(problem).toBe(null)
    if (problem === null) expect(JSON.parse(JSON.stringify(found))).toEqual(means)
  })

  it.each([
    ['of a version to come', { version: last.version + 1, body: last.body }],
    ['of no version', { version: 0, body: last.body }],
    ['that is cut off', { version: last.version, body: last.body.subarray(0, -1) }],
    ['that is something else', { version: last.version, body: Buffer.from('[{"x":1}') }],
  ])('%s is told, and is not guessed at', (_, saved) => {
    expect(read(saved).problem).not.toBe(null)
  })
})
