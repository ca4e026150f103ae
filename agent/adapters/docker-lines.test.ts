import { expect, it } from 'vitest'
import { jsonLines } from './docker-lines.ts'

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text, 'latin1')
}

async function all(lines: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of lines) values.push(value)
  return values
}

it.each([
  ['one a chunk', ['{"a":1}\n', '{"a":2}\n'], [{ a: 1 }, { a: 2 }]],
  ['several a chunk', ['{"a":1}\r\n{"a":2}\r\n'], [{ a: 1 }, { a: 2 }]],
  ['cut anywhere', ['{"a', '":1}', '\n\n', '{"a":2}'], [{ a: 1 }, { a: 2 }]],
  ['cut within a letter', ['{"a":"\xc3', '\xa4"}\n'], [{ a: 'ä' }]],
  ['none', [], []],
])('%s', async (_, texts, expected) => {
  expect(await all(jsonLines(chunks(...texts)))).toEqual(expected)
})

it.each([
  ['no JSON', ['{"a":1}\n', '<html>\n']],
  ['an end in the middle of a value', ['{"a":']],
  ['a line without end', Array.from({ length: 20 }, () => 'x'.repeat(65_536))],
])('%s is an error', async (_, texts) => {
  await expect(all(jsonLines(chunks(...texts)))).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
})
