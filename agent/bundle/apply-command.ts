/**
 * `holdfast agent apply`: hands a bundle that lies on the device to the agent that runs there.
 *
 * Invariant: the agent alone reads and judges it; here is only asked and told.
 */
import { createConnection } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type DeskAnswer, deskLine, readDeskAnswer } from '../../protocol/desk-lines.ts'
import { HoldfastError, isErrorCode } from '../../protocol/errors.ts'
import { readConfig } from '../config.ts'

const HELP = `Usage: holdfast agent apply FILE --config FILE

Has the agent of this device take a bundle, as "holdfast bundle" writes it. It has to run, with "operatorSocket" in its
configuration. The file has to stay where it is until the update is over.

Exit codes: 0 taken, or what runs already; 1 refused, and nothing was changed; 2 not understood; 3 no agent answered.
`

type Outcome = Extract<DeskAnswer, { n: number }>

/** @returns the exit status */
export async function applyCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv)
  if (values.help === true) {
    process.stdout.write(HELP)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw usage('needs one file', 'apply')
  if (values.config === undefined) throw usage('is missing', '--config')
  const { operatorSocket } = await readConfig(values.config)
  if (operatorSocket === null)
    throw new HoldfastError('HF_CONFIG_INVALID', 'names no "operatorSocket"', { place: values.config })
  const path = resolve(file)
  const answer = await ask(operatorSocket, path)
  if (!answer.taken) throw refusal(answer.why, path)
  const { outcome, epoch } = 'outcome' in answer ? answer : { outcome: 'taken', epoch: 0 }
  process.stdout.write(`${path}: epoch ${epoch}: ${outcome}\n`)
  return 0
}

function parse(argv: readonly string[]) {
  try {
    const options = { config: { type: 'string', short: 'c' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args: [...argv], allowPositionals: true, options })
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause))
  }
}

/** Resolves with the agent's answer. @throws HF_TIMEOUT when nobody answers */
function ask(socketPath: string, path: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath)
    const gone = (cause?: Error) =>
      reject(new HoldfastError('HF_TIMEOUT', 'no agent answers there', { place: socketPath, cause }))
    socket.setEncoding('utf8')
    socket.once('connect', () => socket.write(deskLine({ n: 1, apply: path })))
    socket.once('error', gone)
    socket.once('close', () => gone())
    let text = ''
    socket.on('data', (part: string) => {
      text += part
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const answer = readDeskAnswer(line)
        if (answer === null || !('n' in answer)) continue
        resolve(answer)
        socket.destroy()
      }
    })
  })
}

/** "CODE: words", as the agent says it. */
function refusal(why: string, place: string): HoldfastError {
  const [, code = '', words = why] = /^(HF_[A-Z_]+): ([\s\S]*)$/.exec(why) ?? []
  return isErrorCode(code) ? new HoldfastError(code, words) : new HoldfastError('HF_COMMAND_FAILED', why, { place })
}

function usage(message: string, place?: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, place === undefined ? {} : { place })
}
