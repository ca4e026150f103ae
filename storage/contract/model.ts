/** The store against a model of plain maps, over random commits and restarts. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FlightEntry } from '../../protocol/types.ts'
import type { Loaded, Write } from '../store.ts'
import type { Place } from './place.ts'
import { checkpoint, command, counter, document, flown, outgoing } from './writes.ts'

export function modelContract(place: Place): void {
  const { reopen } = place

  it('holds what a simple model holds, over random commits and restarts', async () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const write: fc.Arbitrary<Write> = fc.oneof(
      fc.tuple(name, fc.string()).map(([key, body]) => checkpoint(key, body)),
      fc.tuple(name, fc.string()).map(([key, body]) => document(key, body)),
      name.map((id): Write => ({ op: 'drop-document', id })),
      name.map(command),
      name.map((id): Write => ({ op: 'drop-command', id })),
      fc.tuple(name, fc.string()).map(([key, body]) => outgoing(key, body)),
      name.map((key): Write => ({ op: 'drop-outgoing', key })),
      fc.array(name, { maxLength: 4 }).map((states) => flown(...states)),
      fc.tuple(name, fc.maxSafeInteger()).map(([key, value]) => counter(key, value)),
    )
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(fc.array(write, { maxLength: 5 }), { maxLength: 3 }) },
      fc.constant('restart' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await place.renew()
        await reopen({ flight: { entries: 5 } })
        const model = new Model()
        for (const one of steps) {
          if (one === 'restart') await reopen({ flight: { entries: 5 } })
          else await Promise.all(one.map((writes) => place.store.commit(writes)))
          if (one !== 'restart') for (const writes of one) model.commit(writes)
          expect(model.view(await place.store.load(), await place.store.flight(9))).toEqual(model.expected())
        }
      }),
      { numRuns: 40 },
    )
  })
}

/** What the store should hold, in plain maps. */
class Model {
  #checkpoints = new Map<string, string>()
  #documents = new Set<string>()
  #commands = new Set<string>()
  #outgoing = new Map<string, string>()
  #counters = new Map<string, number>()
  #flight: [number, string][] = []
  #flown = 0

  commit(writes: readonly Write[]): void {
    for (const write of writes) {
      if (write.op === 'checkpoint') this.#checkpoints.set(write.machine, Buffer.from(write.body).toString())
      if (write.op === 'document') this.#documents.add(write.id)
      if (write.op === 'drop-document') this.#documents.delete(write.id)
      if (write.op === 'command') this.#commands.add(write.record.command!.id)
      if (write.op === 'drop-command') this.#commands.delete(write.id)
      if (write.op === 'outgoing' || write.op === 'drop-outgoing') this.#outgoing.delete(write.key)
      if (write.op === 'outgoing') this.#outgoing.set(write.key, Buffer.from(write.message.payload).toString())
      if (write.op === 'counter') this.#counters.set(write.name, write.value)
      if (write.op === 'flight') for (const { to } of write.entries) this.#flight.push([++this.#flown, to])
    }
    this.#flight = this.#flight.slice(-5)
  }

  expected(): unknown {
    return {
      checkpoints: this.#checkpoints,
      documents: this.#documents,
      commands: this.#commands,
      outgoing: [...this.#outgoing],
      counters: this.#counters,
      flight: this.#flight,
      problems: [],
    }
  }

  view(loaded: Loaded, flight: readonly FlightEntry[]): unknown {
    return {
      checkpoints: new Map([...loaded.checkpoints].map(([key, { body }]) => [key, Buffer.from(body).toString()])),
      documents: new Set(loaded.documents),
      commands: new Set(loaded.commands.map((record) => record.command!.id)),
      outgoing: loaded.outgoing.map(({ key, message }) => [key, Buffer.from(message.payload).toString()]),
      counters: loaded.counters,
      flight: flight.map(({ sequence, to }) => [sequence, to]),
      problems: loaded.problems,
    }
  }
}
