/** Every accepted message is one batch; every command is worked on once and answered once, over all lives. */
import { beforeEach, describe, expect, it } from 'vitest'
import { setup } from 'xstate'
import type { Answer, CommandFact } from '../machines/commands.ts'
import { ok } from '../machines/commands.ts'
import type { AnswerParams } from '../machines/device-setup.ts'
import { FRESH_INTENT, type Intent } from '../machines/intent.ts'
import { NO_ACTION } from '../protocol/check-command.ts'
import { type CheckedTarget, checkTarget } from '../protocol/check-target.ts'
import { configuredTrust } from '../protocol/check-trust.ts'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import { Outcome } from '../protocol/enums.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { generateKey } from '../protocol/keys.ts'
import { withReleaseId } from '../protocol/release-id.ts'
import { documentId } from '../protocol/spec-hash.ts'
import type { Command, Result } from '../protocol/types.ts'
import { dropped, MemoryDisk } from '../storage/memory-kv.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store, Write } from '../storage/store.ts'
import { FRESHNESS, Freshness } from './freshness.ts'
import { Inbox } from './inbox.ts'
import { Counters } from './ingress/counters.ts'
import { JudgedInbox } from './judged-inbox.ts'
import { Outbox } from './outbox.ts'
import { OUTBOX_BOUNDS, PACE } from './outbox-rule.ts'
import { Runtime } from './runtime/runtime.ts'
import type { AnyEvent } from './runtime/step.ts'
import { listeningLog, ScriptedBroker } from './scripted-broker.ts'
import { TRUST, TrustKeeper } from './trust-keeper.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

/** Answers what it is told to, and remembers what it was asked. */
const logic = setup({
  types: { events: {} as { type: 'ANSWER'; params: AnswerParams } | { type: 'COMMAND'; command: CommandFact } },
  actions: { answer: (_args, _params: AnswerParams) => {} },
}).createMachine({ on: { ANSWER: { actions: { type: 'answer', params: ({ event }) => event.params } } } })

/** One life of an agent, as far as commands and targets go. */
interface Life {
  inbox: Inbox
  /** What reached the machines. */
  heard: AnyEvent[]
  broker: ScriptedBroker
  clock: VirtualClock
  batches: Write[][]
  counters: Counters
  log: ReturnType<typeof listeningLog>
  answer(id: string, answer?: Answer): Promise<void>
  /** Results that the broker was given. */
  results(): Result[]
}

const KEYS = [generateKey('release'), generateKey('rollout')]

let disk: MemoryDisk
let store: Store
let intent: Intent

beforeEach(() => {
  disk = new MemoryDisk()
  intent = FRESH_INTENT
})

async function live({ isConnected = true, isObliging = true, resumes = true } = {}): Promise<Life> {
  store = await openStore(disk.open())
  const batches: Write[][] = []
  const commit = store.commit.bind(store)
  store.commit = (writes) => {
    batches.push([...writes])
    return commit(writes)
  }
  const loaded = await store.load()
  const clock = new VirtualClock()
  const broker = new ScriptedBroker(isConnected)
  broker.isObliging = isObliging
  const counters = new Counters()
  const log = listeningLog()
  const outbox = new Outbox({ broker, store, clock, log, counters, unsent: loaded.outgoing })
  const heard: AnyEvent[] = []
  const runtime = new Runtime({
    machines: { root: { name: 'device', logic }, journalActions: new Set(['answer']) },
    effects: {},
    store,
    clock,
    checkpoint: () => null,
    journal: (entry) => inbox.answerWrites(entry.params as AnswerParams),
    journalled: (entry) => inbox.answerWritten(entry.params as AnswerParams),
    onUnwritable: () => {},
  })
  const dispatch = async (event: AnyEvent, writes: readonly Write[]) => {
    await runtime.dispatch('device', event, writes)
    heard.push(event)
  }
  const judged = new JudgedInbox({
    device: 'd1',
    store,
    documents: new Set(loaded.documents),
    trust: new TrustKeeper({
      store,
      configured: configuredTrust(KEYS),
      fleet: 'f',
      saved: loaded.checkpoints.get(TRUST),
    }),
    freshness: new Freshness({ clock, saved: loaded.checkpoints.get(FRESHNESS), changed: () => {} }),
    intent: () => intent,
    dispatch,
    moved: () => {},
  })
  const inbox = new Inbox({
    identity: { device: 'd1', fleet: 'f' },
    store,
    clock,
    commands: loaded.commands,
    judged,
    dispatch,
    outbox,
  })
  await runtime.start(undefined, new Map())
  if (resumes) await inbox.resume()
  return {
    inbox,
    heard,
    broker,
    clock,
    batches,
    counters,
    log,
    answer: async (id, answer = ok('done')) => {
      await runtime.dispatch('device', { type: 'ANSWER', params: { id, answer } })
      await settle()
    },
    results: () => broker.sent.map(({ payload }) => decode<Result>(KINDS.Result, payload)),
  }
}

/** The power fails; all that was acknowledged is there. */
function cut(): void {
  disk = disk.cut(dropped)
}

const command = (id: string, change: Partial<Command> = {}): { kind: 'command'; command: Command } => ({
  kind: 'command',
  command: { ...NO_ACTION, id, budgetMs: 60_000, reboot: { force: false }, ...change },
})
const unknown = (commandId: string | null) => ({
  topic: 'hf/1/device/d1/command',
  fault: { code: 'HF_COMMAND_UNKNOWN' as const, message: 'asks for nothing that this agent knows' },
  size: 10,
  commandId,
})
const commandsHeard = ({ heard }: Life) =>
  heard.filter(({ type }) => type === 'COMMAND').map((event) => (event.command as CommandFact).id)

describe('a command', () => {
  it('is on the disk before it is acknowledged, with when it came', async () => {
    const life = await live()
    await life.inbox.accept(command('c1', { reboot: null, purge: { volume: 'data', force: false } }))
    cut()
    await live()
    const { commands } = await store.load()
    expect(commands).toMatchObject([
      { command: { id: 'c1' }, arrival: 1, bootId: 'boot-1', monoMs: 1000, result: null },
    ])
    expect(life.heard).toMatchObject([
      { type: 'COMMAND', command: { id: 'c1', action: 'purge', args: { volume: 'data' }, budgetMs: 60_000 } },
    ])
  })

  it('came no earlier than it did: what lasts for a time is never over before it', async () => {
    const life = await live()
    await life.clock.advance(0.4)
    const cameMs = life.clock.now().monoMs
    await life.inbox.accept(command('c1', { reboot: null, stop: { service: 'web', force: false, forMs: 4_000 } }))
    const [record] = (await store.load()).commands
    expect(record?.monoMs).toBeGreaterThanOrEqual(cameMs)
  })

  it('that comes again while it is worked on is not worked on twice, nor answered', async () => {
    const life = await live()
    await life.inbox.accept(command('c1'))
    await life.inbox.accept(command('c1'))
    expect(commandsHeard(life)).toEqual(['c1'])
    expect(life.results()).toEqual([])
  })

  it('is answered once, in one batch with its record', async () => {
    const life = await live()
    await life.inbox.accept(command('c1'))
    life.batches.length = 0
    await life.answer('c1', { outcome: 'failed', code: 'HF_COMMAND_FAILED', message: 'no', output: 'é' })
    expect(life.batches[0]?.map(({ op }) => op)).toEqual(['command', 'outgoing', 'flight'])
    expect(life.results()).toMatchObject([
      { id: 'c1', device: 'd1', outcome: Outcome.OUTCOME_FAILED, code: 'HF_COMMAND_FAILED', message: 'no' },
    ])
    expect(new TextDecoder().decode(life.results()[0]?.output)).toBe('é')
  })

  it('and its answer are told by the flight record', async () => {
    const life = await live()
    await life.inbox.accept(command('c1', { reboot: null, restart: { service: 'web', force: true } }))
    await life.answer('c1', { outcome: 'failed', code: 'HF_COMMAND_FAILED', message: 'no', output: '' })
    cut()
    await live()
    expect((await store.flight(9)).filter(({ machine }) => machine === 'command')).toMatchObject([
      { machine: 'command', to: 'received', event: 'restart', detail: 'c1 service=web force=true' },
      { machine: 'command', to: 'failed', event: 'restart', detail: 'c1 HF_COMMAND_FAILED no' },
    ])
  })

  it('of an application on the device is answered to it, and told whose it was', async () => {
    const life = await live()
    const { id, answer } = await life.inbox.give({ restart: { service: 'web', force: false } }, 'press')
    await life.answer(id)
    expect(await answer).toMatchObject({ outcome: 'ok' })
    expect((await life.inbox.give({ updateNow: { force: false } }, 'press')).id).not.toBe(id)
    const told = (await store.flight(9)).find(({ machine }) => machine === 'command')
    expect(told?.detail).toContain('by press')
  })

  it('of an application on the device is as durable as any other', async () => {
    const { id } = await (await live()).inbox.give({ restart: { service: 'web', force: false } }, 'press')
    cut()
    await live()
    expect((await store.load()).commands).toMatchObject([
      { command: { id, restart: { service: 'web' } }, result: null },
    ])
  })

  it('that comes again after its answer gets the same answer, without new work', async () => {
    const life = await live()
    await life.inbox.accept(command('c1'))
    await life.answer('c1')
    await life.inbox.accept(command('c1'))
    await settle()
    expect(commandsHeard(life)).toEqual(['c1'])
    const [first, second] = life.results()
    expect(life.results()).toHaveLength(2)
    expect(second).toEqual(first)
  })

  it('that comes again while its answer waits for the broker is answered once', async () => {
    const life = await live({ isObliging: false })
    await life.inbox.accept(command('c1'))
    await life.answer('c1')
    await life.inbox.accept(command('c1'))
    await life.broker.sent[0]?.ack()
    expect(life.results()).toHaveLength(1)
  })

  it('that could not be written is not known, and may come again', async () => {
    const life = await live()
    const { commit } = store
    store.commit = () => Promise.reject(new HoldfastError('HF_STORE_CLOSED', 'closed'))
    await expect(life.inbox.accept(command('c1'))).rejects.toMatchObject({ code: 'HF_STORE_CLOSED' })
    store.commit = commit
    expect((await store.load()).commands).toEqual([])
  })
})

describe('after a power cut', () => {
  it('what was not answered is worked on again, in the order of arrival', async () => {
    const life = await live()
    for (const id of ['c3', 'c1', 'c2']) await life.inbox.accept(command(id))
    await life.answer('c1')
    cut()
    expect(commandsHeard(await live())).toEqual(['c3', 'c2'])
  })

  it('an answer that was written and not sent is sent, and the work is not done again', async () => {
    const life = await live({ isConnected: false })
    await life.inbox.accept(command('c1'))
    await life.answer('c1')
    cut()
    const next = await live()
    await settle()
    expect(commandsHeard(next)).toEqual([])
    expect(next.results()).toMatchObject([{ id: 'c1', outcome: Outcome.OUTCOME_OK }])
  })

  it('a redelivery is known for what it is, before the answer and after', async () => {
    const life = await live()
    await life.inbox.accept(command('c1'))
    await life.inbox.accept(command('c2'))
    await life.answer('c2')
    cut()
    const next = await live()
    await next.inbox.accept(command('c1'))
    await next.inbox.accept(command('c2'))
    await settle()
    expect(commandsHeard(next)).toEqual(['c1'])
    expect(next.results().map(({ id }) => id)).toEqual(['c2'])
  })

  it('one that comes while the old ones are given to the machines is given to them once', async () => {
    await (await live()).inbox.accept(command('c1'))
    cut()
    const next = await live()
    const resuming = next.inbox.resume()
    await next.inbox.accept(command('new'))
    await resuming
    expect(commandsHeard(next).filter((id) => id === 'new')).toHaveLength(1)
  })

  it('one that comes before the machines have the old ones waits: what had begun is overtaken by none', async () => {
    const life = await live()
    await life.inbox.accept(command('c1'))
    cut()
    const next = await live({ resumes: false })
    const taken = next.inbox.accept(command('c2'))
    const own = next.inbox.give({ restart: { service: 'web', force: false } }, 'web')
    await settle()
    expect(commandsHeard(next)).toEqual([])
    await next.inbox.resume()
    await taken
    const { id } = await own
    expect(commandsHeard(next)).toEqual(['c1', 'c2', id])
  })

  it('a new command comes after the old ones', async () => {
    await (await live()).inbox.accept(command('c1'))
    cut()
    await (await live()).inbox.accept(command('a0'))
    const { commands } = await store.load()
    expect(commands.map((record) => [record.command?.id, record.arrival])).toEqual([
      ['c1', 1],
      ['a0', 2],
    ])
  })
})

describe('a command that this agent does not know', () => {
  it('is answered once, and again when it is asked again', async () => {
    const life = await live()
    await life.inbox.reject(unknown('n1'))
    await settle()
    expect(life.results()).toMatchObject([{ id: 'n1', outcome: Outcome.OUTCOME_REFUSED, code: 'HF_COMMAND_UNKNOWN' }])
    await life.inbox.reject(unknown('n1'))
    await settle()
    expect(life.results()).toHaveLength(2)
    cut()
    const next = await live()
    expect(next.heard).toEqual([])
    await next.inbox.reject(unknown('n1'))
    await settle()
    expect(next.results()).toHaveLength(1)
  })

  it('and of which nobody knows the id, is not', async () => {
    const life = await live()
    await life.inbox.reject(unknown(null))
    expect([life.batches, life.results()]).toEqual([[], []])
  })
})

describe('memory', () => {
  it('of answered commands is bounded; those under work stay', async () => {
    const life = await live()
    await life.inbox.accept(command('slow'))
    for (let index = 0; index < 300; index += 1) {
      await life.inbox.accept(command(`c${index}`))
      await life.answer(`c${index}`)
      await life.clock.advance(PACE.everyMs)
    }
    const { commands } = await store.load()
    expect(commands.length).toBeLessThanOrEqual(258)
    expect(commands[0]).toMatchObject({ command: { id: 'slow' }, result: null })
    await life.inbox.accept(command('c299'))
    await life.inbox.accept(command('c0'))
    expect(commandsHeard(life).filter((id) => id === 'c299')).toHaveLength(1)
    expect(commandsHeard(life).filter((id) => id === 'c0')).toHaveLength(2)
  })

  it('of answers that the broker has not taken drops none, and sends them in order, without a flood', async () => {
    const life = await live({ isConnected: false })
    const ids = Array.from({ length: 300 }, (_, n) => `c${n}`)
    for (const id of ids) {
      await life.inbox.accept(command(id))
      await life.answer(id)
    }
    life.broker.isObliging = true
    await life.broker.connect()
    await life.clock.advance(0)
    expect(life.results()).toHaveLength(PACE.burst)
    await life.clock.advance(1_000)
    expect(life.results()).toHaveLength(PACE.burst + 1_000 / PACE.everyMs)
    await life.clock.advance(300 * PACE.everyMs)
    expect(life.results().map(({ id }) => id)).toEqual(ids)
    expect((await store.load()).outgoing).toEqual([])
    expect(life.counters.get('outbox.dropped')).toBe(0)
  })
})

describe('when there is no room for answers', () => {
  const output = 'x'.repeat(64 * 1024)

  /** Fills up with answers that the broker does not take. */
  async function full(): Promise<Life> {
    const life = await live({ isConnected: false })
    for (let n = 0; n < 100; n += 1) {
      await life.inbox.accept(command(`c${n}`, { reboot: null, exec: { service: 'web', command: ['big'] } }))
      if (!commandsHeard(life).includes(`c${n}`)) return life
      await life.answer(`c${n}`, ok('done', output))
    }
    throw new Error('it takes any number')
  }
  const waiting = async () => (await store.load()).outgoing

  it('a command is refused, durably and answered; nothing that waits is lost, and it is never worked on', async () => {
    const life = await full()
    const before = commandsHeard(life)
    await life.inbox.accept(command('late', { reboot: null, exec: { service: 'web', command: ['big'] } }))
    expect(commandsHeard(life)).toEqual(before)
    const bytes = (await waiting()).reduce((sum, { message }) => sum + message.payload.byteLength, 0)
    expect(bytes).toBeLessThanOrEqual(OUTBOX_BOUNDS.results + OUTBOX_BOUNDS.refusals)
    cut()
    const next = await live()
    await next.clock.advance(100 * PACE.everyMs)
    const results = next.results()
    expect(results.filter(({ outcome }) => outcome === Outcome.OUTCOME_OK).map(({ id }) => id)).toEqual(before)
    expect(results.at(-1)).toMatchObject({ id: 'late', outcome: Outcome.OUTCOME_REFUSED, code: 'HF_OUTBOX_FULL' })
    await next.inbox.accept(command('later', { reboot: null, exec: { service: 'web', command: ['big'] } }))
    expect(commandsHeard(next)).toEqual(['later'])
  })

  it('not even for a no, it is left with the broker', async () => {
    const life = await full()
    let left: unknown = null
    for (let n = 0; left === null && n < 10_000; n += 1) {
      const fault = { ...unknown(`u${n}`).fault, message: 'y'.repeat(4_000) }
      await life.inbox.reject({ ...unknown(`u${n}`), fault }).catch((error: unknown) => {
        left = error
      })
    }
    expect(left).toMatchObject({ code: 'HF_OUTBOX_FULL' })
    await expect(life.inbox.accept(command('late'))).rejects.toMatchObject({ code: 'HF_OUTBOX_FULL' })
    expect((await store.load()).commands.map((record) => record.command?.id)).not.toContain('late')
  })

  it('what applications on the device were answered gives way, the oldest first, counted; they are never refused', async () => {
    const life = await live({ isConnected: false })
    const given: string[] = []
    for (let n = 0; n < 120; n += 1) {
      const { id, answer } = await life.inbox.give({ restart: { service: 'web', force: false } }, 'press')
      given.push(id)
      await life.answer(id, ok('z'.repeat(3_900)))
      expect((await answer).outcome).toBe('ok')
    }
    await life.inbox.accept(command('c1'))
    await life.answer('c1')
    const kept = (await waiting()).map(({ key }) => key.replace('result/', ''))
    const dropped = life.counters.get('outbox.dropped')
    expect(dropped).toBeGreaterThan(0)
    expect(kept).toEqual([...given.slice(dropped), 'c1'])
    cut()
    const next = await live()
    await next.clock.advance(200 * PACE.everyMs)
    expect(next.results().map(({ id }) => id)).toEqual(kept)
  })
})

describe('a target', () => {
  const release = withReleaseId({ name: 'app', version: 'v1', services: [SERVICE()] })
  const bytes = Uint8Array.of(1, 2, 3)
  const document = documentId(bytes)
  const inbound = (epoch: number, content = bytes) => ({
    kind: 'target' as const,
    scope: 'fleet' as const,
    bytes: content,
    target: targetOf(epoch),
  })

  function targetOf(epoch: number): CheckedTarget {
    return checkTarget(decode(KINDS.Target, encode(KINDS.Target, { fleet: 'f', epoch, release })))
  }

  it('is one batch with its document', async () => {
    const life = await live()
    await life.inbox.accept(inbound(1))
    expect(life.batches).toMatchObject([[{ op: 'document', id: document, bytes }, { op: 'flight' }]])
    expect(life.heard).toMatchObject([
      {
        type: 'TARGET',
        target: {
          scope: 'fleet',
          release: { document, arm: 'release', epoch: 1, releaseId: release.id, name: 'app', version: 'v1' },
          fallback: null,
          policy: { healthTimeoutMs: 120_000, soakMs: 10_000, fetchAttempts: 5 },
        },
      },
    ])
  })

  it('that comes again is not written again, and the machines hear of it', async () => {
    const life = await live()
    await life.inbox.accept(inbound(1))
    await life.inbox.accept(inbound(1))
    expect(life.batches).toHaveLength(1)
    expect(life.heard).toHaveLength(2)
  })

  it('that is stale is not kept; the machines hear of it, and say so', async () => {
    intent = { ...FRESH_INTENT, floors: { ...FRESH_INTENT.floors, fleet: { epoch: 2, document: 'sha256:2' } } }
    const life = await live()
    await life.inbox.accept(inbound(1))
    await life.inbox.accept(inbound(2))
    expect(life.batches).toEqual([])
    expect(life.heard.map(({ type }) => type)).toEqual(['TARGET', 'TARGET'])
  })

  it('whose document was lost in this very life is written again', async () => {
    const life = await live()
    await life.inbox.accept(inbound(1))
    store.document = () => Promise.resolve(null)
    await life.inbox.accept(inbound(1))
    expect(life.batches).toHaveLength(2)
  })

  it('may be taken away', async () => {
    const life = await live()
    await life.inbox.accept({ kind: 'target-cleared', scope: 'device' })
    expect(life.heard).toEqual([{ type: 'TARGET_CLEARED', scope: 'device' }])
    expect(life.batches).toEqual([])
  })
})

function SERVICE() {
  return { name: 'web', image: `example.com/web@sha256:${'a'.repeat(64)}` }
}
