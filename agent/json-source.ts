/**
 * JSON that remembers where it stood.
 *
 * Invariant: it reads exactly the texts of RFC 8259, but for objects with a key twice, which it refuses;
 * each value and key knows its line and column.
 */
import { HoldfastError } from '../protocol/errors.ts'

/** A value in its source. Lines and columns count from 1. */
export interface Node {
  value: null | boolean | number | string | Node[] | Map<string, Member>
  at: string
}

export interface Member {
  /** Of the key. */
  at: string
  node: Node
}

/**
 * Reads a text.
 * @param file stands before line and column in every place: "agent.json:3:7"
 * @throws HF_CONFIG_INVALID with the place
 */
export function parseJson(text: string, file: string): Node {
  let position = 0

  function place(offset: number): string {
    const before = text.slice(0, offset).split('\n')
    return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
  }

  function fail(message: string, offset = position): never {
    throw new HoldfastError('HF_CONFIG_INVALID', message, { place: place(offset) })
  }

  function expected(what: string): never {
    const found = text[position]
    return fail(`expected ${what}, found ${found === undefined ? 'the end of the file' : JSON.stringify(found)}`)
  }

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = position
    const found = pattern.exec(text)?.[0] ?? null
    if (found !== null) position += found.length
    return found
  }

  /** Passes over white space, then this character if it is there. */
  function take(character: string): boolean {
    match(/[ \t\r\n]*/y)
    if (text[position] !== character) return false
    position += 1
    return true
  }

  function string(): string {
    const start = position
    const raw = match(/"(?:[^"\\]|\\.)*"/y)
    if (raw === null) return fail('the string does not end')
    try {
      return JSON.parse(raw) as string
    } catch {
      return fail('the string holds a control character or a wrong escape', start)
    }
  }

  function list(): Node[] {
    const items: Node[] = []
    if (take(']')) return items
    do items.push(value())
    while (take(','))
    if (!take(']')) expected('"," or "]"')
    return items
  }

  function object(): Map<string, Member> {
    const members = new Map<string, Member>()
    if (take('}')) return members
    do {
      match(/[ \t\r\n]*/y)
      if (text[position] !== '"') expected('a key in double quotes')
      const at = position
      const key = string()
      if (members.has(key)) fail(`${JSON.stringify(key)} stands here twice`, at)
      if (!take(':')) expected('":"')
      members.set(key, { at: place(at), node: value() })
    } while (take(','))
    if (!take('}')) expected('"," or "}"')
    return members
  }

  function value(): Node {
    match(/[ \t\r\n]*/y)
    const at = place(position)
    if (take('{')) return { value: object(), at }
    if (take('[')) return { value: list(), at }
    if (text[position] === '"') return { value: string(), at }
    const word = match(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y)
    if (word === null) return expected('a value')
    return { value: JSON.parse(word) as null | boolean | number, at }
  }

  const root = value()
  match(/[ \t\r\n]*/y)
  if (position < text.length) expected('the end of the file')
  return root
}
