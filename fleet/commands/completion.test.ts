/** `holdfast completion`, asked as a shell asks. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../cli/commands.ts'
import { SHELLS } from '../cli/completion-scripts.ts'
import { completionWords, firstWords } from '../cli/completion-words.ts'
import { main } from '../main.ts'
import { terminal } from '../testing.ts'

let directory: string
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-completion-'))
  for (const shell of SHELLS) writeFileSync(join(directory, shell), await script(shell))
  writeFileSync(join(directory, 'docker compose.yml'), '')
})
afterAll(() => rmSync(directory, { recursive: true }))

async function script(shell: string): Promise<string> {
  const shown = terminal()
  expect(await main(['completion', shell], shown.io)).toBe(0)
  return shown.out()
}

/** What bash offers for the last of these words. */
function bash(...words: string[]): string[] {
  const program = `source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['--norc', '-c', program, 'bash', 'holdfast', ...words], {
    cwd: directory,
    encoding: 'utf8',
  })
  return out.split('\n').filter(Boolean)
}

describe('bash', () => {
  it('offers the commands, by what they begin with', () => {
    expect(bash('')).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)))
    expect(bash('roll')).toEqual(['rollout'])
  })

  it('offers what a command does, its flags, and nothing that is not its own', () => {
    expect(bash('rollout', 're')).toEqual(['resume', 'revert', 'refresh'])
    expect(bash('devices', 'ap')).toEqual(['approve'])
    expect(bash('status', '--wh')).toEqual(['--where'])
    expect(bash('status', '--plan')).toEqual([])
    expect(bash('nonsense', '--')).toEqual([])
  })

  it('offers files where files stand, also with blanks in their names', () => {
    expect(bash('deploy', 'dock')).toEqual(['docker compose.yml'])
    expect(bash('rollout', 'start', '--plan', 'dock')).toEqual(['docker compose.yml'])
    expect(bash('rollout', 'start', '--reason', 'dock')).toEqual([])
  })
})

it('knows every command and every flag', async () => {
  const commands = await Promise.all(COMMANDS.map((entry) => entry.load()))
  for (const { name, flags } of completionWords(commands)) {
    const offered = bash(name, '--')
    for (const flag of flags) expect(offered, name).toContain(`--${flag.name}`)
  }
  for (const shell of ['zsh', 'fish']) {
    const text = await script(shell)
    for (const { name, flags } of commands) {
      expect(text).toContain(name)
      for (const flag of Object.keys(flags))
        expect(text, shell).toContain(shell === 'zsh' ? `--${flag}[` : `-l ${flag}`)
    }
  }
})

it.each([
  ['start|pause --fleet NAME', ['start', 'pause']],
  ['[list | approve CLAIM | tag NAME [TAG …]]', ['list', 'approve', 'tag']],
  ['[audit]', ['audit']],
  ['DEVICE ACTION', []],
  ['docker-compose.yml|target.hft --fleet NAME', []],
  ['(--device NAME | --claim-url URL) --key FILE', []],
  ['', []],
])('what %j begins with', (usage, words) => expect(firstWords(usage)).toEqual(words))

it('a shell that is not known is refused', async () => {
  const shown = terminal()
  expect(await main(['completion', 'tcsh'], shown.io)).toBe(2)
  expect(shown.err()).toContain('bash, zsh, fish')
})
