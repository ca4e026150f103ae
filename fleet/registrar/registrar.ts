/**
 * The registrar: claims and renewals in, answers out.
 *
 * Invariant: one thing is decided at a time, on what is on disk; what was decided is on disk before it is answered.
 * Certificates are made beside that, and given only if it is still so decided then. A write that fails ends it, because
 * memory and disk may differ from then on.
 */
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { claimTopics, deviceTopics } from '../../protocol/topics.ts'
import { InOrder } from '../../storage/in-order.ts'
import { act, type Request, type Requests } from './act.ts'
import { type Asked, readClaim, readRenewal } from './asked.ts'
import type { Issued } from './authority.ts'
import { Book } from './book.ts'
import { readRequest } from './certificate-request.ts'
import { Counters } from './counters.ts'
import { CutOffs } from './cut-offs.ts'
import { DEFAULT_RULES, decide, type Rules } from './decide.ts'
import { type Grant, isSameGrant } from './decision.ts'
import { DEFAULT_LIMITS, Limits } from './limits.ts'
import { Making } from './making.ts'
import { recordGrant, sweep } from './record-grant.ts'
import type { ClaimRecord, DeviceRecord } from './records.ts'
import type { RegistrarOptions } from './registrar-options.ts'
import { Replies } from './replies.ts'
import { Seen } from './seen.ts'
import { callFor, REJECTED, takenBack } from './unasked.ts'

export class Registrar {
  readonly #options: RegistrarOptions
  readonly #rules: Rules
  readonly #limits: Limits
  /** Of those that the broker knows: no crowd at the door of claims takes it from them. */
  readonly #renewalLimits: Limits
  readonly #book: Book
  readonly #replies: Replies
  readonly #cutOffs: CutOffs
  readonly #seen = new Seen()
  readonly counters = new Counters()
  readonly making = new Making()
  readonly #inOrder = new InOrder()

  constructor(options: RegistrarOptions) {
    this.#options = options
    this.#rules = options.rules ?? DEFAULT_RULES
    const limits = (): Limits => new Limits(options.limits ?? DEFAULT_LIMITS, performance.now())
    this.#limits = limits()
    this.#renewalLimits = limits()
    const onFault = (error: unknown, device: string): void => this.#tellFault(error, { device })
    this.#book = new Book(options)
    this.#replies = new Replies(options, this.counters, onFault)
    this.#cutOffs = new CutOffs({ ...options, onFault })
  }

  /**
   * A claim came. Resolves when what was decided is on disk, or an authority elsewhere was asked: then it may be
   * acknowledged.
   * @throws HF_STORE_…
   */
  async claim(topicId: string, payload: Uint8Array): Promise<void> {
    if (!this.#limits.admit(topicId, performance.now())) return this.counters.count('limited')
    const { answer: topic } = claimTopics(topicId)
    const { authority, store } = this.#options
    const given = (device: string): string => store.registry.device.get(device)?.certificates ?? ''
    const asked = await this.#read(topic, topicId, () => readClaim(topicId, payload, authority.certificate, given))
    if (asked !== null) await this.#take(asked, topic)
  }

  /** A device asks for its next certificate. As `claim`. */
  async renewal(device: string, payload: Uint8Array): Promise<void> {
    if (!this.#renewalLimits.admit(device, performance.now())) return this.counters.count('limited')
    const { certificate: topic } = deviceTopics(device)
    const asked = await this.#read(topic, '', () => readRenewal(device, payload))
    if (asked !== null) await this.#take(asked, topic)
  }

  /** A device was born, or died. */
  presence(device: string, payload: Uint8Array): void {
    this.#seen.note(device, payload, this.#options.now())
    this.#callFor(device)
  }

  /**
   * Does what an operator asks; what follows from it, a certificate, a broken connection, has happened when it resolves.
   * @throws HF_… of the action
   */
  async operate(request: Request): Promise<unknown> {
    if (request.do === 'devices') await this.tidy()
    const done = await this.#inOrder.run(async () => {
      const { changes, notes, result } = act(this.#options.store.registry, request, this.#options.now())
      await this.#book.write(changes, notes)
      return result
    })
    if (request.do === 'devices') return this.#withOnline(done as Requests['devices']['answer'])
    if (request.do === 'approve') await this.#grantApproved(done as ClaimRecord)
    if (request.do === 'reject') {
      const claim = done as ClaimRecord
      await this.#replies.give(claimTopics(claim.id).answer, claim, REJECTED)
    }
    if (request.do === 'forget') await this.#clearTraces(request.device)
    if (request.do === 'move') this.#callFor(request.device)
    if (request.do === 'revoke') await this.#throwOut(done as DeviceRecord)
    return done
  }

  /** To be called now and then: writes what was seen, forgets what is over, goes on where the broker was away. */
  async tidy(): Promise<void> {
    await this.#inOrder.run(async () => {
      const { registry } = this.#options.store
      const changes = [...sweep(registry, this.#options.now(), this.#rules), ...this.#seen.changes(registry)]
      await this.#book.writeAll(changes)
    })
    for (const device of this.#options.store.registry.device.keys()) this.#callFor(device)
    await this.#replies.flush()
  }

  /** To be called now and then: throws out whom the broker could not be told of. Never fails. */
  finishCutOffs(): Promise<void> {
    return this.#cutOffs.finish()
  }

  /** Brings the broker's list up to date. */
  refreshAccess(): void {
    this.#replies.refreshAccess()
  }

  /** Null: it was answered that it cannot be read. */
  async #read(topic: string, id: string, read: () => Promise<Asked>): Promise<Asked | null> {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      const { code, message } = error
      await this.#replies.refuse(topic, { id, attempt: 0 }, code, message, 3_600_000)
      return null
    }
  }

  /** An authority elsewhere may take long: what comes next does not wait for it. */
  async #take(asked: Asked, topic: string): Promise<void> {
    if (asked.proof.via === 'serial' && this.#limits.isLocked(asked.proof.serial, performance.now()))
      return this.counters.count('limited')
    const { made } = await this.#settle(asked, topic)
    if (this.#options.authority.isElsewhere) made.catch(this.#options.onBroken)
    else await made
  }

  /** What was decided is on disk; `made`, when the certificate that has to be made first is, too. */
  async #settle(asked: Asked, topic: string): Promise<{ made: Promise<void> }> {
    const grant = await this.#inOrder.run(() => this.#decide(asked, topic))
    if (grant === null) return { made: Promise.resolve() }
    return { made: this.making.begin(topic, asked, (last) => this.#make(asked, topic, grant, last)) }
  }

  /** Null: it was answered. Else it is to have a certificate. */
  async #decide(asked: Asked, topic: string): Promise<Grant | null> {
    const { store, now } = this.#options
    const { registry } = store
    const { answer, changes, note } = decide(registry, asked, now(), this.#rules)
    if (answer.state !== 'issue') {
      if (answer.state === 'refused' && asked.proof.via === 'serial' && registry.serial.has(asked.proof.serial))
        this.#limits.countWrong(asked.proof.serial, performance.now())
      if (answer.state === 'refused' && note !== null) this.#book.noteLater(note)
      else await this.#book.write(changes, note === null ? [] : [note])
      await this.#replies.give(topic, asked, answer)
      return null
    }
    return answer.grant
  }

  /** Has a certificate made, beside what else is decided; so then it is decided again. Any fault of it is an answer. */
  async #make(asked: Asked, topic: string, grant: Grant, last: () => Asked): Promise<void> {
    const { authority, now, log } = this.#options
    let issued: Issued
    try {
      issued = await authority.issue(asked.request, grant, now())
    } catch (error) {
      const { code, message } = faultOf(error, 'HF_AUTHORITY_FAILED')
      log('fault', { code, message, claim: asked.id })
      return this.#replies.refuse(topic, last(), 'HF_AUTHORITY_FAILED', 'no certificate could be made', 60_000)
    }
    await this.#inOrder.run(() => this.#give(last(), topic, grant, issued))
  }

  async #give(asked: Asked, topic: string, made: Grant, issued: Issued): Promise<void> {
    const { store, now } = this.#options
    const grant = await this.#decide(asked, topic)
    if (grant === null) return
    if (!isSameGrant(grant, made))
      return this.#replies.refuse(topic, asked, 'HF_CLAIM_LIMITED', 'something else was decided meanwhile', 1000)
    const granted = recordGrant(store.registry, asked, grant, issued, now())
    await this.#book.write(granted.changes, [granted.note])
    const { device, fleet } = grant
    const answer = { state: 'granted', device, fleet, certificates: issued.certificates } as const
    await this.#replies.give(topic, asked, answer, true)
  }

  /** The device need not ask again: what it asked is kept. */
  async #grantApproved(claim: ClaimRecord): Promise<void> {
    const request = await readRequest(Buffer.from(claim.request, 'base64'), Buffer.from(claim.encryptionKey, 'base64'))
    const { id, encryptionKey, attempt, device, fleet, board, host } = claim
    const asked: Asked = { id, request, encryptionKey, attempt, proof: { via: 'approval' }, device, fleet, board, host }
    await (await this.#settle(asked, claimTopics(id).answer)).made
    if (claim.replaces) await this.#cutOffs.cutOff(device)
  }

  #withOnline({ devices, claims }: Requests['devices']['answer']): Requests['devices']['answer'] {
    return { devices: devices.map((device) => ({ ...device, online: this.#seen.isOnline(device.name) })), claims }
  }

  /** The device is told, as long as it can hear; then the broker ends its connection and takes no other. */
  async #throwOut(device: DeviceRecord): Promise<void> {
    const { graceMs = 1000 } = this.#options
    const { certificate: topic } = deviceTopics(device.name)
    await this.#replies.give(topic, { id: device.claim, attempt: 0 }, takenBack(device))
    await new Promise((resolve) => setTimeout(resolve, graceMs))
    await this.#cutOffs.cutOff(device.name)
    // Its own death is not taken from it any more.
    const death = this.#seen.death(device.name)
    if (death !== null) await this.#options.publish(deviceTopics(device.name).presence, death, true)
  }

  /** What it said of itself goes with it. */
  async #clearTraces(device: string): Promise<void> {
    const { presence, report } = deviceTopics(device)
    this.#seen.forget(device)
    for (const topic of [presence, report]) await this.#options.publish(topic, new Uint8Array(), true)
  }

  /** Until it has it: it may have died between its question and the answer. */
  #callFor(device: string): void {
    const call = callFor(this.#options.store.registry.device.get(device), this.#seen.fleetOf(device))
    if (call !== null) this.#replies.send(deviceTopics(device).certificate, call)
  }

  #tellFault(error: unknown, of: object): void {
    const { code, message } = faultOf(error)
    this.#options.log('fault', { code, message, ...of })
  }
}
