/**
 * Messages of every kind in the protocol's file, and what may become of their bytes on the way.
 *
 * Invariant: everything follows from the seed; a message is made from the file itself, so that one that is added
 * is among them.
 */
import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import type { Kind } from '../../protocol/codec.ts'
import { KINDS } from '../../protocol/codec.ts'
import { holdfast } from '../../protocol/messages.js'

/** Of messages that are only ever a part of others. */
const PART_BYTES = 64 * 1024
/** Deeper ones are left out: what is needed is every field, not every depth. */
const DEEPEST = 3

const root = protobuf.parse(readFileSync(new URL('../../protocol/holdfast.proto', import.meta.url), 'utf8'), {
  keepCase: false,
}).root

/** Every message of the file, as a kind. */
export const MESSAGES: Kind<Record<string, unknown>>[] = (root.lookup('holdfast.v1') as protobuf.Namespace).nestedArray
  .filter((each) => each instanceof protobuf.Type)
  .map(({ name }): Kind<Record<string, unknown>> => {
    const known = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : null
    const type = holdfast.v1[name as keyof typeof holdfast.v1] as unknown as Kind<object>['type']
    const kind = known ?? { name: `holdfast.v1.${name}`, maxBytes: PART_BYTES, type }
    return kind
  })

/** A message with some of its fields set. */
export function anyMessage(name: string, random: () => number, depth = 0): Record<string, unknown> {
  const type = root.lookupType(name)
  const message: Record<string, unknown> = {}
  for (const field of type.fieldsArray) {
    if (random() < 0.3) continue
    field.resolve()
    if (field.resolvedType instanceof protobuf.Type && depth >= DEEPEST) continue
    const one = () => anyValue(field, random, depth)
    if (field instanceof protobuf.MapField) message[field.name] = { [text(random)]: one(), b: one() }
    else message[field.name] = field.repeated ? [one(), one()].slice(0, Math.floor(random() * 3)) : one()
  }
  for (const { fieldsArray } of type.oneofsArray)
    for (const { name: arm } of fieldsArray.slice(1)) if (fieldsArray[0]!.name in message) delete message[arm]
  return message
}

function anyValue(field: protobuf.Field, random: () => number, depth: number): unknown {
  const { resolvedType, type } = field
  if (resolvedType instanceof protobuf.Type) return anyMessage(resolvedType.fullName, random, depth + 1)
  if (resolvedType instanceof protobuf.Enum) return Math.floor(random() * 4)
  if (type === 'string') return text(random)
  if (type === 'bytes') return Uint8Array.from({ length: Math.floor(random() * 12) }, () => Math.floor(random() * 256))
  if (type === 'bool') return random() < 0.5
  return Math.floor(random() * (random() < 0.5 ? 200 : 2 ** 31))
}

const TEXTS = ['', 'a', 'web', '../../etc/passwd', 'till/+/#', '\u0000', 'ä', '0 3 * * *', 'x'.repeat(300)]

function text(random: () => number): string {
  return TEXTS[Math.floor(random() * TEXTS.length)] as string
}

/** What may become of bytes: cut short, bits turned over, pieces of others put in, or doubled. */
export function hurt(bytes: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  const at = (length: number) => Math.floor(random() * length)
  const how = random()
  if (how < 0.3) return bytes.slice(0, at(bytes.length + 1))
  if (how < 0.7) {
    const bent = Uint8Array.from(bytes)
    for (let flips = 1 + at(4); flips > 0 && bent.length > 0; flips--) bent[at(bent.length)]! ^= 1 << at(8)
    return bent
  }
  const cut = at(bytes.length + 1)
  if (how < 0.85) return Buffer.concat([bytes.subarray(0, cut), other.subarray(at(other.length + 1))])
  if (how < 0.95)
    return Buffer.concat([
      bytes.subarray(0, cut),
      Uint8Array.from({ length: at(40) }, () => at(256)),
      bytes.subarray(cut),
    ])
  return Buffer.concat([bytes, bytes])
}
