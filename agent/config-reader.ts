/**
 * Taking a configuration apart, key by key.
 *
 * Invariant: every fault names file, line, column and the path of the key; keys that nobody asked for are
 * faults (`end`). Values are not repeated in errors: a password may stand in the wrong place.
 */

import { closest } from '../protocol/closest.ts'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import type { Member, Node } from './json-source.ts'

export class ConfigReader {
  readonly #members: Map<string, Member>
  readonly #node: Node
  readonly #path: string
  readonly #asked = new Set<string>()

  /** @throws HF_CONFIG_INVALID when the node is not an object */
  constructor(node: Node, path: string) {
    if (!(node.value instanceof Map)) throw fault(node.at, path, 'is not an object')
    this.#members = node.value
    this.#node = node
    this.#path = path
  }

  string<T>(key: string, check: (text: string) => T): T {
    return this.#required(key, this.optionalString(key, check))
  }

  optionalString(key: string): string | undefined
  optionalString<T>(key: string, check: (text: string) => T): T | undefined
  optionalString(key: string, check: (text: string) => unknown = (text) => text): unknown {
    const member = this.#member(key)
    return member && this.#text(member.node, this.#at(key), check)
  }

  optionalChoice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    return this.optionalString(key, (text) => {
      const choice = choices.find((one) => one === text)
      if (choice === undefined)
        throw new HoldfastError('HF_CONFIG_INVALID', `is not one of ${choices.map((one) => `"${one}"`).join(', ')}`)
      return choice
    })
  }

  strings<T>(key: string, check: (text: string) => T): T[] {
    return this.#required(key, this.optionalStrings(key, check))
  }

  /** A list with at least one item, if it is there at all. */
  optionalStrings<T>(key: string, check: (text: string) => T): T[] | undefined {
    const member = this.#member(key)
    if (member === undefined) return undefined
    const { value, at } = member.node
    if (!Array.isArray(value)) throw fault(at, this.#at(key), 'is not a list')
    if (value.length === 0) throw fault(at, this.#at(key), 'is empty')
    return value.map((item, index) => this.#text(item, `${this.#at(key)}[${index}]`, check))
  }

  object(key: string): ConfigReader {
    return this.#required(key, this.optionalObject(key))
  }

  optionalObject(key: string): ConfigReader | undefined {
    const member = this.#member(key)
    return member && new ConfigReader(member.node, this.#at(key))
  }

  /** A list of objects; empty when it is not there. */
  objects(key: string): ConfigReader[] {
    const member = this.#member(key)
    if (member === undefined) return []
    const { value, at } = member.node
    if (!Array.isArray(value)) throw fault(at, this.#at(key), 'is not a list')
    return value.map((item, index) => new ConfigReader(item, `${this.#at(key)}[${index}]`))
  }

  optionalFlag(key: string): boolean | undefined {
    const member = this.#member(key)
    if (member === undefined) return undefined
    const { value, at } = member.node
    if (typeof value !== 'boolean') throw fault(at, this.#at(key), 'is neither true nor false')
    return value
  }

  /** A whole number from zero on. */
  optionalNumber(key: string): number | undefined {
    const member = this.#member(key)
    if (member === undefined) return undefined
    const { value, at } = member.node
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw fault(at, this.#at(key), 'is not a whole number')
    return value
  }

  has(key: string): boolean {
    return this.#member(key) !== undefined
  }

  /** @throws HF_CONFIG_INVALID at the first key that was not asked for */
  end(): void {
    for (const [key, member] of this.#members) {
      if (this.#asked.has(key)) continue
      const meant = closest(key, [...this.#asked])
      const hint = meant === null ? `known keys are ${[...this.#asked].join(', ')}` : `did you mean "${meant}"?`
      throw fault(member.at, this.#at(key), `is not a key; ${hint}`)
    }
  }

  /** @throws HF_CONFIG_INVALID at the key's value */
  fail(key: string, message: string): never {
    throw fault(this.#members.get(key)?.node.at ?? this.#node.at, this.#at(key), message)
  }

  #member(key: string): Member | undefined {
    this.#asked.add(key)
    return this.#members.get(key)
  }

  #required<T>(key: string, value: T | undefined): T {
    if (value !== undefined) return value
    // A misspelt key is the likelier fault than a missing one.
    const misspelt = [...this.#members.keys()].find((given) => closest(given, [key]) !== null)
    if (misspelt !== undefined && !this.#asked.has(misspelt))
      throw fault(
        this.#members.get(misspelt)?.at ?? this.#node.at,
        this.#at(misspelt),
        `is not a key; did you mean "${key}"?`,
      )
    throw fault(this.#node.at, this.#at(key), 'is missing')
  }

  #text<T>(node: Node, path: string, check: (text: string) => T): T {
    if (typeof node.value !== 'string') throw fault(node.at, path, 'is not a string')
    if (node.value === '') throw fault(node.at, path, 'is empty')
    try {
      return check(node.value)
    } catch (cause) {
      throw fault(node.at, path, plainMessage(cause), cause)
    }
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`
  }
}

function fault(at: string, path: string, message: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_CONFIG_INVALID', `${path === '' ? 'the configuration' : path} ${message}`, {
    place: at,
    cause,
  })
}

/** An error's sentence without its own place, which means nothing in a file. */
function plainMessage(error: unknown): string {
  const { message } = faultOf(error)
  const prefix = error instanceof HoldfastError && error.place !== undefined ? `${error.place}: ` : ''
  return message.startsWith(prefix) ? message.slice(prefix.length) : message
}
