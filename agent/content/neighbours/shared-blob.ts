/**
 * One blob into the store: from a neighbour that has it, or from outside for all of them.
 *
 * Invariant: it ends as `fetchBlob` does, whatever the neighbours say. Whoever gave something of a blob that came wrong is
 * dropped, and what is from outside is from then on from there alone. Nobody holds a slot who only waits.
 */
import type { ClockPort } from '../../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../../protocol/errors.ts'
import { fetchBlob, fill, type Heard, type Means, retryAfterOf, type Source } from '../fetch-blob.ts'
import type { BlobRef } from '../image-manifest.ts'
import { openPart } from '../part.ts'
import { FIRST_TRY } from '../retry-rule.ts'
import type { Slots } from '../slots.ts'
import { Throttle } from '../throttle.ts'
import { decide } from './election.ts'
import type { Failing, Look, Neighbours } from './neighbours.ts'
import { longestMs, patience, type Waiting, waitedOn } from './patience.ts'

export interface SharedMeans extends Means {
  slots: Slots
}

export interface SharedHeard extends Heard {
  /** So much came from neighbours. */
  near(bytes: number): void
}

type Turn = { act: 'take'; from: string } | { act: 'fetch' } | { act: 'wait' }

/** Between two looks at who brings the blob, and at who is about to give it up. */
const WAIT_MS = 1_000
const LOOK_MS = 50

/** @throws as `fetchBlob` */
export async function sharedBlob(
  means: SharedMeans,
  neighbours: Neighbours,
  source: Source,
  blob: BlobRef,
  heard: SharedHeard,
  signal: AbortSignal,
): Promise<void> {
  const sharing = new Sharing(means, neighbours, source, blob, heard)
  while (!(await means.slots.run(() => sharing.step(signal)))) {
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the fetching was given up', { place: source.image })
    if (sharing.isWaiting) await means.clock.sleep(WAIT_MS, signal)
  }
}

class Sharing {
  isWaiting = false
  readonly #means: SharedMeans
  readonly #neighbours: Neighbours
  readonly #source: Source
  readonly #blob: BlobRef
  readonly #heard: SharedHeard
  readonly #clock: ClockPort
  /** Who is not asked for this blob any more. */
  readonly #passed = new Set<string>()
  /** Who gave what is here of it. */
  readonly #givers = new Set<string>()
  #waiting: Waiting | null = null
  /** Of it on the disk, in this life. */
  #had = 0

  constructor(means: SharedMeans, neighbours: Neighbours, source: Source, blob: BlobRef, heard: SharedHeard) {
    this.#means = means
    this.#neighbours = neighbours
    this.#source = source
    this.#blob = blob
    this.#heard = heard
    this.#clock = means.clock
  }

  /** Whether the blob is there. */
  async step(signal: AbortSignal): Promise<boolean> {
    try {
      const turn = await this.#turn(signal)
      this.isWaiting = turn.act === 'wait'
      if (turn.act === 'wait') return false
      if (turn.act === 'take') return await this.#take(turn.from, signal)
      await this.#fetch(signal)
      return true
    } finally {
      this.#neighbours.own.delete(this.#blob.digest)
    }
  }

  async #turn(signal: AbortSignal): Promise<Turn> {
    const { own, self } = this.#neighbours
    const { digest, bytes } = this.#blob
    const mine = { image: this.#source.image, bytes, doneBytes: 0 }
    for (;;) {
      const isClaimed = own.has(digest)
      const peers = (await this.#neighbours.peers()).filter((peer) => !this.#passed.has(peer))
      const looks = await this.#neighbours.look(peers, this.#blob, this.#source.image, signal)
      const verdict = decide(digest, self, isClaimed, looks)
      if (verdict.act === 'take') return verdict
      if (verdict.act === 'claim') {
        own.set(digest, { ...mine, state: 'claiming' })
        continue
      }
      if (verdict.act === 'fetch' || !this.#isPatient(verdict.for, looks)) {
        own.set(digest, { ...mine, state: 'growing' })
        return { act: 'fetch' }
      }
      if (verdict.act === 'wait') return verdict
      await this.#clock.sleep(LOOK_MS, signal)
    }
  }

  /** False: it has waited for long enough, whoever it is for. */
  #isPatient(address: string, looks: readonly Look[]): boolean {
    const { monoMs } = this.#clock.now()
    const doneBytes = looks.find((look) => look.address === address)?.doneBytes ?? 0
    this.#waiting = waitedOn(this.#waiting, address, doneBytes, monoMs)
    const left = patience(this.#waiting, this.#blob.bytes, monoMs, this.#neighbours.stalledMs)
    if (left === 'stalled') this.#pass(address, 'stalled', { blob: this.#blob.digest })
    return left !== 'over'
  }

  /** It gives to others just now. */
  #busy(address: string): void {
    const { monoMs } = this.#clock.now()
    this.#waiting = { sinceMs: this.#waiting?.sinceMs ?? monoMs, address, doneBytes: 0, gainedMs: monoMs }
    if (patience(this.#waiting, this.#blob.bytes, monoMs) === 'lasts') this.#passed.delete(address)
  }

  #pass(address: string, why: Failing, more: object): void {
    this.#passed.add(address)
    this.#neighbours.drop(address, why, more)
  }

  async #take(from: string, signal: AbortSignal): Promise<boolean> {
    const { clock, disk } = this.#means
    const { digest, bytes } = this.#blob
    const ending = AbortSignal.timeout(longestMs(bytes))
    const part = await openPart(disk, digest, bytes, this.#had)
    this.#heard.gained(part.had)
    // What comes from next door is not what the rate is meant for, nor the budget.
    const means = { ...this.#means, throttle: new Throttle(0, clock) }
    const gained = (bytes: number): void => {
      this.#givers.add(from)
      this.#heard.gained(bytes)
    }
    const heard = { gained, received: this.#heard.near, again: () => {} }
    this.#passed.add(from)
    try {
      if (part.had < bytes) {
        const source = this.#neighbours.source(from, this.#source.image)
        await fill(means, source, this.#blob, part, FIRST_TRY, heard, AbortSignal.any([signal, ending]))
      }
      if (await part.finish()) return true
      this.#lied()
      this.#had = 0
    } catch (error) {
      const fault = faultOf(error)
      const isTheirs = ending.aborted || fault.code.startsWith('HF_REGISTRY_')
      if (signal.aborted || !isTheirs) throw error
      this.isWaiting = error instanceof HoldfastError && retryAfterOf(error) !== null
      if (this.isWaiting) this.#busy(from)
      // It may have given it up by now, which is no fault.
      else if (fault.code !== 'HF_REGISTRY_NOT_FOUND')
        this.#neighbours.drop(from, fault.code === 'HF_REGISTRY_INVALID' ? 'lied' : 'stalled', { ...fault })
      this.#had = part.had
    } finally {
      await part.close()
    }
    this.#heard.gained(-part.had)
    return false
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    const { digest } = this.#blob
    let doneBytes = 0
    const gained = (bytes: number): void => {
      doneBytes += bytes
      const mine = this.#neighbours.own.get(digest)
      if (mine !== undefined) this.#neighbours.own.set(digest, { ...mine, doneBytes: Math.max(0, doneBytes) })
      this.#heard.gained(bytes)
    }
    const before = { had: this.#had, wasWrong: this.#givers.size > 0 ? () => this.#lied() : null }
    await fetchBlob(this.#means, this.#source, this.#blob, { ...this.#heard, gained }, signal, before)
  }

  #lied(): void {
    for (const giver of this.#givers) this.#pass(giver, 'lied', { blob: this.#blob.digest })
    this.#givers.clear()
  }
}
