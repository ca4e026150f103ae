/**
 * A stream of JSON values, one a line, as the engine sends pulls and events.
 *
 * Invariant: memory is bounded by the longest line allowed; what is not JSON is an error.
 */
import { HoldfastError } from '../../protocol/errors.ts'

const LONGEST_LINE = 1024 * 1024

/**
 * The values of the stream, in order.
 * @throws HF_ENGINE_FAILED for a line that is not JSON, or longer than 1 MiB; what the stream throws
 */
export async function* jsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield parsed(line)
    if (rest.length > LONGEST_LINE) throw new HoldfastError('HF_ENGINE_FAILED', 'the engine sent a line without end')
  }
  if (rest.trim() !== '') yield parsed(rest)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new HoldfastError('HF_ENGINE_FAILED', `the engine sent something that is not JSON: ${line.slice(0, 80)}`, {
      cause,
    })
  }
}
