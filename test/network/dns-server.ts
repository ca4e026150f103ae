/**
 * A name server that can be made to misbehave: `node dns-server.ts ADDRESS FILE`.
 *
 * Invariant: what it does stands in the file, which is read at each question: how it behaves, and its names. It knows
 * addresses of IPv4 alone, and nothing that it says may be kept.
 */
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'

export interface DnsConduct {
  how: 'answers' | 'refuses' | 'is silent' | 'is slow'
  names: Record<string, string>
}

const SLOW_MS = 3_000
const REFUSED = 5
const NO_SUCH_NAME = 3
const TYPE_A = 1

/** An answer to a question of one name (RFC 1035, section 4). */
export function answerTo(question: Buffer, { how, names }: DnsConduct): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = question[at]!; length > 0; length = question[at]!) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const end = at + 5
  const address = names[labels.join('.').toLowerCase()]
  const code = how === 'refuses' ? REFUSED : address === undefined ? NO_SUCH_NAME : 0
  const isAnswered = code === 0 && question.readUInt16BE(at + 1) === TYPE_A
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  // It is an answer, by whoever knows; recursion was asked for, and is to be had.
  header.writeUInt16BE(0x8580 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(isAnswered ? 1 : 0, 6)
  if (!isAnswered) return Buffer.concat([header, question.subarray(12, end)])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address!.split('.').map(Number)])
  return Buffer.concat([header, question.subarray(12, end), record])
}

/** Whoever reads it meanwhile sees the old or the new: it is short. */
export function conduct(file: string, what: DnsConduct): void {
  writeFileSync(file, JSON.stringify(what))
}

if (import.meta.main) {
  const [address, file] = process.argv.slice(2)
  const server = createSocket('udp4')
  server.on('message', (question, from) => {
    const what = JSON.parse(readFileSync(file!, 'utf8')) as DnsConduct
    if (what.how === 'is silent') return
    const answer = (): void => server.send(answerTo(question, what), from.port, from.address)
    if (what.how === 'is slow') setTimeout(answer, SLOW_MS)
    else answer()
  })
  server.bind(53, address, () => process.stdout.write('it listens\n'))
}
