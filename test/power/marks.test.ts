import { describe, expect, it } from 'vitest'
import { FRESH_INTENT, type Intent } from '../../machines/intent.ts'
import { NO_ACTION } from '../../protocol/check-command.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { generateKey } from '../../protocol/keys.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import type { Command, Result } from '../../protocol/types.ts'
import { broken, type Held, type Mark } from './marks.ts'
import { targetOf } from './shelf.ts'

const keys = [generateKey('release')]
const target = targetOf(2, keys)
const document = documentId(target)
const current = { document, arm: 'release', epoch: 2, releaseId: 'r', name: 'shop', version: 'v2' } as const

const command: Command = { ...NO_ACTION, id: 'c1', budgetMs: 1000, identify: {} }
const payload = Buffer.from(encode(KINDS.Command, command))
const result: Result = {
  id: 'c1',
  device: 'd1',
  outcome: 1,
  code: '',
  message: '',
  output: Buffer.of(),
  bootId: 'b',
  exitCode: 0,
}
const record = { command, arrival: 1, bootId: 'b', monoMs: 1, result, note: '' }

const intent: Intent = {
  ...FRESH_INTENT,
  floors: { ...FRESH_INTENT.floors, fleet: { epoch: 2, document } },
  rollout: { epoch: 2, revision: 1, state: 'go', share: 10_000 },
  current,
}

const MARKS: Mark[] = [
  { kind: 'published', epoch: 2, target, rollout: Buffer.of() },
  { kind: 'life' },
  { kind: 'target', epoch: 2 },
  { kind: 'rollout', epoch: 2 },
  { kind: 'current', epoch: 2 },
  { kind: 'sent', id: 'c1', payload },
  { kind: 'command', id: 'c1' },
  { kind: 'result', id: 'c1', outcome: 1, code: '' },
]

function held(changes: { intent?: Intent | null; commands?: Held['loaded']['commands']; life?: number } = {}): Held {
  return {
    loaded: {
      checkpoints: new Map(),
      commands: changes.commands ?? [record],
      outgoing: [],
      counters: new Map([['life', changes.life ?? 1]]),
      documents: [document],
      fresh: false,
      problems: [],
    },
    intent: changes.intent === undefined ? intent : changes.intent,
    documents: new Map([[document, target]]),
  }
}

describe('what a device owes after a power cut', () => {
  it('is all there when all is there', () => {
    expect(broken(MARKS, held())).toEqual([])
  })

  it('may be more than anybody has seen, but never other than what was sent', () => {
    const sent = MARKS.filter(({ kind }) => kind === 'published' || kind === 'sent')
    expect(broken(sent, held())).toEqual([])
    expect(broken([], held())).toEqual([
      'command "c1" is not what was sent',
      `document ${document} is not what was sent`,
    ])
    const other = { ...record, command: { ...command, budgetMs: 2000 } }
    expect(broken(MARKS, held({ commands: [other] }))).toEqual(['command "c1" is not what was sent'])
  })

  it.each<[string, Held, string[]]>([
    [
      'a command',
      held({ commands: [] }),
      ['command c1 was acknowledged and is gone', 'the result of c1 was seen and is gone'],
    ],
    ['a result', held({ commands: [{ ...record, result: null }] }), ['the result of c1 was seen and is gone']],
    [
      'what was answered',
      held({ commands: [{ ...record, result: { ...result, outcome: 2 } }] }),
      ['the result of c1 is another one'],
    ],
    ['a life', held({ life: 0 }), ['1 lives were seen, 0 are counted']],
    [
      'the checkpoint',
      held({ intent: null }),
      [
        'epoch 2 was acknowledged, the floor is 0',
        'the rollout of 2 was acknowledged, that of 0 is known',
        'epoch 2 was reported as current, 0 is',
      ],
    ],
    ['a commit', held({ intent: { ...intent, current: null } }), ['epoch 2 was reported as current, 0 is']],
    [
      'the document of what runs',
      { ...held(), documents: new Map([[document, null]]) },
      [`document ${document} is spoken of and is not there`],
    ],
    [
      'the content of a document',
      { ...held(), documents: new Map([[document, Buffer.from('x')]]) },
      [`document ${document} is not what was sent`],
    ],
  ])('is missed when %s is lost', (_, found, faults) => {
    expect(broken(MARKS, found)).toEqual(faults)
  })

  it('includes what was refused', () => {
    expect(broken([{ kind: 'refused', epoch: 3 }], held({ commands: [], intent: FRESH_INTENT }))).toContain(
      'the refusal of epoch 3 is forgotten',
    )
  })
})
