/** The machines do nothing themselves: shown on their sources and on their structure. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AnyStateMachine, type AnyStateNode, createMachine, fromPromise, setup } from 'xstate'
import { deviceMachine } from './device.ts'
import { effect } from './effect.ts'
import { networkMachine } from './network.ts'
import { provisionMachine } from './provision.ts'
import { updateMachine } from './update.ts'

const MACHINES = { device: deviceMachine, network: networkMachine, provision: provisionMachine, update: updateMachine }

/** What a machine has no use for: clocks, chance, I/O, the process. */
const IMPURE =
  /\b(Date|performance|setTimeout|setInterval|setImmediate|queueMicrotask|process|console|globalThis|global|crypto|WebSocket|XMLHttpRequest|EventSource|Worker|require|eval|Function|await|async)\b|\bfetch\(|\bMath(\.random|\[)|\bimport\(|\bimport '/
const MAY_IMPORT = /^(\.\/|\.\.\/protocol\/|xstate$)/

/** For templates within strings. */
const DOLLAR = '$'

const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.includes('.test.'))

/**
 * Code without comments and without the words in strings; what stands in a template's `${…}` is code. The
 * name of a module after a bare `import` stays visible as a quote.
 */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, (token) => {
    if (token.startsWith('/')) return ''
    return token.startsWith('`')
      ? `\`${[...token.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1]).join(' ')}\``
      : "''"
  })
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^(?:import|export)\s(?!type)[^'\n]*(?:\n[^'\n]*)*?from '([^']+)'/gm)].map(
    (match) => match[1] ?? '',
  )
}

describe('the sources of the machines', () => {
  it.each(sources)('%s has no clock, no chance, no I/O', (file) => {
    expect(codeOf(readFileSync(join(import.meta.dirname, file), 'utf8'))).not.toMatch(IMPURE)
  })

  it.each(sources)('%s imports only machines, the protocol and xstate', (file) => {
    const imports = importsOf(readFileSync(join(import.meta.dirname, file), 'utf8'))
    expect(imports.filter((name) => !MAY_IMPORT.test(name))).toEqual([])
  })

  it('the check itself finds what it is for', () => {
    const impure = [
      'const t = Date.now()',
      'Math.random()',
      "Math['random']()",
      'await x',
      'process.env.A',
      'setTimeout(f, 1)',
      "fetch('http://x')",
      'new WebSocket(u)',
      `\`at ${DOLLAR}{Date.now()}\``,
      "const u = 'http://x'; Date.now()",
      "import 'node:fs'",
      "import('node:fs')",
    ]
    for (const bad of impure) expect(codeOf(bad), bad).toMatch(IMPURE)
    for (const good of [
      "const word = 'await Date'",
      '// process',
      '/* fetch(1) */',
      'const updated = 1',
      `\`a ${DOLLAR}{b} c\``,
    ]) {
      expect(codeOf(good), good).not.toMatch(IMPURE)
    }
    expect(importsOf("import { readFile } from 'node:fs'\nimport type { A } from 'rxjs'")).toEqual(['node:fs'])
  })
})

/** Every way in which a chart could do, time or swallow something by itself. */
function faultsOf(machine: AnyStateMachine): string[] {
  const registered = machine.implementations.actors as Record<string, unknown>
  const ids = new Map<string, string>()
  return nodesOf(machine.root).flatMap((node) => {
    const faults: string[] = []
    if (node.after.length > 0) faults.push(`${node.id}: after`)
    const invokes = [node.config.invoke ?? []].flat() as { id?: string; src: unknown; onError?: unknown }[]
    for (const { id, src, onError } of invokes) {
      const name = String(id ?? src)
      if (id === undefined) faults.push(`${node.id}: the invoke of ${name} has no id`)
      if (onError === undefined) faults.push(`${node.id}: the invoke of ${name} has no onError`)
      if (typeof src !== 'string' || !(src in registered))
        faults.push(`${node.id}: the actor of ${name} is not registered`)
      if (id !== undefined && ids.has(id)) faults.push(`${node.id}: ${id} is also invoked in ${ids.get(id)}`)
      if (id !== undefined) ids.set(id, node.id)
    }
    return faults
  })
}

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap((child) => nodesOf(child as AnyStateNode))]
}

describe.each(Object.entries(MACHINES))('the chart of %s', (_, machine) => {
  it('leaves all work to registered effects, each with an id and an answer to its failure', () => {
    expect(faultsOf(machine as AnyStateMachine)).toEqual([])
  })

  it('has effects that refuse to run outside of the durable runtime', async () => {
    const effects = Object.entries(machine.implementations.actors).filter(([, logic]) => !('root' in (logic as object)))
    expect(effects.length).toBeGreaterThan(0)
    for (const [, logic] of effects) {
      const creator = (logic as { start: unknown; config: () => Promise<unknown> }).config
      expect(() => creator()).toThrow(expect.objectContaining({ code: 'HF_INTERNAL' }))
    }
  })
})

it.each([
  ['a timer', createMachine({ initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } }), 'after'],
  [
    'an inline actor',
    createMachine({ invoke: { id: 'x', src: fromPromise(async () => 1), onError: {} } }),
    'not registered',
  ],
  [
    'an invoke without id',
    setup({ actors: { x: effect() } }).createMachine({ invoke: { src: 'x', onError: {} } }),
    'no id',
  ],
  [
    'an invoke without onError',
    setup({ actors: { x: effect() } }).createMachine({ invoke: { id: 'x', src: 'x' } }),
    'no onError',
  ],
])('a chart with %s is found out', (_, machine, fault) => {
  expect(faultsOf(machine as AnyStateMachine).join()).toContain(fault)
})
