/**
 * What a broker's refusal or a broken connection means for us.
 *
 * Invariant: waiting may mend HF_BROKER_UNAVAILABLE; HF_BROKER_REFUSED wants a person. No reason holds
 * a user's name or password.
 */
import { HoldfastError } from '../../protocol/errors.ts'

/** As MQTT.js counts them: 4 is MQTT 3.1.1. */
export type Version = 4 | 5

/** CONNACK return codes of MQTT 3.1.1 (section 3.2.2.3) and reason codes of MQTT 5 (section 2.4). */
const REFUSALS: Record<number, string> = {
  2: 'the broker does not accept this client id',
  4: 'the broker does not accept this user and password',
  5: 'the broker does not let this device in',
  128: 'the broker refuses, and does not say why',
  131: 'the broker refuses, for a reason of its own',
  133: 'the broker does not accept this client id',
  134: 'the broker does not accept this user and password',
  135: 'the broker does not allow this',
  138: 'the broker has banned this device',
  140: 'the broker wants another way of authentication',
  142: 'another client took over this connection: no two may have the same device id',
  143: 'the broker does not accept a topic filter',
  144: 'the broker does not accept a topic',
  149: 'the message is larger than the broker takes',
  151: 'a quota of the broker is spent',
  154: 'the broker does not keep retained messages',
  155: 'the broker does not take this quality of service',
}

const TAKEN_OVER = 142
const PACKET_TOO_LARGE = 149

/** Errors of Node's TLS that say: not the certificate that we trust. */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/

/** Of them, those that a wrong clock makes too. */
const OF_TIME: readonly string[] = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']
/** OpenSSL's names of the alerts (RFC 8446, section 6.2) by which a broker says: not your certificate. */
const OURS =
  /^ERR_SSL_.*_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED)$/

/** Any error of a connection as ours. `place` is the broker's address. */
export function brokerError(error: unknown, place: string): HoldfastError {
  if (error instanceof HoldfastError) return error
  const code = codeOf(error)
  if (typeof code === 'number') {
    if (code === PACKET_TOO_LARGE) return new HoldfastError('HF_WIRE_TOO_LARGE', refusal(code), { place, cause: error })
    if (code in REFUSALS) return new HoldfastError('HF_BROKER_REFUSED', refusal(code), { place, cause: error })
  }
  if (typeof code === 'string' && OF_TIME.includes(code))
    return new HoldfastError('HF_CLOCK_WRONG', `the broker's certificate is not of this time by our clock (${code})`, {
      place,
      cause: error,
    })
  if (typeof code === 'string' && OURS.test(code))
    return new HoldfastError('HF_BROKER_REFUSED', `the broker does not take our certificate (${code})`, {
      place,
      cause: error,
    })
  if (typeof code === 'string' && CERTIFICATE.test(code))
    return new HoldfastError('HF_BROKER_REFUSED', `its certificate is not one that we trust (${code})`, {
      place,
      cause: error,
    })
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return new HoldfastError('HF_BROKER_UNAVAILABLE', 'whoever answers there does not speak TLS', {
      place,
      cause: error,
    })
  return new HoldfastError('HF_BROKER_UNAVAILABLE', describe(error), { place, cause: error })
}

/** What came before a CONNACK, as a page to log in at has it: what MQTT.js cannot read it gives no code. */
export function unreadable(error: unknown, place: string): unknown {
  if (codeOf(error) !== undefined) return error
  return new HoldfastError('HF_BROKER_UNAVAILABLE', 'whoever answers there does not speak MQTT', {
    place,
    cause: error,
  })
}

/** The broker speaks, but not this version of MQTT. */
export function refusesVersion(error: unknown): boolean {
  const code = codeOf(error)
  return code === 1 || code === 132
}

/** Another client with our id has connected. */
export function isTakeover(error: unknown): boolean {
  return codeOf(error) === TAKEN_OVER
}

/**
 * Which version to try next, when the device's configuration leaves it open.
 * @param refused the broker said that it does not speak `current`
 * @param silent it closed without a word before its CONNACK, as old brokers do at a version they do not know
 */
export function nextVersion(current: Version, end: { refused: boolean; silent: boolean }): Version {
  return end.refused || end.silent ? (current === 5 ? 4 : 5) : current
}

function refusal(code: number): string {
  return `${REFUSALS[code]} (reason ${code})`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function describe(error: unknown): string {
  // Happy eyeballs: the addresses' errors are inside, the message is empty.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join(', ')
  return error instanceof Error ? error.message : String(error)
}
