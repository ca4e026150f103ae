/**
 * How an operator's program and one agent talk without a broker: lines of JSON over a socket on the device.
 *
 * Invariant: pure; what is not one of these lines is null, and none is longer than {@link MOST_CHARACTERS}.
 */

/** Of one line: a message of the largest size that the codec takes, in base64, fits. */
export const MOST_CHARACTERS = 3 * 1024 * 1024

/** To the agent: a message, as if a broker had delivered it. `n` is the client's number for it. */
export interface DeskRequest {
  n: number
  topic: string
  /** Base64. */
  payload: string
}

/** To the agent: takes a bundle that lies on the device. */
export interface DeskApply {
  n: number
  /** Absolute. */
  apply: string
}

/** From the agent: what it publishes, and what became of a request. */
export type DeskAnswer =
  | { topic: string; payload: string; retain: boolean }
  /** It is on the device's disk, or was looked at and refused as the broker's messages are. */
  | { n: number; taken: true }
  | { n: number; taken: false; why: string }
  /** What has become of a bundle. */
  | { n: number; taken: true; outcome: string; epoch: number }

/** A line of JSON, with its end. */
export function deskLine(line: DeskRequest | DeskApply | DeskAnswer): string {
  return `${JSON.stringify(line)}\n`
}

export function readDeskRequest(text: string): DeskRequest | DeskApply | null {
  const said = objectIn(text)
  if (said !== null && Number.isSafeInteger(said.n) && typeof said.apply === 'string' && said.apply.startsWith('/'))
    return { n: said.n as number, apply: said.apply }
  const isRequest =
    said !== null && Number.isSafeInteger(said.n) && typeof said.topic === 'string' && typeof said.payload === 'string'
  return isRequest ? (said as unknown as DeskRequest) : null
}

export function readDeskAnswer(text: string): DeskAnswer | null {
  const said = objectIn(text)
  if (said === null) return null
  const isMessage = typeof said.topic === 'string' && typeof said.payload === 'string'
  const isOutcome = Number.isSafeInteger(said.n) && typeof said.taken === 'boolean'
  return isMessage || isOutcome ? (said as unknown as DeskAnswer) : null
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Record<string, unknown>) : null
  } catch {
    return null
  }
}
