/**
 * The registrar: claims and renewals in, answers out.
 *
 * Invariant: one thing is decided at a time, on what is on disk; what was decided is on disk before it is answered.
 * Certificates are made beside that, and given only if it is still so decided then. A write that fails ends it, because
 * memory and disk may differ from then on.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import { type ErrorCode, faultOf, HoldfastError } from '../../protocol/errors.ts'
import { claimTopics, deviceTopics } from '../../protocol/topics.ts'
import { act, type Request, type Requests } from './act.ts'
import { Answers, encodeAnswer, type Settled } from './answers.ts'
import { type Asked, readClaim, readRenewal } from './asked.ts'
import type { Issued } from './authority.ts'
import { readRequest } from './certificate-request.ts'
import { Counters } from './counters.ts'
import { DEFAULT_RULES, decide, type Grant, isSameGrant, type Rules } from './decide.ts'
import { DEFAULT_LIMITS, Limits } from './limits.ts'
import { Making } from './making.ts'
import { recordGrant, sweep } from './record-grant.ts'
import type { Change, ClaimRecord, DeviceRecord, Note } from './records.ts'
import type { RegistrarOptions } from './registrar-options.ts'
import { type SignedRevocation, signRevocation, type TakenBack, takenBackFrom } from './revocation.ts'
import { Seen } from './seen.ts'

/** Refusals beyond these, between two writes, are counted and not noted. */
const MOST_NOTES = 100

export class Registrar {
  readonly #options: RegistrarOptions
  readonly #rules: Rules
  readonly #limits: Limits
  /** Of those that the broker knows: no crowd at the door of claims takes it from them. */
  readonly #renewalLimits: Limits
  readonly #answers: Answers
  readonly #seen: Seen
  readonly counters = new Counters()
  readonly making = new Making()
  #notes: Note[] = []
  /** Devices that the broker is still to be told of. */
  readonly #uncut = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: RegistrarOptions) {
    this.#options = options
    this.#rules = options.rules ?? DEFAULT_RULES
    const limits = (): Limits => new Limits(options.limits ?? DEFAULT_LIMITS, performance.now())
    this.#limits = limits()
    this.#renewalLimits = limits()
    this.#seen = new Seen()
    this.#answers = new Answers({
      publish: (topic, payload) => options.publish(topic, payload, false),
      refreshAccess: options.refreshAccess,
      onFault: (error) => options.log('fault', { code: error.code, message: error.message }),
    })
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
    const done = await this.#inTurn(async () => {
      const { changes, notes, result } = act(this.#options.store.registry, request, this.#options.now())
      await this.#apply(changes, notes)
      return result
    })
    if (request.do === 'devices') return this.#withOnline(done as Requests['devices']['answer'])
    if (request.do === 'approve') await this.#grantApproved(done as ClaimRecord)
    if (request.do === 'reject') await this.#tellRejected(done as ClaimRecord)
    if (request.do === 'forget') await this.#clearTraces(request.device)
    if (request.do === 'move') this.#callFor(request.device)
    if (request.do === 'revoke') await this.#throwOut(done as DeviceRecord)
    return done
  }

  /** To be called now and then: writes what was seen, forgets what is over, goes on where the broker was away. */
  async tidy(): Promise<void> {
    await this.#inTurn(async () => {
      const { registry } = this.#options.store
      const changes = [...sweep(registry, this.#options.now(), this.#rules), ...this.#seen.changes(registry)]
      await this.#apply(changes, this.#notes.splice(0))
    })
    for (const device of this.#options.store.registry.device.keys()) this.#callFor(device)
    await this.#answers.flush()
  }

  /** To be called now and then: throws out whom the broker could not be told of. Never fails. */
  async finishCutOffs(): Promise<void> {
    for (const device of this.#uncut) await this.#cutOff(device).catch((error) => this.#tellFault(error, { device }))
  }

  /** Brings the broker's list up to date. */
  refreshAccess(): void {
    this.#answers.markAccess()
  }

  /** Null: it was answered that it cannot be read. */
  async #read(topic: string, id: string, read: () => Promise<Asked>): Promise<Asked | null> {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      const { code, message } = error
      const answer: Settled = { state: 'refused', code, message, retryAfterMs: 3_600_000 }
      await this.#answer(topic, { id, attempt: 0 }, answer, false)
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
    const grant = await this.#inTurn(() => this.#decide(asked, topic))
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
      if (answer.state === 'refused' && note !== null) this.#noteLater(note)
      else await this.#apply(changes, note === null ? [] : [note])
      await this.#answer(topic, asked, answer, false)
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
      return this.#refuse(topic, last(), 'HF_AUTHORITY_FAILED', 'no certificate could be made', 60_000)
    }
    await this.#inTurn(() => this.#give(last(), topic, grant, issued))
  }

  async #give(asked: Asked, topic: string, made: Grant, issued: Issued): Promise<void> {
    const { store, now } = this.#options
    const grant = await this.#decide(asked, topic)
    if (grant === null) return
    if (!isSameGrant(grant, made))
      return this.#refuse(topic, asked, 'HF_CLAIM_LIMITED', 'something else was decided meanwhile', 1000)
    const granted = recordGrant(store.registry, asked, grant, issued, now())
    await this.#apply(granted.changes, [granted.note])
    const { device, fleet } = grant
    await this.#answer(topic, asked, { state: 'granted', device, fleet, certificates: issued.certificates }, true)
  }

  #refuse(topic: string, of: Asked, code: ErrorCode, message: string, retryAfterMs: number): Promise<void> {
    return this.#answer(topic, of, { state: 'refused', code, message, retryAfterMs }, false)
  }

  async #answer(
    topic: string,
    of: { id: string; attempt: number },
    answer: Settled,
    changesAccess: boolean,
  ): Promise<void> {
    this.counters.count(answer.state)
    const { authority, brokerUrl } = this.#options
    const word = answer.state === 'refused' && answer.takesBack ? await this.#sign(answer.takesBack) : null
    const payload = encodeAnswer(of, answer, { authority: authority.certificate, brokerUrl }, word)
    this.#answers.add({ topic, payload }, changesAccess)
  }

  /** Without it the device is shut out all the same, and keeps what it has. */
  async #sign(takesBack: TakenBack): Promise<SignedRevocation | null> {
    try {
      return await signRevocation(takesBack, this.#options.authority)
    } catch (error) {
      this.#tellFault(error, { device: takesBack.device })
      return null
    }
  }

  /** The device need not ask again: what it asked is kept. */
  async #grantApproved(claim: ClaimRecord): Promise<void> {
    const request = await readRequest(Buffer.from(claim.request, 'base64'), Buffer.from(claim.encryptionKey, 'base64'))
    const { id, encryptionKey, attempt, device, fleet, board, host } = claim
    const asked: Asked = { id, request, encryptionKey, attempt, proof: { via: 'approval' }, device, fleet, board, host }
    await (await this.#settle(asked, claimTopics(id).answer)).made
    if (claim.replaces) await this.#cutOff(device)
  }

  #withOnline({ devices, claims }: Requests['devices']['answer']): Requests['devices']['answer'] {
    return { devices: devices.map((device) => ({ ...device, online: this.#seen.isOnline(device.name) })), claims }
  }

  async #tellRejected({ id, attempt }: ClaimRecord): Promise<void> {
    const message = 'an operator rejected it'
    const answer: Settled = { state: 'refused', code: 'HF_CLAIM_REFUSED', message, retryAfterMs: 3_600_000 }
    await this.#answer(claimTopics(id).answer, { id, attempt }, answer, false)
  }

  /** The device is told, as long as it can hear; then the broker ends its connection and takes no other. */
  async #throwOut(device: DeviceRecord): Promise<void> {
    const { graceMs = 1000 } = this.#options
    const { certificate: topic } = deviceTopics(device.name)
    const code = device.erased ? 'HF_DEVICE_ERASED' : 'HF_DEVICE_REVOKED'
    const message = `the identity of ${device.name} was taken back`
    const answer: Settled = { state: 'refused', code, message, retryAfterMs: 0, takesBack: takenBackFrom(device) }
    await this.#answer(topic, { id: device.claim, attempt: 0 }, answer, false)
    await new Promise((resolve) => setTimeout(resolve, graceMs))
    await this.#cutOff(device.name)
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

  /**
   * A device that is there, and says that it is in another fleet than it shall be, is to ask for its next certificate
   * now; until it has it: it may have died between its question and the answer.
   */
  #callFor(name: string): void {
    const device = this.#options.store.registry.device.get(name)
    const fleet = this.#seen.fleetOf(name)
    if (device?.state !== 'active' || fleet === '' || fleet === (device.movesTo ?? device.fleet)) return
    const call = encode(KINDS.ClaimAnswer, { id: device.claim, state: ClaimState.CLAIM_STATE_RENEW })
    this.#answers.add({ topic: deviceTopics(name).certificate, payload: call }, false)
  }

  /** In this order: whoever is cut off connects again at once. */
  async #cutOff(device: string): Promise<void> {
    this.#uncut.add(device)
    await this.#options.refreshAccess()
    await this.#options.kick(device)
    this.#uncut.delete(device)
  }

  #tellFault(error: unknown, of: object): void {
    const { code, message } = faultOf(error)
    this.#options.log('fault', { code, message, ...of })
  }

  /** A refusal changes nothing: it is written with what comes next, so that nobody makes us write by being refused. */
  #noteLater(note: Note): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push(note)
  }

  async #apply(changes: readonly Change[], more: readonly Note[]): Promise<void> {
    const notes = changes.length === 0 && more.length === 0 ? [] : [...this.#notes.splice(0), ...more]
    try {
      await this.#options.store.apply(changes, notes, this.#options.now())
    } catch (error) {
      this.#options.onBroken(error)
      throw error
    }
    for (const { event, ...facts } of notes) this.#options.log(event, facts)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {}) // whoever waits for `done` is told
    return done
  }
}
