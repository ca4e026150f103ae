import { describe, expect, it } from 'vitest'
import { faultsIn } from './testing.ts'

const web = (keys: string) => faultsIn({ 'c.yml': `services:\n  web:\n    image: x\n${keys}` })

describe('two keys that say different things of one field', () => {
  it.each<[string, string, string]>([
    [
      'a number and its part of deploy',
      '    cpus: 1.50\n    deploy: {resources: {limits: {cpus: "0.5"}}}\n',
      'c.yml:5:35: "cpus" says "0.5", but "cpus" at c.yml:4:5 says 1.50',
    ],
    [
      'sizes, beside other limits that agree',
      '    deploy: {resources: {limits: {pids: 5, memory: 64m}}}\n    pids_limit: 5\n    mem_limit: 128m\n',
      'c.yml:6:5: "mem_limit" says "128m", but "memory" at c.yml:4:44 says "64m"',
    ],
    [
      'a policy',
      '    restart: always\n    deploy: {restart_policy: {condition: none}}\n',
      'c.yml:5:31: "condition" says "none", but "restart" at c.yml:4:5 says "always"',
    ],
  ])('are told in the words of the file, each with its place: %s', (_, keys, fault) =>
    expect(web(keys)).toEqual([fault]),
  )

  it('may say the same in other units', () =>
    expect(web('    mem_limit: 1g\n    deploy: {resources: {limits: {memory: 1024m}}}\n')).toEqual([]))
})
