import { describe, expect, it } from 'vitest'
import { FRESH_INTENT } from '../../machines/intent.ts'
import { FRESH_PROVISION_INTENT, type ProvisionIntent } from '../../machines/provision-intent.ts'
import { intentFrom } from '../checkpoint.ts'
import { provisionIntentFrom } from './checkpoint.ts'
import { forget, whoseIs } from './whose.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const read = (intent: unknown, version = 1) => provisionIntentFrom({ version, body: bytes(intent) })
const claiming: ProvisionIntent = { ...FRESH_PROVISION_INTENT, phase: 'claiming', claim: 'ab'.repeat(16), attempt: 2 }

describe('the checkpoint of provisioning', () => {
  it('is resumed from as it was written', () => {
    expect(read(claiming)).toEqual({ intent: claiming, problem: null })
    expect(provisionIntentFrom(undefined)).toEqual({ intent: FRESH_PROVISION_INTENT, problem: null })
  })

  it.each<[string, unknown, number]>([
    ['of another version', claiming, 2],
    ['of another form', { ...claiming, attempt: '2' }, 1],
    ['of a phase that is not known', { ...claiming, phase: 'dancing' }, 1],
    ['of a claim without its name', { ...claiming, claim: null }, 1],
    ['of a device at rest without identity', { ...claiming, phase: 'provisioned' }, 1],
    ['that verifies nothing', { ...claiming, phase: 'verifying' }, 1],
    ['that is none', 'text', 1],
  ])('%s is not guessed at: the device claims anew', (_, intent, version) => {
    const found = read(intent, version)
    expect(found.intent).toEqual(FRESH_PROVISION_INTENT)
    expect(found.problem).toContain('claims its identity anew')
  })
})

describe('whose memory it is', () => {
  it('is told by its checkpoint, and not guessed', () => {
    const body = bytes({ device: 'd', fleet: 'f' })
    expect(whoseIs({ version: 1, body })).toEqual({ device: 'd', fleet: 'f' })
    expect(whoseIs({ version: 2, body })).toBeNull()
    expect(whoseIs({ version: 1, body: new Uint8Array([1]) })).toBeNull()
    expect(whoseIs(undefined)).toBeNull()
  })

  it('that was another is forgotten as a whole: intent, secrets, bundle, messages and documents', () => {
    const writes = forget({
      commands: [],
      outgoing: [{ key: 'k', message: { topic: 't' } as never }],
      documents: ['x'],
    })
    expect(writes.map((write) => (write.op === 'checkpoint' ? write.machine : write.op))).toEqual([
      'update',
      'secrets',
      'bundle',
      'drop-outgoing',
      'drop-document',
    ])
  })

  it('is no loss: the intent that it begins with says so, and is read as it was written', () => {
    const [update] = forget({ commands: [], outgoing: [], documents: [] })
    const { intent, problem } = intentFrom(update as Extract<typeof update, { op: 'checkpoint' }>)
    expect({ intent, problem }).toEqual({ intent: { ...FRESH_INTENT, begunAnew: true }, problem: null })
  })
})
