/**
 * A name server that can be made to misbehave: `node dns-server.ts ADDRESS FILE`.
 *
 * Invariant: what it does stands in the file, which is read at each question: how it behaves, and its names. A name has
 * one address, of IPv4 or of IPv6, and nothing that it says may be kept.
 */
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'

export interface DnsConduct {
  how: 'answers' | 'refuses' | 'is silent' | 'is slow'
  /** "*" is each that is not named. */
  names: Record<string, string>
}

const SLOW_MS = 3_000
const REFUSED = 5
const NO_SUCH_NAME = 3
const TYPE_A = 1
const TYPE_AAAA = 28

/** An answer to a question of one name (RFC 1035, section 4). */
export function answerTo(question: Buffer, { how, names }: DnsConduct): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = question[at]!; length > 0; length = question[at]!) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const end = at + 5
  const address = names[labels.join('.').toLowerCase()] ?? names['*']
  const code = how === 'refuses' ? REFUSED : address === undefined ? NO_SUCH_NAME : 0
  const type = address !== undefined && isIPv6(address) ? TYPE_AAAA : TYPE_A
  const isAnswered = code === 0 && question.readUInt16BE(at + 1) === type
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  // It is an answer, by whoever knows; recursion was asked for, and is to be had.
  header.writeUInt16BE(0x8580 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(isAnswered ? 1 : 0, 6)
  if (!isAnswered) return Buffer.concat([header, question.subarray(12, end)])
  const bytes = bytesOf(address!)
  const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes])
  return Buffer.concat([header, question.subarray(12, end), record])
}

/** In the order of the network; of IPv6 without a part in dotted decimals. */
function bytesOf(address: string): number[] {
  if (!isIPv6(address)) return address.split('.').map(Number)
  const [before = '', after = ''] = address.split('::')
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '')
  const [first, last] = [groups(before), groups(after)]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last].flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

/** Whoever reads it meanwhile sees the old or the new: it is short. */
export function conduct(file: string, what: DnsConduct): void {
  writeFileSync(file, JSON.stringify(what))
}

if (import.meta.main) {
  const [address, file] = process.argv.slice(2)
  const server = createSocket(isIPv6(address!) ? 'udp6' : 'udp4')
  server.on('message', (question, from) => {
    const what = JSON.parse(readFileSync(file!, 'utf8')) as DnsConduct
    if (what.how === 'is silent') return
    const answer = (): void => server.send(answerTo(question, what), from.port, from.address)
    if (what.how === 'is slow') setTimeout(answer, SLOW_MS)
    else answer()
  })
  server.bind(53, address, () => process.stdout.write('it listens\n'))
}
